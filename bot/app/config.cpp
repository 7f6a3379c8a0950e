#include "bot/app/config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <cstdlib>
#include <future>

#include "bot/app/config_reading.hpp"
#include "bot/app/load_packs.hpp"
#include "bot/app/places.hpp"
#include "bot/app/way_out.hpp"
#include "bot/core/ascii.hpp"
#include "bot/core/calendar.hpp"
#include "bot/core/random.hpp"
#include "bot/core/written_time.hpp"
#include "storage/postgres/connection.hpp"

namespace app {
namespace fs = std::filesystem;
namespace {

void read_organisation(const Section& section, Reading& to) {
  auto& organisation = to.config.organisation;
  organisation.name = section.required_text("name");
  organisation.language =
      section.read<core::Language>("language", language_in_file).value_or(organisation.language);
  organisation.zone = section.read<std::string>("time_zone", zone_in_file).value_or(organisation.zone);
  organisation.most_a_week = section.number("most_a_week", 1, 100).value_or(organisation.most_a_week);
  organisation.ceiling_a_week =
      section.number("ceiling_a_week", 10, 200).value_or(organisation.ceiling_a_week);
  if (const auto data = section.text("data")) to.places.data = to.path(*data);
  organisation.deviation_url = section.read<std::string>("deviation_url", web_address).value_or("");
  organisation.whistleblowing_url = section.read<std::string>("whistleblowing_url", web_address).value_or("");
}

bool inside(const fs::path& path, const fs::path& folder) {
  const auto relative = path.lexically_relative(folder);
  return !relative.empty() && *relative.begin() != "..";
}

void read_storage(const Section& section, Config::Storage& storage) {
  storage.url = section.text("url").value_or("");
  if (!storage.url.empty() && !storage::postgres::is_place(storage.url))
    section.problem("url", "an address of PostgreSQL begins with postgresql:// or service=");
  storage.standby = section.flag("standby").value_or(false);
  if (storage.standby && !section.has("url"))
    section.conflict("standby", "a second process can only wait for a database on a server: storage.url");
}

void read_way(const Section& section, Reading& to) {
  to.config.handover = read_handover(section, to.folder, to.environment);
  if (to.config.handover.peer_host.empty()) return;
  if (!to.config.storage.standby)
    section.conflict("listen", "there is another machine only with storage.standby = true");
  if (to.config.ballot_box.mode == Config::BallotBox::Mode::disk)
    section.conflict("listen",
                     "boxes go from memory to memory: this cannot be had with ballot_box.mode = \"disk\"");
}

void read_ballot_box(const Section& section, Reading& to) {
  auto& box = to.config.ballot_box;
  const bool disk = section.one_of("mode", {"memory", "disk"}) == "disk";
  box.mode = disk ? Config::BallotBox::Mode::disk : Config::BallotBox::Mode::memory;
  if (const auto written = section.text("directory")) to.places.box = to.path(*written);
  to.places.box_on_disk = disk;
  const Places places = find_places(to.places);
  to.config.organisation.data = places.data;
  to.config.doubt = places.doubt;
  box.directory = places.box;
  const auto keys = section.text("key_directory");
  if (!disk) return;
  if (!keys) {
    section.problem("key_directory", "is missing; a box on disk is sealed with keys that lie somewhere else");
    return;
  }
  box.key_directory = to.path(*keys);
  if (inside(box.key_directory, to.config.organisation.data) || inside(box.key_directory, box.directory))
    section.conflict("key_directory",
                     "the keys must lie outside the data folder and the box, or a backup opens the box");
}

void read_sandbox(const Section& root, Reading& to) {
  const Section section = root.section("sandbox");
  auto& sandbox = to.config.sandbox;
  const auto enabled = section.flag("enabled");
  sandbox.enabled = enabled.value_or(false);
  sandbox.workspace = section.text("name").value_or(sandbox.workspace);
  if (const auto where = section.read<Listen>("listen", listen_address)) {
    sandbox.host = where->host;
    sandbox.port = where->port;
    if (!boost::asio::ip::make_address(where->host).is_loopback())
      section.warning("listen",
                      "others on the network can open the sandbox, and whoever opens it can be anybody");
  }
  sandbox.movable_clock = section.flag("movable_clock").value_or(false);
  const auto start = section.moment("start");
  if (start && sandbox.movable_clock)
    sandbox.start = core::Zone::named(to.config.organisation.zone).to_utc(*start);
  else if (start)
    section.warning("start", "is not used, because sandbox.movable_clock is false");
  if (sandbox.enabled) to.workspaces.push_back(sandbox.workspace);
  to.chats.emplace(root, to.workspaces, to.folder, to.environment);
  if (to.workspaces.empty() && section.has("enabled") == enabled.has_value())
    section.problem("enabled", "no chat is switched on, so nobody can be reached");
}

void read_packs(const Section& section, Reading& to, TomlReader& reader) {
  fs::path directory;
  if (const auto written = section.text("directory")) directory = to.path(*written);
  std::error_code error;
  if (!directory.empty() && !fs::is_directory(directory, error)) {
    section.problem("directory", fmt::format("there is no folder {}", directory.string()));
    directory.clear();
  }
  to.config.packs = directory;
  try {
    to.config.programmes = load_packs(directory);
  } catch (const ConfigError& broken) {
    reader.add(broken.problems);
    to.config.programmes = load_packs({});  // so that groups can be checked all the same
  }
  for (const Section::Item& open : section.texts("open_evaluation")) {
    const auto found = to.config.programmes.find(open.text);
    if (found == to.config.programmes.end())
      section.problem("open_evaluation", fmt::format("there is no programme \"{}\"", open.text), open.line);
    else
      found->second.open_evaluation = true;
  }
}

// Thresholds protect the small group; a configuration can make them stricter, and not the other way.
void read_disclosure(const Section& section, Config::Disclosure& disclosure) {
  const auto raised = [&](const char* key, int smallest, int largest) {
    const auto written = section.number(key, -1'000'000, 1'000'000);
    if (!written) return smallest;
    if (*written >= smallest && *written <= largest) return *written;
    section.problem(
        key,
        *written < smallest
            ? fmt::format("{} is too low; this threshold can be raised, never lowered: {} to {} is possible",
                          *written, smallest, largest)
            : fmt::format("{} is out of bounds; {} to {} is possible", *written, smallest, largest));
    return smallest;
  };
  disclosure.k_group = raised("k_group", disclosure.k_group, 10);
  disclosure.k_leader = raised("k_leader", disclosure.k_leader, 20);
}

void read_retention(const Section& section, runtime::Retention& keep) {
  keep.results_months = section.number("results_months", 1, 24).value_or(keep.results_months);
  keep.texts_months = section.number("texts_months", 1, 12).value_or(keep.texts_months);
  keep.ideas_months = section.number("ideas_months", 1, 12).value_or(keep.ideas_months);
  keep.sessions_months = section.number("sessions_months", 12, 36).value_or(keep.sessions_months);
  keep.open_matters_months = section.number("open_matters_months", 12, 36).value_or(keep.open_matters_months);
  keep.people_months = section.number("people_months", 1, 24).value_or(keep.people_months);
}

void read_questions(const Section& section, Config::Questions& questions) {
  questions.purpose = section.flag("purpose").value_or(questions.purpose);
  questions.period = section.flag("period").value_or(questions.period);
  questions.facilitators = section.flag("facilitators").value_or(questions.facilitators);
}

}  // namespace

// All of it or nothing: half a way is none.
Config::Handover read_handover(const Section& section, const fs::path& folder,
                               const Environment& environment) {
  Config::Handover way;
  constexpr const char* keys[] = {"listen", "peer", "certificate_file", "key_file", "ca_file"};
  if (std::ranges::none_of(keys, [&](const char* key) { return section.has(key); })) return way;
  if (const auto where = section.read<Listen>("listen", listen_address)) {
    way.host = where->host;
    way.port = where->port;
  }
  if (const auto peer = section.text("peer")) {
    const auto colon = peer->rfind(':');
    const bool whole = colon != std::string::npos && colon > 0 &&
                       core::ascii::is_digits(peer->substr(colon + 1)) &&
                       peer->find_first_of(" /[]@") == std::string::npos;
    if (!whole) section.problem("peer", "a name and a port are needed");
    if (whole) {
      way.peer_host = peer->substr(0, colon);
      way.peer_port = peer->substr(colon + 1);
    }
  }
  way.certificate = file_at(section, "certificate_file", folder, environment);
  way.key = file_at(section, "key_file", folder, environment);
  way.authority = file_at(section, "ca_file", folder, environment);
  for (const char* key : keys) section.required(key);
  return way;
}

Config::Health read_health(const Section& section, bool from_elsewhere) {
  const auto where = section.read<Listen>("listen", listen_address);
  if (!where) return {};
  if (!from_elsewhere && !boost::asio::ip::make_address(where->host).is_loopback())
    section.warning("listen", "others on the network can read how this service does, without a password");
  return {where->host, where->port};
}

namespace {

struct OwnListener {
  const char* section;
  std::string host;
  std::uint16_t port;
};

// A port of 0 is a free one. Who listens at all addresses has each of them; at :: those of IPv4, too.
bool collide(const OwnListener& one, const OwnListener& other) {
  const auto has = [](const std::string& host, const std::string& of) {
    return host == of || host == "::" || (host == "0.0.0.0" && of.find(':') == of.npos);
  };
  return one.port != 0 && one.port == other.port && (has(one.host, other.host) || has(other.host, one.host));
}

// Two listeners of ours at one place: the second would blame another program.
void check_listeners(const Section& root, const Config& config) {
  std::vector<OwnListener> all;
  const auto add = [&](const char* section, const auto& where, bool listens) {
    if (listens) all.push_back({section, where.host, where.port});
  };
  add("sandbox", config.sandbox, config.sandbox.enabled);
  add("server", config.chats->server, root.has("server"));
  add("health", config.health, !config.health.host.empty());
  add("handover", config.handover, !config.handover.host.empty());
  for (auto later = all.begin(); later != all.end(); ++later)
    for (auto earlier = all.begin(); earlier != later; ++earlier)
      if (collide(*earlier, *later))
        root.section(later->section)
            .conflict("listen", fmt::format("{}.listen has this address already: choose another port",
                                            earlier->section));
}

constexpr std::size_t long_text = 64 * 1024;

}  // namespace

Config::Log read_log(const Section& section, const fs::path& data) {
  Config::Log log;
  log.level = section.one_of("level", {"debug", "info", "warning", "error", "off"}).value_or(log.level);
  if (const auto file = section.text("file")) log.file = (data / *file).lexically_normal();
  log.json = section.one_of("format", {"text", "json"}) == "json";
  return log;
}

std::string Config::place(const std::string& key) const {
  const auto found = lines.find(key);
  return found == lines.end() ? fmt::format("{}: {}", file, key)
                              : fmt::format("{}:{}: {}", file, found->second, key);
}

std::optional<std::string> system_environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (!value || !*value) return std::nullopt;
  return value;
}

Config parse_config(std::string_view text, const std::string& file_name, const Environment& environment) {
  TomlReader reader(text, file_name, config_keys());
  Reading reading{{}, fs::path(file_name).parent_path(), environment, {}, {}, {}, {}};
  reading.places.configuration = file_name;
  reading.places.state_directory = environment("STATE_DIRECTORY");
  reading.places.runtime_directory = environment("RUNTIME_DIRECTORY");
  const Section root = reader.root();
  read_organisation(root.section("organisation"), reading);
  read_storage(root.section("storage"), reading.config.storage);
  read_ballot_box(root.section("ballot_box"), reading);
  read_way(root.section("handover"), reading);
  const Config::Storage& storage = reading.config.storage;
  reading.config.log = read_log(root.section("log"), reading.config.organisation.data);
  reading.config.health = read_health(root.section("health"), storage.standby);
  if (storage.standby && reading.config.health.host.empty())
    root.section("storage").warning("standby", nobody_is_told);
  reading.config.quiet = read_quiet_hours(root.section("quiet_hours"), reading.config.quiet);
  read_sandbox(root, reading);
  read_packs(root.section("packs"), reading, reader);
  read_disclosure(root.section("disclosure"), reading.config.disclosure);
  read_questions(root.section("questions"), reading.config.questions);
  read_retention(root.section("retention"), reading.config.retention);
  const Section backup = root.section("backup");
  if (const auto folder = backup.text("directory"))
    reading.config.backup.directory = (reading.config.organisation.data / *folder).lexically_normal();
  reading.config.backup.keep_days =
      backup.number("keep_days", 1, 30).value_or(reading.config.backup.keep_days);
  reading.config.proxies = read_way_out(root.section("net"), reading.folder, reading.environment);
  read_people(root, reading);
  read_groups(root, reading);
  reading.config.chats =
      std::make_shared<const Chats>(reading.chats->read(reading.config, reading.folder, reading.environment));
  check_listeners(root, reading.config);
  reader.finish();
  reading.config.workspaces = reading.workspaces;
  reading.config.warnings = reader.warnings();
  reading.config.named = reader.named();
  reading.config.file = file_name;
  reading.config.lines = reader.lines();
  if (text.size() > long_text)
    reading.config.let_go = std::async([tree = reader.take(), people = std::move(reading.people)]() mutable {
      tree.clear();
      people.clear();
    });
  return std::move(reading.config);
}

Config load_config(const fs::path& path, const Environment& environment) {
  // Read on the other core, where there is one, while this one reads the file; shared is what is finished
  // alone.
  const auto beside = std::async([] {
    built_in_programmes();
    core::Zone::named("Europe/Oslo");  // whichever it is first, the list of all is read
  });
  return parse_config(text_given(path), path.string(), environment);
}

}  // namespace app
