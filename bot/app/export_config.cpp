#include "bot/app/export_config.hpp"

#include <fmt/format.h>

#include <iterator>
#include <map>
#include <ostream>
#include <set>

#include "bot/app/chats.hpp"
#include "bot/app/places.hpp"
#include "bot/core/ascii.hpp"
#include "bot/core/command_line.hpp"
#include "bot/core/random.hpp"
#include "bot/core/written_time.hpp"
#include "storage/stores.hpp"

namespace app {

std::string toml_quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      out += std::string("\\") + c;
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
      out += fmt::format("\\u{:04X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    else
      out += c;
  }
  return out + "\"";
}

std::string key_of_name(std::string_view name, const std::set<std::string>& taken) {
  std::string plain;
  for (const char c : core::folded(name))
    plain += core::ascii::is_small(c) || core::ascii::is_digit(c) ? c : '-';
  plain = plain.empty() ? "person" : plain.substr(0, 50);
  std::string key = plain;
  for (int number = 2; taken.contains(key); ++number) key = plain + "-" + std::to_string(number);
  return key;
}

namespace {

class SectionWriter {
 public:
  SectionWriter(const core::Directory& living, const Rosters& rosters, const Config& config)
      : living_(living), rosters_(rosters), config_(config) {
    name_people();
  }

  std::string write() {
    for (const core::Group& group : living_.groups()) put(group);
    for (const core::Person& person : living_.people()) put(person);
    return std::move(out_);
  }

 private:
  // By the keys of the file, where it has one.
  void name_people() {
    std::set<std::string> taken;
    std::map<core::PersonId, std::string> in_file;
    for (const std::string& key : config_.people_keys)
      in_file[core::PersonId(core::id_from_name("person:" + key))] = key;
    // The database may know them by an older id: the account is the same.
    for (const core::Person& said : config_.people)
      if (const core::Person* person = living_.person(said.workspace, said.user))
        if (const auto key = in_file.find(said.id); key != in_file.end())
          if (taken.insert(key->second).second) keys_[person->id] = key->second;
    for (const core::Person& person : living_.people())
      if (!keys_.contains(person.id)) taken.insert(keys_[person.id] = key_of_name(person.name, taken));
  }

  template <class... Args>
  void line(fmt::format_string<Args...> form, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), form, std::forward<Args>(args)...);
    out_ += '\n';
  }
  void words(std::string_view key, std::string_view value) {
    if (!value.empty()) line("{} = {}", key, toml_quoted(value));
  }
  void list(std::string_view key, const core::Group& group, core::Role role, bool above = false) {
    std::string names;
    for (const core::Member& member : group.members)
      if (member.role == role && keys_.contains(member.person) &&
          (role != core::Role::leader || group.above.contains(member.person) == above))
        names += (names.empty() ? "" : ", ") + toml_quoted(keys_.at(member.person));
    if (!names.empty()) line("{} = [{}]", key, names);
  }
  void workspace(const std::string& name) {
    if (config_.workspaces.size() != 1) words("workspace", name);
  }

  void put(const core::Group& group) {
    line("[groups.{}]", group.key);
    words("name", group.name);
    if (group.language != config_.organisation.language) words("language", code(group.language));
    if (group.zone != config_.organisation.zone) words("time_zone", group.zone);
    workspace(group.workspace);
    words("channel", group.channel);
    const bool shared =
        config_.chats && config_.chats->pages && config_.chats->post_only.contains(group.workspace);
    if (group.sheet != (shared ? 1 : 0)) line("sheet = {}", group.sheet);
    words("programme", group.programme);
    if (group.cadence) {
      words("cadence", core::cadence_text(core::Language::en, *group.cadence));
      line("first = {}", core::date_text(group.cadence->first));
      if (group.cadence->last) line("last = {}", core::date_text(*group.cadence->last));
    }
    words("place", group.place);
    words("link", group.link);
    if (group.expected) words("attendance", "expected");
    if (group.of_channel) words("members", "channel");
    if (group.leaders_take_part) line("leaders_take_part = true");
    if (group.alternates) line("facilitators_alternate = true");
    list("facilitators", group, core::Role::facilitator);
    list("leaders", group, core::Role::leader);
    list("leaders_above", group, core::Role::leader, true);
    if (const auto key = keys_.find(config_.leader_for_wishes(living_, group)); key != keys_.end())
      words("wishes_to", key->second);
    list("participants", group, core::Role::participant);
    put_quiet(group);
    put_periods(group);
    put_rosters(group);
    if (!group.timeline.empty()) {
      line("[groups.{}.timeline]", group.key);
      for (const auto& [moment, offset] : group.timeline) words(moment, core::to_text(offset));
    }
    out_ += '\n';
  }

  void put_periods(const core::Group& group) {
    for (const core::Member& member : group.members) {
      if (!keys_.contains(member.person) || (!member.since && !member.ends)) continue;
      if (member.since == core::unknown_day && !member.ends) continue;
      line("[groups.{}.periods.{}]", group.key, keys_.at(member.person));
      if (member.since && member.since != core::unknown_day)
        line("from = {}", core::date_text(*member.since));
      if (member.ends) line("to = {}", core::date_text(*member.ends));
    }
  }

  void put_rosters(const core::Group& group) {
    const auto own = rosters_.find(group.id);
    if (own == rosters_.end()) return;
    for (const auto& [day, people] : own->second) {
      std::string names;
      for (const core::PersonId& person : people)
        if (group.member(person) && keys_.contains(person))
          names += (names.empty() ? "" : ", ") + toml_quoted(keys_.at(person));
      if (names.empty()) continue;
      line("[groups.{}.shifts.{}]", group.key, core::date_text(day));
      line("at_work = [{}]", names);
    }
  }

  void put_quiet(const core::Group& group) {
    const core::QuietHours &own = group.quiet, &house = config_.quiet;
    if (own.from == house.from && own.to == house.to && own.weekends == house.weekends &&
        own.holidays == house.holidays)
      return;
    line("[groups.{}.quiet_hours]", group.key);
    words("from", core::time_text(own.from));
    words("to", core::time_text(own.to));
    line("weekends = {}", own.weekends);
    line("holidays = {}", own.holidays);
  }

  void put(const core::Person& person) {
    const std::string& key = keys_.at(person.id);
    line("[people.{}]", key);
    words("name", person.name);
    if (person.language != config_.organisation.language) words("language", code(person.language));
    if (person.coordinator) line("coordinator = true");
    workspace(person.workspace);
    if (person.user != key) words("user", person.user);
    words("email", person.email);
    out_ += '\n';
  }

  const core::Directory& living_;
  const Rosters& rosters_;
  const Config& config_;
  std::map<core::PersonId, std::string> keys_;
  std::string out_;
};

}  // namespace

std::string as_toml(const core::Directory& living, const Rosters& rosters, const Config& config) {
  return SectionWriter(living, rosters, config).write();
}

Config with_living(Config config) {
  if (!config.doubt.empty() || !has_database(config)) return config;
  storage::Database database(database_of(config), storage::Database::Use::reader);
  const core::Directory living = storage::open_stores(database).people->load();
  config.people = living.people();
  config.groups = living.groups();
  return config;
}

void export_config(const Config& config, std::ostream& out) {
  require_known_places(config);
  require_database(config);
  storage::Database database(database_of(config), storage::Database::Use::reader);
  const storage::Stores stores = storage::open_stores(database);
  core::Directory living = stores.people->load();
  std::vector<core::Group> groups = living.groups();
  for (core::Group& group : groups)
    if (const auto run = stores.sessions->latest_run(group.id)) group.programme = run->programme;
  living = core::Directory(living.people(), std::move(groups), living.closed());
  Rosters rosters;
  for (const core::Group& group : living.groups())
    rosters[group.id] = stores.shifts->rosters(group.id, core::Date{std::chrono::year{1970} / 1 / 1});
  out << "# Groups and people as they are now: in place of the sections [groups.*] and [people.*] of\n# "
      << config.file << "\n\n"
      << as_toml(living, rosters, config);
}

}  // namespace app
