#pragma once
// `refleks manifest <kind>`: what an administrator hands to a platform so that it knows the bot.

#include <functional>
#include <iosfwd>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bot/app/config.hpp"
#include "bot/runtime/platform.hpp"

namespace CLI {
class App;
}

namespace app {

class ManifestCommands {
 public:
  // Adds `manifest` with a command for each platform that has one; `config_file` is filled by their -c. Both
  // outlive this.
  ManifestCommands(CLI::App& cli, std::string& config_file);
  ~ManifestCommands();
  ManifestCommands(const ManifestCommands&) = delete;
  ManifestCommands& operator=(const ManifestCommands&) = delete;

  // False when another command was given. `load` is called when the manifest needs the configuration. Throws
  // as `load` and std::runtime_error with what to change.
  bool run(const std::function<Config()>& load, std::ostream& out) const;

 private:
  struct Command {
    std::unique_ptr<runtime::Platform> platform;
    runtime::Manifest manifest;
    CLI::App* cli;
    std::map<std::string, std::string> given;
  };
  std::vector<std::unique_ptr<Command>> commands_;
};

}  // namespace app
