#include "bot/app/status.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "adapters/net/json.hpp"
#include "bot/app/control.hpp"
#include "bot/app/places.hpp"
#include "bot/core/calendar.hpp"

namespace app {
namespace {

using Json = nlohmann::json;

std::string lasted(long long seconds) {
  const long long days = seconds / 86'400, hours = seconds / 3600 % 24, minutes = seconds / 60 % 60;
  if (days > 0) return fmt::format("{} d {} h", days, hours);
  if (hours > 0) return fmt::format("{} h {} min", hours, minutes);
  return minutes > 0 ? fmt::format("{} min", minutes) : fmt::format("{} s", seconds);
}

// "2026-11-24 13:00", where the organisation is.
std::string local(const Config& config, const std::string& instant) {
  const core::Zone zone = core::Zone::named(config.organisation.zone);
  const auto there = zone.to_local(core::instant_from_text(instant));
  return core::to_text(core::Instant{there.time_since_epoch()}).substr(0, 16).replace(10, 1, " ");
}

}  // namespace

Json status_of(const State& state, const Running& running, const std::vector<storage::Coming>& next) {
  const Verdict verdict = ready(state);
  Json told;
  told["version"] = running.program;
  told["pid"] = ::getpid();
  told["now"] = core::to_text(state.now);
  told["started"] = core::to_text(running.started);
  told["uptime_seconds"] = state.uptime.count();
  told["ready"] = verdict.good;
  told["looked_at"] = verdict.text;
  told["platforms"] = running.platforms;
  Json queue = Json::object();
  for (const storage::Waiting& each : state.waiting)
    queue[each.workspace] = {
        {"due", each.due}, {"tried", each.tried}, {"since", each.since ? core::to_text(*each.since) : ""}};
  told["queue"] = std::move(queue);
  Json moments = Json::array();
  for (const storage::Coming& each : next)
    moments.push_back({{"at", core::to_text(each.at)}, {"what", each.what}, {"group", each.group}});
  told["next"] = std::move(moments);
  told["last_copy"] = state.last_copy ? Json(core::to_text(*state.last_copy)) : Json(nullptr);
  told["database_bytes"] = state.database_bytes;
  return told;
}

int show_status(const Config& config, bool json, std::ostream& out) {
  require_known_places(config);
  const auto told = ask_service(config.organisation.data, Json{{"do", "status"}});
  if (!told) {
    if (json)
      out << net::bytes_of(Json{{"running", false}}) << '\n';
    else
      fmt::print(out, "no service runs on {}{}\n", config.organisation.data.string(),
                 in_use(config.organisation.data) && config.storage.standby
                     ? ": this one waits as a standby, or has just begun"
                 : in_use(config.organisation.data)
                     ? ", or it cannot be asked: it has just begun, or is of another version"
                     : "");
    return 1;
  }
  const bool good = told->at("ready").get<bool>();
  if (json) {
    Json whole = *told;
    whole["running"] = true;
    out << whole.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
    return good ? 0 : 1;
  }
  fmt::print(out, "refleks {}, process {}, for {}\n", told->at("version").get<std::string>(),
             told->at("pid").get<int>(), lasted(told->at("uptime_seconds").get<long long>()));
  std::string platforms;
  for (const Json& each : told->at("platforms"))
    platforms += (platforms.empty() ? "" : ", ") + each.get<std::string>();
  fmt::print(out, "platforms: {}\n{}", platforms.empty() ? "none" : platforms,
             told->at("looked_at").get<std::string>());
  if (told->at("last_copy").is_string())
    fmt::print(out, "last copy: {}\n", local(config, told->at("last_copy").get<std::string>()));
  for (const Json& each : told->at("next"))
    fmt::print(out, "{}  {}{}{}\n", local(config, each.at("at").get<std::string>()),
               each.at("what").get<std::string>(), each.at("group").get<std::string>().empty() ? "" : "  ",
               each.at("group").get<std::string>());
  return good ? 0 : 1;
}

int reload_service(const Config& config, std::ostream& out) {
  require_known_places(config);
  const auto told = ask_service(config.organisation.data, Json{{"do", "reload"}});
  if (!told) {
    fmt::print(out, "no service runs on {}: it reads the configuration when it starts{}\n",
               config.organisation.data.string(),
               config.storage.standby
                   ? "; one that waits as a standby, when it is sent SIGHUP (systemctl reload)"
                   : "");
    return 1;
  }
  for (const Json& problem : told->at("problems")) fmt::print(out, "{}\n", problem.get<std::string>());
  if (!told->at("problems").empty()) return 2;
  if (told->at("same").get<bool>()) fmt::print(out, "the file says what is in effect already\n");
  for (const Json& each : told->at("applied")) fmt::print(out, "in effect: {}\n", each.get<std::string>());
  for (const Json& each : told->at("needs_restart"))
    fmt::print(out, "needs a restart: {}\n", each.get<std::string>());
  for (const Json& each : told->value("gone", Json::array()))
    fmt::print(out, "{}\n", each.get<std::string>());
  return 0;
}

}  // namespace app
