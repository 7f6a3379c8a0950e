#pragma once
// A copy of an installation: one tar file for its owner alone, with `copy.json` first, which lists all the
// others with their hashes. `tar tf` shows what is in it.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "bot/core/time.hpp"

namespace app {

struct CopyPart {
  std::string name;            // in the copy: "refleks.db", "web.key", "slack/kommunen.json"
  std::filesystem::path from;  // must not change while it is copied, unless it is small
};

struct CopyContents {
  core::Instant made{};
  std::string version;                        // of the program that made it
  std::map<std::string, std::string> hashes;  // by name
};

// Writes the file (0600, durable, whole or not at all), having read it once more; one of that name is
// replaced only then. Throws std::exception with words.
// `version`: of the program that made what is in it.
void write_copy(const std::filesystem::path& target, core::Instant made, const std::vector<CopyPart>& parts,
                const std::string& version = REFLEKS_VERSION);

// Reads all of it. Throws std::runtime_error, naming the file and what is wrong.
CopyContents check_copy(const std::filesystem::path& file);

// The same, and puts what is in it into `folder`, which is there and empty.
CopyContents extract_copy(const std::filesystem::path& file, const std::filesystem::path& folder);

}  // namespace app
