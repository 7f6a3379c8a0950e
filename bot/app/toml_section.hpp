#pragma once
// One table of a TOML file, asked for one key after another (toml_reader.hpp).

#include <toml++/toml.h>

#include <filesystem>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/app/section_keys.hpp"
#include "bot/core/time.hpp"

namespace app {

// Each gives the text itself, or throws std::invalid_argument; for Section::read.
// What people open: http:// or https://, a host, a port that there is; no blanks.
std::string web_address(const std::string& text);
// What we can call ourselves: of the letters of an address alone. `site_address` without slashes at the end.
std::string called_address(const std::string& text);
std::string site_address(const std::string& text);
// What we tell secrets: https://, or this machine itself.
std::string secret_address(const std::string& text);

class TomlReader;

// One table of the file, or the place of one that is missing (every key of it is missing then). Borrows the
// reader.
class Section {
 public:
  struct Item {  // of a list of texts
    std::string text;
    int line;
  };

  // The key is there, or something was noted in its place (a misspelling of it, a value where the section
  // should be): then a second complaint would only confuse.
  bool has(std::string_view key) const;
  Section section(std::string_view key) const;                                       // [key]
  std::vector<std::pair<std::string, Section>> entries(std::string_view key) const;  // [key.<name>], by name
  std::vector<Section> list(std::string_view key) const;                             // [[key]]

  // Nothing when the key is missing or wrong; what is wrong has then been noted.
  std::optional<std::string> text(
      std::string_view key) const;  // cleaned and trimmed (bot/core/utf8.hpp), not empty
  std::optional<bool> flag(std::string_view key) const;
  std::optional<int> number(std::string_view key, int low, int high) const;
  std::optional<core::Date> date(std::string_view key) const;     // 2026-11-24, with or without quotes
  std::optional<core::Minutes> time(std::string_view key) const;  // "20:00" or 20:00:00
  std::optional<core::Local> moment(std::string_view key) const;  // 2026-11-09T08:00:00 or "2026-11-09 08:00"
  std::vector<Item> texts(std::string_view key) const;            // ["a", "b"]
  std::optional<std::string> one_of(std::string_view key, const std::vector<std::string>& allowed) const;
  // A text that `read` understands; a std::invalid_argument of it becomes the problem.
  template <class T>
  std::optional<T> read(std::string_view key, const std::function<T(const std::string&)>& read) const {
    const auto written = text(key);
    if (!written) return std::nullopt;
    try {
      return read(*written);
    } catch (const std::invalid_argument& why) {
      problem(key, why.what());
      return std::nullopt;
    }
  }

  // Notes a missing key as a problem; its value otherwise.
  std::string required_text(std::string_view key) const;
  bool required(std::string_view key) const;

  // Notes something about `key` (or about the section when it is empty) at its line, or at `line`. problem()
  // is for a value that is wrong in itself and shows an example of it; conflict() for one that does not fit
  // the rest.
  void problem(std::string_view key, std::string_view what, int line = 0) const;
  void conflict(std::string_view key, std::string_view what, int line = 0) const;
  void warning(std::string_view key, std::string_view what) const;
  // It is the operator's own (TomlReader::named).
  void names(std::filesystem::path file) const;

 private:
  friend class TomlReader;
  Section(TomlReader& reader, const toml::table* table, std::string path, std::string pattern, int line);
  const toml::node* find(std::string_view key) const;
  std::optional<std::string> text_of(std::string_view key, const toml::node* node) const;
  void wrong_kind(std::string_view key, const toml::node& found, std::string_view wanted) const;
  std::string place(std::string_view key, int line) const;
  int line_of(std::string_view key) const;

  TomlReader* reader_;
  const toml::table* table_;
  std::string path_;         // as written: "groups.nord"
  std::string pattern_;      // as in the table of known keys: "groups.*"
  SectionKeys::Kind* keys_;  // of the pattern
  int line_;
  bool broken_ = false;  // what should be this section is something else, and that has been noted
};

}  // namespace app
