#pragma once
// The configuration read anew while the service runs: checked whole, then what can be is put into effect
// between two events, and what cannot is said. A broken file changes nothing.

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bot/app/bot.hpp"
#include "bot/app/config.hpp"
#include "bot/runtime/engine.hpp"

namespace app {

struct Reloaded {
  std::vector<std::string> problems;       // not empty: nothing was changed
  std::vector<std::string> applied;        // in words
  std::vector<std::string> needs_restart;  // sections that say something else now: "server"
  std::vector<std::string> gone{};         // groups that this reading took out while something waits for them
  bool same = false;                       // the file says what is in effect
};

// A file's text as the configuration it is; throws ConfigError.
using ReadConfig = std::function<Config(const std::string& text, const std::string& file)>;

// What stands beside the bot. All on the I/O thread; may be empty.
struct Renewal {
  std::function<void(const Config&)> check;  // throws where it could not be taken
  // Takes secrets, certificates and the adapters' own lists; says in words what was taken.
  std::function<std::vector<std::string>(const Config&)> take;
  ReadConfig read{};                                // empty: parse_config
  std::function<void(const Reloaded&)> reloaded{};  // after each reading, before those who asked for it
};

class Reloader {
 public:
  // `running`: as it was read at the start. `ask`: of the engine.
  Reloader(const Config& running, Bot& bot, std::function<void(runtime::Errand)> ask, Renewal renewal = {});

  // `told` once, when it is in effect; of several under way, the later ones are answered together with one
  // more reading. I/O thread. Says it in the log too. Tells the audit log what was read at the start.
  runtime::Errand taken() const;

  using Told = std::function<void(const Reloaded&)>;
  void reload(Told told);

 private:
  void next();
  void put_into_effect(Reloaded done, std::shared_ptr<const Config> config, const std::string& text);
  void renew(Reloaded done, const Config& config, std::map<std::string, std::string> files);
  bool is_other_log(const Config& config) const;
  void finish(const Reloaded& done);

  const std::string file_;
  Bot& bot_;
  std::function<void(runtime::Errand)> ask_;
  Renewal renewal_;
  Config::Log log_;                           // in effect
  std::shared_ptr<const void> tried_log_;     // while one is taken
  std::map<std::string, std::string> files_;  // in effect: named_files_of
  std::string in_effect_;                     // the text of the file
  // Sections and what they said at the start; made of `in_effect_` when first a reload asks for it.
  std::optional<std::map<std::string, std::string>> at_start_;
  std::vector<Told> waiting_, answered_;
  std::vector<std::string> told_;  // in the log, of what needs a restart
  bool under_way_ = false;
};

// The top sections of a file, each with what TOML read there, however it is written: "server", "slack".
// What [slack.x.people] or [webhooks.x.channels] say is a section of its own, "slack people".
std::map<std::string, std::string> sections_of(const std::string& text);
// Of those sections that name secrets in files of their own, and of "packs", what is in them, as a hash.
std::map<std::string, std::string> named_files_of(const std::string& text,
                                                  const std::filesystem::path& folder);

}  // namespace app
