#include "bot/app/dpia.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <boost/algorithm/string/join.hpp>
#include <fstream>
#include <kainjow/mustache.hpp>
#include <ostream>
#include <set>
#include <stdexcept>

#include "bot/app/chats.hpp"
#include "bot/core/embedded.hpp"
#include "bot/features/polls/rule.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;
namespace mustache = kainjow::mustache;

constexpr const char* template_names[] = {"README.md",
                                          "behandlingsprotokoll.md",
                                          "informasjon-til-ansatte.md",
                                          "normen.md",
                                          "personvernkonsekvenser.md",
                                          "sjekkliste-tillitsvalgte.md",
                                          "tilgjengelighetserklaering.md",
                                          "undersokelsesregister.md"};

// "20.00"
std::string clock_text(core::Minutes time) {
  return fmt::format("{:02}.{:02}", time.count() / 60, time.count() % 60);
}

std::string chats_of(const Config& config) {
  std::vector<std::string> all;
  for (const auto& platform : config.chats->platforms) all.emplace_back(platform->called());
  if (config.chats->pages) all.emplace_back("egne sider i nettleseren");
  if (config.sandbox.enabled) all.emplace_back("den innebygde chatten (bare til utprøving)");
  return boost::algorithm::join(all, ", ");
}

std::string programmes_of(const Config& config) {
  std::set<std::string> all;
  for (const core::Group& group : config.groups)
    if (!group.programme.empty()) all.insert("`" + group.programme + "`");
  return all.empty() ? "frie temaer" : boost::algorithm::join(all, ", ");
}

std::string log_of(const Config::Log& log) {
  if (log.level == "off") return "slått av";
  return log.file.empty() ? "journalen på serveren" : "`" + log.file.string() + "`";
}

// What is empty is left out, so that a section of it is not there.
mustache::data settings_of(const Config& config) {
  mustache::data data;
  const auto say = [&](const char* key, const std::string& value) {
    if (!value.empty()) data.set(key, value);
  };
  const auto flag = [&](const char* key, bool on) {
    data.set(key, on ? mustache::data::type::bool_true : mustache::data::type::bool_false);
  };
  const bool disk = config.ballot_box.mode == Config::BallotBox::Mode::disk;
  say("organisation", config.organisation.name);
  say("groups", std::to_string(config.groups.size()));
  say("people", std::to_string(config.people.size()));
  say("chats", chats_of(config));
  say("programmes", programmes_of(config));
  say("data", config.organisation.data.string());
  say("box", config.ballot_box.directory.string());
  say("log", log_of(config.log));
  say("results_months", std::to_string(config.retention.results_months));
  say("texts_months", std::to_string(config.retention.texts_months));
  say("ideas_months", std::to_string(config.retention.ideas_months));
  say("sessions_months", std::to_string(config.retention.sessions_months));
  say("open_matters_months", std::to_string(config.retention.open_matters_months));
  say("people_months", std::to_string(config.retention.people_months));
  say("copies", config.backup.directory.string());
  say("copy_days", std::to_string(config.backup.keep_days));
  // As the rule holds them, and not as they are written: 6 for leaders is 8, and never fewer than the
  // group's.
  const polls::Thresholds raised{config.disclosure.k_group, config.disclosure.k_leader};
  say("k_group", std::to_string(polls::needed(raised, false)));
  say("k_leader", std::to_string(polls::needed_by_leader(raised, false)));
  say("k_texts", std::to_string(std::max(polls::k_texts, polls::needed(raised, false))));
  say("quiet_from", clock_text(config.quiet.from));
  say("quiet_to", clock_text(config.quiet.to));
  say("deviation_url", config.organisation.deviation_url);
  say("whistleblowing_url", config.organisation.whistleblowing_url);
  if (config.chats->listens()) say("public_url", config.chats->server.public_url);
  flag("memory", !disk);
  flag("disk", disk);
  flag("weekends", config.quiet.weekends);
  flag("holidays", config.quiet.holidays);
  flag("server", !config.storage.url.empty());
  flag("sign_in", config.chats->sign_in.has_value());
  flag("own_tls", !config.chats->server.certificate.empty());
  return data;
}

}  // namespace

std::map<std::string, std::string> filled_templates(const Config& config) {
  const mustache::data settings = settings_of(config);
  std::map<std::string, std::string> filled;
  for (const char* name : template_names) {
    mustache::mustache sheet{core::embedded_copy(std::string("dpia/") + name).value()};
    if (!sheet.is_valid()) throw std::runtime_error(fmt::format("{}: {}", name, sheet.error_message()));
    sheet.set_custom_escape([](const std::string& text) { return text; });  // Markdown, not HTML
    filled[name] = sheet.render(settings);
  }
  return filled;
}

void write_templates(const Config& config, const fs::path& folder, std::ostream& out) {
  const auto filled = filled_templates(config);
  for (const auto& [name, text] : filled)
    if (fs::exists(fs::symlink_status(folder / name)))
      throw std::runtime_error((folder / name).string() +
                               " is there already, and stays as it is; say another folder");
  fs::create_directories(folder);
  for (const auto& [name, text] : filled) {
    std::ofstream file(folder / name, std::ios::binary);
    file << text << std::flush;
    if (!file) throw std::runtime_error((folder / name).string() + " cannot be written");
    fmt::print(out, "{}\n", (folder / name).string());
  }
  fmt::print(out,
             "What stands in [brackets] only you know. Have them looked through before they are used.\n");
}

}  // namespace app
