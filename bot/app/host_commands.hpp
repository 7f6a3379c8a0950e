#pragma once
// `refleks serve --organisations FOLDER`, and reload and doctor with that option.

#include <iosfwd>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace app {

// What a service said of a reload, for an operator; gives the exit status. One of a version before says less.
int tell_reload(const nlohmann::json& told, std::ostream& out);

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
