#pragma once
// `refleks serve --organisations FOLDER` and `refleks reload --organisations FOLDER`.

#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace app {

class HostCommands {
 public:
  HostCommands(CLI::App& serve, CLI::App& reload);
  // Does what was asked for and gives the exit status; nothing: it was not asked for. `config_file`: what
  // all share, where it was named.
  std::optional<int> run(const std::string& config_file, const std::string& program) const;

 private:
  CLI::App &serve_, &reload_;
  std::string folder_;
};

}  // namespace app
