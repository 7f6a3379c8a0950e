#pragma once
// Reads a TOML file that people write by hand. Whoever reads asks for one key after another; everything that
// is wrong is collected with file, line and key, so that one run tells all of it. A broken file is refused
// whole.

#include <toml++/toml.h>

#include <filesystem>
#include <functional>
#include <istream>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "bot/app/section_keys.hpp"
#include "bot/app/toml_section.hpp"

namespace app {

// A file that was refused. One sentence a problem: "refleks.toml:14: groups.nord.cadence: ...", in the order
// of lines.
struct ConfigError : std::runtime_error {
  explicit ConfigError(std::vector<std::string> found);
  std::vector<std::string> problems;
};

// The candidate that `word` most likely means; nothing when none is near.
std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& candidates);

// All of an ordinary file; throws ConfigError when it cannot be read, or is none: a pipe that nobody writes
// into is waited for without end, and a device may have none.
std::string file_text(const std::filesystem::path& file);
// The same of what a command was given, which may be a pipe. Of more than toml_guard.hpp takes not all.
std::string text_given(const std::filesystem::path& file);

// All that is in it, or of more than `most` bytes, more than so many. `in` is bad where it broke off.
std::string bytes_up_to(std::size_t most, std::istream& in);

class TomlReader {
 public:
  // Throws ConfigError when the text is no TOML (one problem: a parser cannot go on after it). `file` is its
  // name in messages; `known` must outlive the reader.
  TomlReader(std::string_view text, std::string file, std::span<const KnownKey> known);

  Section root();
  std::vector<std::string> warnings() const;
  // Files and folders that others put where it names them: secrets, certificates, packs.
  const std::vector<std::filesystem::path>& named() const { return named_; }
  // Of every key outside of people and groups: "log.file" -> 12.
  std::map<std::string, int> lines() const;
  // Adds the problems of another file, after those of this one.
  void add(const std::vector<std::string>& problems_elsewhere);
  // Throws ConfigError when anything was wrong. Call it when everything has been read.
  void finish() const;
  // What the text was read into, for whoever lets go of it elsewhere: no section is asked any more.
  toml::table take() { return std::move(root_); }

 private:
  friend class Section;
  // What is said of a file: the rest is counted where that is more than anybody reads, and a long one is cut.
  class Notes {
   public:
    void add(int line, const std::function<std::string()>& text);
    std::vector<std::string> in_order() const;

   private:
    struct Note {
      int line;
      std::string text;
    };
    std::vector<Note> notes_;
    std::size_t left_out_ = 0;
  };
  // Where a table stands; put together where something is said of it alone.
  struct Place {
    const Place* above;
    std::string_view key;
    std::size_t number = 0;  // in a list, from 1
    std::string path() const;
  };
  void find_unknown(const toml::table& table, const Place& place, const std::string& pattern);

  std::string file_;
  std::span<const KnownKey> known_;
  toml::table root_;
  Notes problems_, warnings_;
  std::vector<std::string> elsewhere_;
  std::vector<std::filesystem::path> named_;
  SectionKeys keys_;
  std::set<std::string, std::less<>> misspelled_;  // what was meant: "groups.nord.cadence"
};

}  // namespace app
