#include "bot/app/host_commands.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>

#include "bot/app/control.hpp"
#include "bot/app/doctor.hpp"
#include "bot/app/host.hpp"
#include "bot/app/places.hpp"
#include "bot/core/log_setup.hpp"
#include "bot/core/utf8.hpp"

namespace app {
namespace {

constexpr auto option = "--organisations";

// Whether all that was found is served as it is written.
bool tell_what_is_wrong(const nlohmann::json& told, std::ostream& out) {
  const auto none = nlohmann::json::object();
  const auto wrong = told.value("wrong", none), strange = told.value("strange", none),
             under_way = told.value("under_way", none);
  bool well = true;
  for (const auto& [name, why] : wrong.items()) {
    fmt::print(out, "{} {}\n", name, why.get<std::string>());
    well = false;
  }
  for (const auto& file : strange) {
    fmt::print(out, "{} is not served: a name is small letters, digits, - and _\n",
               core::cleaned(file.get<std::string>()));
    well = false;
  }
  for (const auto& name : under_way)
    fmt::print(out, "{} is still being started: its address under /ready/ says how far it is\n",
               name.get<std::string>());
  return well;
}

}  // namespace

int reload_many(const HostFile& host, std::ostream& out) {
  require_known_places(host.shared);
  const auto told = ask_service(host.shared.organisation.data, nlohmann::json{{"do", asked_of_many}});
  if (!told) {
    fmt::print(out, "no service runs on {}: it reads the folder when it starts\n",
               host.shared.organisation.data.string());
    return 1;
  }
  return tell_reload(*told, out);
}

int tell_reload(const nlohmann::json& told, std::ostream& out) {
  const auto none = nlohmann::json::object();
  const auto wrong = told.value("wrong", none);
  bool any = false;
  for (const char* what : {"started", "stopped", "reloaded"}) {
    const auto names = told.value(what, none);
    for (const auto& name : names) {
      const bool well = !wrong.contains(name.get<std::string>());
      if (well) fmt::print(out, "{}: {}\n", what, name.get<std::string>());
      any = any || well;
    }
  }
  const bool well = tell_what_is_wrong(told, out);
  if (!told.contains("wrong")) {
    fmt::print(out,
               "the service that runs is of a version before: which files it refused stands in its log\n");
  } else if (!any && well) {
    fmt::print(out, "the files say what is in effect already\n");
  }
  return well ? 0 : 2;
}

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
