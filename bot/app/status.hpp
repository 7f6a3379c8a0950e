#pragma once
// How the running service is, for `refleks status`: asked over the control socket, told in words or as JSON.
// Nothing of persons, nothing of anonymous answers.

#include <iosfwd>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "bot/app/config.hpp"
#include "bot/app/figures.hpp"
#include "storage/waiting.hpp"

namespace app {

struct Running {
  std::string program;  // "0.9.0 (9327331967)"
  core::Instant started{};
  std::vector<std::string> platforms{};  // workspaces
};

nlohmann::json status_of(const State& state, const Running& running,
                         const std::vector<storage::Coming>& next);

// 0: it serves and is ready; 1: it does not serve here, or is not ready.
int show_status(const Config& config, bool json, std::ostream& out);

// `refleks reload`: has the running service read its configuration anew, and says what it did. 0: taken; 1:
// no service runs; 2: the file is refused, and nothing was changed.
int reload_service(const Config& config, std::ostream& out);

}  // namespace app
