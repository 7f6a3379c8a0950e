#include "bot/app/host_commands.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>

#include "bot/app/doctor.hpp"
#include "bot/app/host.hpp"
#include "bot/core/log_setup.hpp"

namespace app {
namespace {

constexpr auto option = "--organisations";

}  // namespace

HostCommands::HostCommands(CLI::App& serve, CLI::App& reload, CLI::App& doctor)
    : serve_(serve), reload_(reload), doctor_(doctor) {
  serve.add_option(option, folder_,
                   "serve many: a file each in this folder; then --config names what they share, or nothing");
  reload.add_option(option, folder_, "of the service that serves this folder: who came, went and changed");
  doctor.add_option(option, folder_,
                    "of a service that serves this folder: what all share, and each of them");
}

std::optional<int> HostCommands::run(const std::string& config_file, const std::string& program) const {
  const CLI::App& asked = serve_.parsed() ? serve_ : reload_.parsed() ? reload_ : doctor_;
  if (asked.count(option) == 0) return std::nullopt;
  const HostFile host = read_host(asked.count("--config") > 0 ? config_file : "", folder_);
  if (doctor_.parsed()) {
    core::set_up_log("warning", "");
    return doctor_of_many(host, std::cout, doctor_.count("--json") > 0);
  }
  for (const std::string& warning : host.shared.warnings)
    std::fprintf(stderr, "warning: %s\n", warning.c_str());
  if (!serve_.parsed()) return reload_many(host, std::cout);
  const Config::Log& log = host.shared.log;
  core::set_up_log(log.level, log.file.string(), log.json ? core::LogForm::json : core::LogForm::text);
  return serve_many(host, program);
}

}  // namespace app
