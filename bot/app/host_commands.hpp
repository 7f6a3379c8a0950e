#pragma once
// `refleks serve --organisations FOLDER`, and reload and doctor with that option.

#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace app {

class HostCommands {
 public:
  HostCommands(CLI::App& serve, CLI::App& reload, CLI::App& doctor);
  // Does what was asked for and gives the exit status; nothing: it was not asked for. `config_file`: what
  // all share, where it was named.
  std::optional<int> run(const std::string& config_file, const std::string& program) const;

 private:
  CLI::App &serve_, &reload_, &doctor_;
  std::string folder_;
};

}  // namespace app
