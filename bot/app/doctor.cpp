#include "bot/app/doctor.hpp"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <ostream>
#include <stdexcept>

#include "adapters/net/http_client.hpp"
#include "bot/app/certificate.hpp"
#include "bot/app/chats.hpp"
#include "bot/app/clocks.hpp"
#include "bot/app/connections.hpp"
#include "bot/app/gone_findings.hpp"
#include "bot/app/handover.hpp"
#include "bot/app/host_rules.hpp"
#include "bot/app/installation_findings.hpp"
#include "bot/app/living.hpp"
#include "bot/app/places.hpp"
#include "bot/app/port_findings.hpp"
#include "bot/app/say.hpp"
#include "bot/app/service_sight.hpp"
#include "bot/app/toml_reader.hpp"
#include "bot/app/way_out.hpp"
#include "bot/core/calendar.hpp"
#include "bot/core/part.hpp"
#include "bot/core/utf8.hpp"
#include "bot/packing/functions.hpp"
#include "storage/stores.hpp"

namespace app {
namespace {

struct Report {
  std::ostream& out;
  bool as_json = false;
  int problems = 0;
  nlohmann::json found = nlohmann::json::array();
  std::string organisation{};  // of many; empty: of the process, or of the only one

  void of(const std::string& name) {
    organisation = name;
    if (!as_json) out << fmt::format("\n{}\n", name);
  }
  void say(const char* kind, const std::string& what, const std::string& why, const std::string& todo) {
    if (as_json) {
      found.push_back({{"kind", kind}, {"what", what}, {"why", why}, {"do", todo}});
      if (!organisation.empty()) found.back()["organisation"] = organisation;
      return;
    }
    out << fmt::format("{:<9}{}\n", kind, what);
    if (!why.empty()) out << "         why: " << why << '\n';
    if (!todo.empty()) out << "         do:  " << todo << '\n';
  }
  void good(const std::string& what) { say("ok", what, {}, {}); }
  void note(const std::string& what, const std::string& why, const std::string& todo) {
    say("note", what, why, todo);
  }
  // A warning of the configuration says why by itself.
  void warn(const std::string& warning) {
    say("note", warning, {}, "change it, or leave it when it is meant so");
  }
  void bad(const std::string& what, const std::string& why, const std::string& todo) {
    ++problems;
    say("problem", what, why, todo);
  }
  int end() {
    if (as_json)
      out << nlohmann::json{{"problems", problems}, {"found", found}}.dump(
                 2, ' ', false, nlohmann::json::error_handler_t::replace)
          << '\n';
    else
      out << (problems == 0 ? "nothing needs mending\n" : std::to_string(problems) + " to mend\n");
    return problems == 0 ? 0 : 1;
  }
};

std::string read_line(const char* path) {
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  return line;
}

void look_at_memory(Report& report) {
  std::ifstream swaps("/proc/swaps");
  std::string line;
  std::getline(swaps, line);
  if (std::getline(swaps, line) && !line.empty() && line.find("zram") == std::string::npos)
    report.note("this machine swaps", "memory with open answers may be written to disk",
                "encrypt the swap, or run the service with MemorySwapMax=0");
  else
    report.good("no swap on disk");
  const std::string pattern = read_line("/proc/sys/kernel/core_pattern");
  if (!pattern.empty() && pattern.front() == '|')
    report.note("core files go to a program (" + pattern.substr(1, pattern.find(' ') - 1) + ")",
                "the daemon asks for none, but a handler may be set to take all",
                "set LimitCORE=0 for the service");
  else
    report.good("no core handler");
}

void tell(const runtime::Findings& findings, Report& report) {
  for (const runtime::Finding& finding : findings) {
    if (finding.kind == runtime::Finding::Kind::good) report.good(finding.what);
    if (finding.kind == runtime::Finding::Kind::note) report.note(finding.what, finding.why, finding.todo);
    if (finding.kind == runtime::Finding::Kind::bad) report.bad(finding.what, finding.why, finding.todo);
  }
}

// False: the way out is not known, and no chat can be asked.
bool look_at_proxy(const Config& config, Report& report) {
  try {
    report.good(way_out_in_words(config, take_way_out(config)));
    return true;
  } catch (const std::invalid_argument& error) {
    report.bad(error.what(), "nothing can be sent out of the house",
               "correct it in the service's environment");
    return false;
  }
}

// What the adapter has kept, as far as the database can be read beside the service.
std::vector<runtime::Note> notes_in(const Config& config, const std::string& workspace) {
  try {
    if (!has_database(config)) return {};
    storage::Database database(database_of(config), storage::Database::Use::reader);
    return storage::make_notebook_store(database)->all(workspace);
  } catch (const std::exception&) {  // what is wrong with it is told elsewhere
    return {};
  }
}

// One that every service has. False: it cannot be loaded, and `lost` is what nobody can do then.
bool look_at_part(Report& report, void (*load)(), const std::string& lost) {
  try {
    load();
    return true;
  } catch (const core::PartRefused& error) {
    report.bad(error.what(), "the service does not start, and " + lost, "install refleks anew");
    return false;
  }
}

void ask_chats(const Config& config, const std::shared_ptr<const core::Directory>& people, Report& report) {
  boost::asio::io_context io(1);
  const SystemClock clock;
  core::SystemRandom random;
  runtime::Findings findings;
  runtime::AdapterServices around{io.get_executor(), clock, random};
  around.notes = [&config](const std::string& workspace) { return notes_in(config, workspace); };
  around.people = [&people] { return people; };
  boost::asio::co_spawn(io, examine_chats(config, around),
                        [&](std::exception_ptr error, runtime::Findings found) {
                          if (error) std::rethrow_exception(error);
                          findings = std::move(found);
                        });
  io.run();
  tell(findings, report);
}

void look_at_chats(const Config& config, const std::shared_ptr<const core::Directory>& people, bool callable,
                   Report& report) {
  if (!config.chats) return;  // made by hand, not read from a file
  if (!look_at_proxy(config, report)) return;
  if (callable) ask_chats(config, people, report);
  const Chats& chats = *config.chats;
  if (chats.pages && !chats.server.public_url.starts_with("https://"))
    report.note("server.public_url does not begin with https://", "pages can be opened on this machine alone",
                "let a proxy with a certificate stand in front, or set server.certificate_file");
  tell(examine_certificate(chats.server, SystemClock().now()), report);
  if (chats.server.certificate.empty() && chats.server.host != "127.0.0.1" && chats.server.host != "::1" &&
      chats.listens())
    report.note("the server listens on " + chats.server.host,
                "calls should come through the proxy that speaks https",
                "listen on 127.0.0.1 when the proxy is on this machine");
}

void look_at_one(const Config& config, const std::string& to, Report& report) {
  report.good("the configuration is complete: " + std::to_string(config.groups.size()) + " groups, " +
              std::to_string(config.people.size()) + " people, " + std::to_string(config.programmes.size()) +
              " programmes");
  const auto people = living(config);
  if (people->groups().size() > config.groups.size() || people->people().size() > config.people.size())
    report.good(fmt::format("made in chat besides: {} groups, {} people",
                            people->groups().size() - config.groups.size(),
                            people->people().size() - config.people.size()));
  for (const std::string& warning : config.warnings) report.warn(warning);
  tell(examine_house(config, this_machine(SystemClock().now())), report);
  if (const auto user = service_user(config)) tell(examine_sight(config, *user), report);
  tell(examine_gone(config, SystemClock().now()), report);
  tell(examine_handover(config, SystemClock().now()), report);
  look_at_part(
      report, [] { packing::functions(); }, "no copy can be made or read");
  const bool callable = look_at_part(report, net::load_curl, "nobody can be called");
  look_at_chats(config, people, callable, report);
  if (config.sandbox.enabled && config.sandbox.host != "127.0.0.1" && config.sandbox.host != "::1")
    report.note("the sandbox listens on " + config.sandbox.host,
                "anybody who reaches it can be anybody: it is for trying out",
                "listen on 127.0.0.1, or keep it off a network with real people's words");
  if (!to.empty() && callable) tell({say(config, to)}, report);
}

// What the two machines of a process with many show each other.
void look_at_shared_way(const Config& shared, Report& report) {
  const Config::Handover& way = shared.handover;
  if (way.peer_host.empty()) return;
  bool good = false;
  tell(look_at_handover_files(way, SystemClock().now(), good), report);
  if (good)
    report.good(fmt::format("certificate, key and authority of [handover] fit, for {}", way.peer_host));
}

// One of many, with the listener that all share.
Config as_served(const HostFile& host, const std::filesystem::path& file) {
  Config config = read_organisation(host, file_text(file), file.string());
  auto chats = std::make_shared<Chats>(*config.chats);
  chats->server = host.shared.chats->server;
  chats->server.public_url = config.chats->server.public_url;
  config.chats = std::move(chats);
  return config;
}

}  // namespace

int doctor(const Config& config, std::ostream& out, const std::string& to, bool as_json) {
  Report report{out, as_json};
  look_at_one(config, to, report);
  look_at_memory(report);
  return report.end();
}

int doctor_of_many(const HostFile& host, std::ostream& out, bool as_json) {
  Report report{out, as_json};
  const Config& shared = host.shared;
  for (const std::string& warning : shared.warnings) report.warn(warning);
  look_at_memory(report);
  look_at_shared_way(shared, report);
  tell(examine_ports(shared, in_use(shared.organisation.data)), report);
  const Listing all = organisations_in(host.organisations);
  report.good(fmt::format("organisations in {}: {}", host.organisations.string(), all.files.size()));
  for (const std::string& file : all.strange)
    report.bad(core::cleaned(file) + " is no name for an organisation's file", "it is not served",
               "small letters, digits, - and _");
  for (const auto& [name, file] : all.files) {
    report.of(name);
    try {
      look_at_one(as_served(host, file), {}, report);
    } catch (const ConfigError& wrong) {
      for (const std::string& problem : wrong.problems)
        report.bad(problem, "it is not served", "correct it, then refleks reload");
    } catch (const std::exception& error) {
      report.bad(error.what(), "it cannot be looked at", "see to it first");
    }
  }
  return report.end();
}

}  // namespace app
