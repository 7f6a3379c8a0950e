#pragma once
// A section of the configuration as a platform reads it. Whoever reads asks for one key after another; what
// is wrong is noted with file, line and key, all of it is told at once, and then nothing is started.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runtime {

// One key that a section may have. A table of these is the only list of keys: a key in the file that is not
// in the table is a problem, a key that the code reads and the table lacks is a std::logic_error, and so is
// the reverse. Tests hold the documents to it.
struct KnownKey {
  // "groups.*.cadence", "sessions[].theme.nb": * is a name the writer chooses, [] one of a list. A platform
  // writes them as they stand in its section: "bot_token_file", "channels.*.url_file".
  std::string_view path;
  std::string_view meaning;   // one line
  std::string_view standard;  // what holds without it; "required" when there must be one
  std::string_view example;   // a TOML value; problems show it
};

// How a secret looks, so that one that was copied wrongly or from another place is told before it is used.
struct SecretKind {
  std::string_view looks;                    // "a bot token, which begins with xoxb-"
  bool (*fits)(std::string_view) = nullptr;  // asked for each line; null: anything
  bool lines = false;                        // several, one a line
};
bool is_hexadecimal(std::string_view text, std::size_t digits);  // as many, small or large

class Settings {
 public:
  virtual ~Settings() = default;

  // The key is there, or something was noted in its place (a misspelling, say): then a second complaint would
  // only confuse.
  virtual bool has(std::string_view key) const = 0;

  // Nothing when the key is missing or wrong; what is wrong has then been noted.
  virtual std::optional<std::string> text(std::string_view key) const = 0;  // not empty
  virtual std::optional<bool> flag(std::string_view key) const = 0;
  virtual std::optional<int> number(std::string_view key, int low, int high) const = 0;
  virtual std::vector<std::string> texts(std::string_view key) const = 0;  // ["a", "b"]
  virtual std::optional<std::string> one_of(std::string_view key,
                                            const std::vector<std::string>& allowed) const = 0;
  // To which tokens go: https://, or http:// on this machine.
  virtual std::optional<std::string> web_address(std::string_view key) const = 0;
  // http:// or https://, no slash at the end.
  virtual std::optional<std::string> site(std::string_view key) const = 0;
  // Of a file that is there and can be read; relative to the configuration.
  virtual std::optional<std::string> path(std::string_view key) const = 0;
  // Secrets never stand in the file: "<name>_file" names a file that holds it, "<name>_env" a variable of the
  // environment. Both are keys of the table. Problems never quote the secret; one that does not look like its
  // kind is taken with a warning.
  virtual std::optional<std::string> secret(std::string_view name, const SecretKind& kind = {}) const = 0;

  // Notes a missing key as a problem; its value otherwise.
  virtual std::string required_text(std::string_view key) const = 0;
  virtual bool required(std::string_view key) const = 0;

  // The sections [<this one>.<key>.<name>], by name.
  using Visit = std::function<void(const std::string& name, const Settings& section)>;
  virtual void each(std::string_view key, const Visit& visit) const = 0;

  // Notes something about `key`, or about the section when it is empty. problem() is for a value that is
  // wrong in itself or missing, and shows the example of the table; conflict() for one that does not fit the
  // rest; with a warning() alone the bot starts.
  virtual void problem(std::string_view key, std::string_view what) const = 0;
  virtual void conflict(std::string_view key, std::string_view what) const = 0;
  virtual void warning(std::string_view key, std::string_view what) const = 0;
};

}  // namespace runtime
