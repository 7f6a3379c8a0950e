#pragma once
// Which keys may stand in which sections of a file, and which were asked for.

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bot/runtime/settings.hpp"

namespace app {

using runtime::KnownKey;

// "groups.nord" and "cadence": "groups.nord.cadence"; a key at the top stands alone.
std::string key_path(std::string_view parent, std::string_view key);

class SectionKeys {
 public:
  // All sections of one pattern: "groups.*".
  struct Kind {
    std::vector<std::string> known;  // {"*"} where the writer chooses the names
    std::vector<bool> asked;         // of each of them
    bool visited = false;            // somebody has read a section of it
    // Notes that `key` was asked for; false where it is none of them.
    bool ask(std::string_view key);
  };

  // `known` outlives this.
  explicit SectionKeys(std::span<const KnownKey> known) : known_(known) {}

  // Worked out when it is first asked for: a file has thousands of people.
  Kind& of(const std::string& pattern);
  // One that may stand in a section that was read, and that nobody has asked for: the table holds too much.
  std::optional<std::string> forgotten() const;

 private:
  std::vector<std::string> children(std::string_view pattern) const;

  std::span<const KnownKey> known_;
  std::map<std::string, Kind> kinds_;
};

}  // namespace app
