#include "bot/app/config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <cstdlib>
#include <map>

#include "bot/app/config_chats.hpp"
#include "bot/app/load_packs.hpp"
#include "bot/app/places.hpp"
#include "bot/app/way_out.hpp"
#include "bot/core/random.hpp"
#include "bot/core/written_time.hpp"
#include "storage/postgres/connection.hpp"

namespace app {
namespace fs = std::filesystem;
namespace {

// The file while it is being read.
struct Reading {
  Config config;
  fs::path folder;  // of the file
  const Environment& environment;
  std::vector<std::string> workspaces;  // chats that are switched on
  std::optional<ChatSections> chats;
  PlaceQuestion places;
  // By key; those with problems too, so that one mistake gives one problem.
  std::map<std::string, core::PersonId> people;

  fs::path path(const std::string& written) const { return (folder / written).lexically_normal(); }
};

core::Language language(const std::string& text) {
  if (const auto found = core::language_from_text(text)) return *found;
  throw std::invalid_argument(fmt::format("I do not know the language \"{}\"; choose nb, nn or en", text));
}

std::string zone(const std::string& text) {
  return core::Zone::named(text).name();
}

void read_organisation(const Section& section, Reading& to) {
  auto& organisation = to.config.organisation;
  organisation.name = section.required_text("name");
  organisation.language = section.read<core::Language>("language", language).value_or(organisation.language);
  organisation.zone = section.read<std::string>("time_zone", zone).value_or(organisation.zone);
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

core::QuietHours read_quiet_hours(const Section& section, core::QuietHours quiet) {
  quiet.from = section.time("from").value_or(quiet.from);
  quiet.to = section.time("to").value_or(quiet.to);
  quiet.weekends = section.flag("weekends").value_or(quiet.weekends);
  quiet.holidays = section.flag("holidays").value_or(quiet.holidays);
  return quiet;
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

void read_health(const Section& section, Config::Health& health) {
  const auto where = section.read<Listen>("listen", listen_address);
  if (!where) return;
  health = {where->host, where->port};
  if (!boost::asio::ip::make_address(where->host).is_loopback())
    section.warning("listen", "others on the network can read how this service does, without a password");
}

void read_packs(const Section& section, Reading& to, TomlReader& reader) {
  fs::path directory;
  if (const auto written = section.text("directory")) directory = to.path(*written);
  std::error_code error;
  if (!directory.empty() && !fs::is_directory(directory, error)) {
    section.problem("directory", fmt::format("there is no folder {}", directory.string()));
    directory.clear();
  }
  try {
    to.config.programmes = load_packs(directory);
  } catch (const ConfigError& broken) {
    reader.add(broken.problems);
    to.config.programmes = load_packs({});  // so that groups can be checked all the same
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

void read_retention(const Section& section, Config::Retention& keep) {
  keep.results_months = section.number("results_months", 1, 24).value_or(keep.results_months);
  keep.texts_months = section.number("texts_months", 1, 12).value_or(keep.texts_months);
  keep.ideas_months = section.number("ideas_months", 1, 12).value_or(keep.ideas_months);
  keep.sessions_months = section.number("sessions_months", 12, 36).value_or(keep.sessions_months);
  keep.open_matters_months = section.number("open_matters_months", 12, 36).value_or(keep.open_matters_months);
}

std::string read_workspace(const Section& section, const Reading& from) {
  if (const auto written = section.text("workspace")) {
    if (!from.workspaces.empty()) section.one_of("workspace", from.workspaces);
    return *written;
  }
  if (from.workspaces.size() == 1) return from.workspaces.front();
  if (!from.workspaces.empty()) section.problem("workspace", "is missing; several chats are switched on");
  return "";
}

void read_people(const Section& root, Reading& to) {
  std::map<std::pair<std::string, std::string>, std::string> reached;
  for (const auto& [key, section] : named_sections(root, "people")) {
    core::Person person;
    person.id = core::PersonId(core::id_from_name("person:" + key));
    person.name = section.required_text("name");
    person.language =
        section.read<core::Language>("language", language).value_or(to.config.organisation.language);
    person.coordinator = section.flag("coordinator").value_or(false);
    person.workspace = read_workspace(section, to);
    person.user = to.chats->user(person.workspace, section.text("user").value_or(key));
    const auto [other, is_new] = reached.try_emplace({person.workspace, person.user}, key);
    if (!is_new)
      section.conflict(section.has("user") ? "user" : "",
                       fmt::format("\"{}\" in {} is {} already; two people cannot share one user",
                                   person.user, person.workspace, other->second));
    to.people.emplace(key, person.id);
    to.config.people.push_back(std::move(person));
  }
}

// The members of one role; `taken` says which role each key has in this group so far.
void read_members(const Section& section, std::string_view key, core::Role role, const Reading& from,
                  std::map<std::string, core::Role>& taken, core::Group& group) {
  for (const auto& [name, line] : section.texts(key)) {
    const auto person = from.people.find(name);
    if (person == from.people.end()) {
      std::vector<std::string> known;
      for (const auto& [each, id] : from.people) known.push_back(each);
      const auto near = nearest(name, known);
      section.conflict(
          key,
          near ? fmt::format("there is no person \"{}\"; did you mean \"{}\"?", name, *near)
               : fmt::format("there is no person \"{}\"; people stand in sections [people.{}]", name, name),
          line);
      continue;
    }
    const auto [before, is_new] = taken.try_emplace(name, role);
    if (is_new) {
      group.members.push_back({person->second, role, std::nullopt});
    } else if (before->second == role) {
      section.conflict(key, fmt::format("\"{}\" stands here twice", name), line);
    } else if (before->second == core::Role::leader || role == core::Role::leader) {
      section.conflict(
          key,
          fmt::format(
              "\"{}\" is both {} and {}; a leader does not answer, so one person cannot be both in one group",
              name, core::code(before->second), core::code(role)),
          line);
    } else {
      section.conflict(key,
                       fmt::format("\"{}\" is both facilitator and participant; a facilitator answers as a "
                                   "member anyway, name the person once",
                                   name),
                       line);
    }
  }
}

void read_rhythm(const Section& section, core::Group& group) {
  const auto first = section.date("first");
  const auto last = section.date("last");
  const auto words = section.text("cadence");
  if (!words) {
    for (const std::string_view key : {"first", "last"})
      if (section.has(key) && !section.has("cadence"))
        section.conflict(key, "says nothing without a cadence");
    return;
  }
  section.required("first");
  // Without a first day the words are checked all the same, on any day.
  const core::Date from = first.value_or(std::chrono::year{2026} / 1 / 1);
  group.cadence = section.read<core::Cadence>(
      "cadence", [&](const std::string& text) { return core::cadence_from_text(text, from); });
  if (!group.cadence || !first) return;
  group.cadence->last = last;
  if (last && *last < group.cadence->first)
    section.conflict("last", fmt::format("no session is left: the first would be on {}",
                                         core::date_text(group.cadence->first)));
  else if (group.cadence->first != *first)
    section.warning("first", fmt::format("{} is no day of this cadence; the first session is on {}",
                                         core::date_text(*first), core::date_text(group.cadence->first)));
}

void read_programme(const Section& section, const core::Programmes& programmes, core::Group& group) {
  group.programme = section.text("programme").value_or("");
  if (group.programme.empty() || programmes.contains(group.programme)) return;
  std::vector<std::string> known;
  for (const auto& [key, programme] : programmes) known.push_back(key);
  const auto near = nearest(group.programme, known);
  section.conflict("programme", fmt::format("there is no programme pack \"{}\"; {}", group.programme,
                                            near ? fmt::format("did you mean \"{}\"?", *near)
                                                 : fmt::format("there are: {}", fmt::join(known, ", "))));
}

void warn_about_members(const Section& section, const core::Group& group, std::size_t fewest_answers) {
  const auto count = [&](core::Role role) {
    return static_cast<std::size_t>(
        std::count_if(group.members.begin(), group.members.end(),
                      [&](const core::Member& member) { return member.role == role; }));
  };
  const std::size_t facilitators = count(core::Role::facilitator);
  const std::size_t answer = facilitators + count(core::Role::participant);
  if (answer < fewest_answers)
    section.warning(
        "",
        fmt::format(
            "{} can answer here; anonymity needs {} answers, so results of this group will never be shown",
            answer == 1 ? std::string("1 person") : fmt::format("{} people", answer), fewest_answers));
  if (facilitators == 0) section.warning("", "nobody is facilitator; only a coordinator can lead this group");
  if (count(core::Role::leader) == 0)
    section.warning("", "nobody is leader; what the group lifts will reach nobody");
}

// A group whose chat can only be posted to has nothing but shared links: there they are on unless switched
// off.
int read_sheet(const Section& section, const core::Group& group, const Chats& chats) {
  const bool post_only = chats.post_only.contains(group.workspace);
  const auto written = section.number("sheet", 0, 1'000'000);
  if (written && *written > 0 && !chats.pages)
    section.conflict("sheet", "a sheet leads to a page, and [pages] is not switched on");
  return written.value_or(post_only && chats.pages ? 1 : 0);
}

void read_groups(const Section& root, Reading& to) {
  std::map<std::pair<std::string, std::string>, std::string> channels;
  for (const auto& [key, section] : named_sections(root, "groups")) {
    core::Group group;
    group.id = core::GroupId(core::id_from_name("group:" + key));
    group.key = key;
    group.name = section.required_text("name");
    group.language =
        section.read<core::Language>("language", language).value_or(to.config.organisation.language);
    group.zone = section.read<std::string>("time_zone", zone).value_or(to.config.organisation.zone);
    group.workspace = read_workspace(section, to);
    group.channel = section.required_text("channel");
    group.sheet = read_sheet(section, group, to.chats->chats());
    const auto [other, is_new] = channels.try_emplace({group.workspace, group.channel}, key);
    if (!is_new && !group.channel.empty())
      section.conflict("channel", fmt::format("\"{}\" is the channel of {} already; each group has its own",
                                              group.channel, other->second));
    group.quiet = read_quiet_hours(section.section("quiet_hours"), to.config.quiet);
    read_programme(section, to.config.programmes, group);
    read_rhythm(section, group);
    group.timeline = read_timeline(section.section("timeline"));
    group.place = section.text("place").value_or("");
    group.link = section.read<std::string>("link", web_address).value_or("");
    group.expected = section.one_of("attendance", {"voluntary", "expected"}) == "expected";
    group.of_channel = section.one_of("members", {"list", "channel"}) == "channel";
    std::map<std::string, core::Role> taken;
    read_members(section, "facilitators", core::Role::facilitator, to, taken, group);
    read_members(section, "participants", core::Role::participant, to, taken, group);
    read_members(section, "leaders", core::Role::leader, to, taken, group);
    const auto others = group.members.size();
    read_members(section, "leaders_above", core::Role::leader, to, taken, group);
    for (auto at = others; at < group.members.size(); ++at) group.above.insert(group.members[at].person);
    warn_about_members(section, group, static_cast<std::size_t>(to.config.disclosure.k_group));
    to.config.groups.push_back(std::move(group));
  }
}

}  // namespace

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
  const Section log = root.section("log");
  reading.config.log.level =
      log.one_of("level", {"debug", "info", "warning", "error", "off"}).value_or(reading.config.log.level);
  if (const auto file = log.text("file"))
    reading.config.log.file = (reading.config.organisation.data / *file).lexically_normal();
  reading.config.log.json = log.one_of("format", {"text", "json"}) == "json";
  read_health(root.section("health"), reading.config.health);
  reading.config.quiet = read_quiet_hours(root.section("quiet_hours"), reading.config.quiet);
  read_sandbox(root, reading);
  read_packs(root.section("packs"), reading, reader);
  read_disclosure(root.section("disclosure"), reading.config.disclosure);
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
  reader.finish();
  reading.config.workspaces = reading.workspaces;
  reading.config.warnings = reader.warnings();
  reading.config.file = file_name;
  reading.config.lines = reader.lines();
  return std::move(reading.config);
}

Config load_config(const fs::path& path, const Environment& environment) {
  return parse_config(file_text(path), path.string(), environment);
}

}  // namespace app
