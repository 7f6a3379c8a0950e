#include "storage/group_rows.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "bot/runtime/json.hpp"
#include "storage/readable.hpp"
#include "storage/values.hpp"

namespace storage {
namespace {

using core::Group;
using Text = std::string;

#define GROUP_COLUMNS                                                                                    \
  "team_id, config_key, name, language, zone, workspace, channel, quiet, programme, cadence, timeline, " \
  "sheet, "                                                                                              \
  "place, link, expected, above, configured, of_channel, leaders_take_part, alternates"

constexpr std::size_t configured_at = [] {
  constexpr std::string_view columns = GROUP_COLUMNS;
  return static_cast<std::size_t>(std::ranges::count(columns.substr(0, columns.find("configured")), ','));
}();

constexpr auto select_groups = "SELECT " GROUP_COLUMNS " FROM team WHERE active = 1 ORDER BY config_key";
constexpr auto select_group = "SELECT " GROUP_COLUMNS " FROM team WHERE team_id = :id";
constexpr auto upsert_group =
    "INSERT INTO team(" GROUP_COLUMNS
    ", made_in_chat, active) VALUES(:id, :key, :name, :language, :zone, :workspace, :channel, :quiet, "
    ":programme, :cadence, :timeline, :sheet, :place, :link, :expected, :above, :configured, :of_channel, "
    ":leaders_take_part, :alternates, :made, 1) "
    "ON CONFLICT(team_id) DO UPDATE SET config_key = excluded.config_key, name = excluded.name, "
    "language = excluded.language, zone = excluded.zone, workspace = excluded.workspace, channel = "
    "excluded.channel, quiet = excluded.quiet, programme = excluded.programme, cadence = excluded.cadence, "
    "timeline = excluded.timeline, sheet = excluded.sheet, place = excluded.place, link = excluded.link, "
    "expected = excluded.expected, above = excluded.above, configured = excluded.configured, of_channel = "
    "excluded.of_channel, leaders_take_part = excluded.leaders_take_part, alternates = excluded.alternates, "
    "active = 1";
constexpr auto rest_group = "UPDATE team SET active = 0 WHERE team_id = :id";
constexpr auto select_standing =
    "SELECT team_id, config_key, active, made_in_chat, configured, quiet, cadence, timeline, above FROM team";
constexpr auto forget_configured = "UPDATE team SET configured = '' WHERE team_id = :id";
constexpr auto end_group = "UPDATE team SET active = 0 WHERE team_id = :id AND made_in_chat = 1";

// One setting: its name, its value as a text by which two are compared, and how it goes over to another
// group.
struct Setting {
  const char* name;
  Text (*text)(const Group&);
  void (*copy)(const Group& from, Group& to);
};
#define SETTING(field, words)                                                                    \
  {                                                                                              \
#field, [](const Group& g) { return Text(words); }, [](const Group& from,                    \
                                                           Group& to) { to.field = from.field; } \
  }
constexpr std::array settings{
    Setting SETTING(above, people_as_text(g.above)),
    Setting SETTING(alternates, g.alternates ? "1" : "0"),
    Setting SETTING(cadence, encode(g.cadence)),
    Setting SETTING(channel, g.channel),
    Setting SETTING(expected, g.expected ? "1" : "0"),
    Setting SETTING(language, code(g.language)),
    Setting SETTING(leaders_take_part, g.leaders_take_part ? "1" : "0"),
    Setting SETTING(link, g.link),
    Setting SETTING(name, g.name),
    Setting SETTING(of_channel, g.of_channel ? "1" : "0"),
    Setting SETTING(place, g.place),
    Setting SETTING(programme, g.programme),
    Setting SETTING(quiet, encode(g.quiet)),
    Setting SETTING(sheet, std::to_string(g.sheet)),
    Setting SETTING(timeline, encode(g.timeline)),
    Setting SETTING(workspace, g.workspace),
    Setting SETTING(zone, g.zone),
};
#undef SETTING

// They are written in this order, and compared as they were written.
static_assert(std::ranges::is_sorted(settings, {},
                                     [](const Setting& each) { return std::string_view(each.name); }));

Text all_of(const Group& group) {
  Text said;
  for (const Setting& setting : settings) {
    said += said.empty() ? "{\"" : ",\"";
    said += setting.name;
    said += "\":";
    said += encode(setting.text(group));
  }
  return said + '}';
}

}  // namespace

Text people_as_text(const std::set<core::PersonId>& people) {
  Text list;
  for (const core::PersonId& person : people) list += (list.empty() ? "[" : ",") + encode(person.text);
  return people.empty() ? "[]" : list + ']';
}
std::set<core::PersonId> people_in(const Text& text) {
  std::set<core::PersonId> people;
  for (const auto& one : runtime::require_json(text)) people.insert(core::PersonId(one.get<Text>()));
  return people;
}

GroupRows::GroupRows(Database& database)
    : all_(database, select_groups),
      find_(database, select_group),
      put_(database, upsert_group),
      standing_(database, select_standing),
      rest_(database, rest_group),
      let_go_(database, forget_configured),
      end_(database, end_group),
      db_(database) {}

Group GroupRows::group_of(const Row& columns, const Group& otherwise) {
  const auto& [id, key, name, language, zone, workspace, channel, quiet, programme, cadence, timeline, sheet,
               place, link, expected, above, configured, of_channel, leaders_take_part, alternates] = columns;
  Group group;
  group.id = core::GroupId(id);
  group.key = key;
  group.name = name;
  group.language = from_code<core::Language>(language);
  group.zone = zone;
  group.workspace = workspace;
  group.channel = channel;
  const Text row = "team " + id;  // the configuration mends these at the next start
  group.quiet = readable(db_, row, [&, &text = quiet] {
                  return quiet_.of(text, quiet_from);
                }).value_or(otherwise.quiet);
  group.programme = programme;
  group.cadence = readable(db_, row, [&, &text = cadence] {
                    return cadences_.of(text, cadence_from);
                  }).value_or(otherwise.cadence);
  group.timeline = readable(db_, row, [&, &text = timeline] {
                     return timelines_.of(text, timeline_from);
                   }).value_or(otherwise.timeline);
  group.sheet = sheet;
  group.place = place;
  group.link = link;
  group.expected = expected != 0;
  group.above =
      readable(db_, row, [&, &text = above] { return above_.of(text, people_in); }).value_or(otherwise.above);
  group.in_file = !configured.empty();
  group.of_channel = of_channel != 0;
  group.leaders_take_part = leaders_take_part != 0;
  group.alternates = alternates != 0;
  return group;
}

std::vector<Group> GroupRows::all() {
  std::vector<Group> groups;
  for (const Row& row : all_.all()) groups.push_back(group_of(row));
  return groups;
}

void GroupRows::put(const Group& group, const Text& configured, bool made_in_chat) {
  put_.run(group.id.text, group.key, group.name, Text(code(group.language)), group.zone, group.workspace,
           group.channel, encode(group.quiet), group.programme, encode(group.cadence), encode(group.timeline),
           group.sheet, group.place, group.link, group.expected, people_as_text(group.above), configured,
           group.of_channel, group.leaders_take_part, group.alternates, made_in_chat);
}

void GroupRows::save(const Group& group, bool made_in_chat) {
  const auto row = find_.one(group.id.text);
  put(group, row ? std::get<configured_at>(*row) : Text(), made_in_chat);
}

void GroupRows::apply(const Group& said) {
  Group group = said;
  if (const auto row = find_.one(said.id.text); row && !std::get<configured_at>(*row).empty()) {
    const nlohmann::json before = runtime::require_json(std::get<configured_at>(*row));
    const Group now = group_of(*row, said);
    for (const Setting& setting : settings) {
      const auto last = before.find(setting.name);
      if (last != before.end() && *last == setting.text(said)) setting.copy(now, group);
    }
  }
  put(group, all_of(said), false);
}

std::set<Text> GroupRows::as_configured(const core::GroupId& id) {
  std::set<Text> names;
  const auto row = find_.one(id.text);
  if (!row || std::get<configured_at>(*row).empty()) return names;
  const nlohmann::json said = runtime::require_json(std::get<configured_at>(*row));
  const Group now = group_of(*row);
  for (const Setting& setting : settings)
    if (const auto last = said.find(setting.name); last != said.end() && *last == setting.text(now))
      names.insert(setting.name);
  return names;
}

std::map<Text, GroupRows::Standing> GroupRows::standing() {
  std::map<Text, Standing> rows;
  for (auto& [id, key, active, made, configured, quiet, cadence, timeline, above] : standing_.all())
    rows[id] = {key, active != 0, made != 0, configured, quiet, cadence, timeline, above};
  return rows;
}

// Where it says what it said before, and these are as it says, they can be read; of the others each is as it
// was changed, or as it says.
bool GroupRows::stands(const Standing& row, const Group& said) {
  return row.active && row.key == said.key && row.quiet == encode(said.quiet) &&
         row.cadence == encode(said.cadence) && row.timeline == encode(said.timeline) &&
         row.above == people_as_text(said.above) && row.configured == all_of(said);
}

void GroupRows::rest(const core::GroupId& id) {
  rest_.run(id.text);
}

void GroupRows::let_go(const core::GroupId& id) {
  let_go_.run(id.text);
}

void GroupRows::end(const core::GroupId& id) {
  end_.run(id.text);
}

}  // namespace storage
