#include "storage/group_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <ranges>
#include <tuple>
#include <type_traits>

#include "bot/runtime/json.hpp"
#include "storage/readable.hpp"
#include "storage/rows.hpp"
#include "storage/values.hpp"

namespace storage {
namespace {

using core::Group;
using Text = std::string;

// Reads what stands in a column. Most groups are set alike, and all are read whenever people change.
class SettingReader {
 public:
  void read(const Text& text, Text& to) { to = text; }
  void read(const Text& text, bool& to) { to = text != "0"; }
  void read(const Text& text, int& to) { to = std::stoi(text); }
  void read(const Text& text, core::Language& to) { to = from_code<core::Language>(text); }
  void read(const Text& text, core::QuietHours& to) { to = quiet_.of(text, quiet_from); }
  void read(const Text& text, std::optional<core::Cadence>& to) { to = cadences_.of(text, cadence_from); }
  void read(const Text& text, std::map<Text, core::Offset>& to) { to = timelines_.of(text, timeline_from); }
  void read(const Text& text, std::set<core::PersonId>& to) { to = people_.of(text, people_from); }

 private:
  Alike<Text, core::QuietHours> quiet_{16};
  Alike<Text, std::optional<core::Cadence>> cadences_{64};
  Alike<Text, std::map<Text, core::Offset>> timelines_{16};
  Alike<Text, std::set<core::PersonId>> people_{16};
};

template <class Value>
Text as_text(const Value& value) {
  if constexpr (std::is_same_v<Value, Text>)
    return value;
  else if constexpr (std::is_integral_v<Value>)
    return std::to_string(value);
  else if constexpr (core::Coded<Value>)
    return Text(code(value));
  else
    return encode(value);
}

// What is set of a group, and the column of that name. Each goes as a text, by which two are compared; of a
// number's column the databases make a number of it.
struct Setting {
  std::string_view name;
  Text (*text)(const Group&);
  void (*read)(SettingReader&, const Text&, Group&);
};
template <auto field>
constexpr Setting setting(std::string_view name) {
  return {name, [](const Group& group) { return as_text(group.*field); },
          [](SettingReader& reader, const Text& text, Group& to) { reader.read(text, to.*field); }};
}
#define SETTING(field) setting<&Group::field>(#field)
constexpr std::array settings{
    SETTING(above),
    SETTING(alternates),
    SETTING(cadence),
    SETTING(channel),
    SETTING(expected),
    SETTING(language),
    SETTING(leaders_take_part),
    SETTING(link),
    SETTING(name),
    SETTING(of_channel),
    SETTING(place),
    SETTING(programme),
    SETTING(quiet),
    SETTING(sheet),
    SETTING(timeline),
    SETTING(workspace),
    SETTING(zone),
};
#undef SETTING

// They are written in this order, and compared as they were written.
static_assert(std::ranges::is_sorted(settings, {}, &Setting::name));

template <std::size_t count>
using TextsOf = decltype(std::tuple_cat(std::array<Text, count>()));
// id, key, configured, and each setting
using GroupRow = TextsOf<3 + settings.size()>;

const Text& configured_in(const GroupRow& row) {
  return std::get<2>(row);
}
const Text& text_of(const GroupRow& row, std::size_t setting) {
  return *std::apply([&](const auto&... each) { return std::array{&each...}[3 + setting]; }, row);
}

// The same of each setting, with its name for {0}.
Text of_settings(const char* words) {
  Text all;
  for (const Setting& each : settings) all += fmt::format(fmt::runtime(words), each.name);
  return all;
}
Text select_where(const char* condition) {
  return "SELECT team_id, config_key, configured" + of_settings(", {0}") + " FROM team WHERE " + condition;
}
Text upsert_group() {
  return "INSERT INTO team(team_id, config_key, configured" + of_settings(", {0}") +
         ", made_in_chat, active) VALUES(:id, :key, :said" + of_settings(", :{0}") +
         ", :made, 1) ON CONFLICT(team_id) DO UPDATE SET config_key = excluded.config_key, configured = "
         "excluded.configured, active = 1" +
         of_settings(", {0} = excluded.{0}");
}

constexpr auto rest_group = "UPDATE team SET active = 0 WHERE team_id = :id";
constexpr auto select_standing =
    "SELECT team_id, config_key, active, made_in_chat, configured, quiet, cadence, timeline, above FROM team";
constexpr auto forget_configured = "UPDATE team SET configured = '' WHERE team_id = :id";
constexpr auto end_group = "UPDATE team SET active = 0 WHERE team_id = :id AND made_in_chat = 1";

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

struct GroupRows::Parts {
  explicit Parts(Database& database)
      : db(database),
        all(database, select_where("active = 1 ORDER BY config_key")),
        find(database, select_where("team_id = :id")),
        put(database, upsert_group()),
        standing(database, select_standing),
        rest(database, rest_group),
        let_go(database, forget_configured),
        end(database, end_group) {}

  // What cannot be read stays as it is in `to`.
  void read(const GroupRow& row, std::size_t at, Group& to) {
    readable(db, "team " + std::get<0>(row), [&] {
      settings[at].read(reader, text_of(row, at), to);
      return true;
    });
  }
  Group group_of(const GroupRow& row) {
    Group group;
    group.id = core::GroupId(std::get<0>(row));
    group.key = std::get<1>(row);
    group.in_file = !configured_in(row).empty();
    for (std::size_t at = 0; at < settings.size(); ++at) read(row, at, group);
    return group;
  }
  void save(const Group& group, const Text& configured, bool made_in_chat) {
    std::array<Text, settings.size()> texts;
    std::ranges::transform(settings, texts.begin(), [&](const Setting& each) { return each.text(group); });
    std::apply(
        [&](const auto&... each) { put.run(group.id.text, group.key, configured, each..., made_in_chat); },
        texts);
  }

  Database& db;
  SettingReader reader;
  Statement<In<>, GroupRow> all;
  Statement<In<Text>, GroupRow> find;
  Statement<decltype(std::tuple_cat(GroupRow(), In<int>()))> put;
  Statement<In<>, Out<Text, Text, int, int, Text, Text, Text, Text, Text>> standing;
  Statement<In<Text>> rest, let_go, end;
};

GroupRows::GroupRows(Database& database) : parts_(std::make_unique<Parts>(database)) {}
GroupRows::~GroupRows() = default;

std::vector<Group> GroupRows::all() {
  std::vector<Group> groups;
  for (const GroupRow& row : parts_->all.all()) groups.push_back(parts_->group_of(row));
  return groups;
}

void GroupRows::save(const Group& group, bool made_in_chat) {
  const auto row = parts_->find.one(group.id.text);
  parts_->save(group, row ? configured_in(*row) : Text(), made_in_chat);
}

void GroupRows::apply(const Group& said) {
  Group group = said;
  if (const auto row = parts_->find.one(said.id.text); row && !configured_in(*row).empty()) {
    const nlohmann::json before = runtime::require_json(configured_in(*row));
    for (std::size_t at = 0; at < settings.size(); ++at) {
      const auto last = before.find(settings[at].name);
      if (last != before.end() && *last == settings[at].text(said)) parts_->read(*row, at, group);
    }
  }
  parts_->save(group, all_of(said), false);
}

std::set<Text> GroupRows::as_configured(const core::GroupId& id) {
  std::set<Text> names;
  const auto row = parts_->find.one(id.text);
  if (!row || configured_in(*row).empty()) return names;
  const nlohmann::json said = runtime::require_json(configured_in(*row));
  const Group now = parts_->group_of(*row);
  for (const Setting& setting : settings)
    if (const auto last = said.find(setting.name); last != said.end() && *last == setting.text(now))
      names.emplace(setting.name);
  return names;
}

std::map<Text, GroupRows::Standing> GroupRows::standing() {
  std::map<Text, Standing> rows;
  for (auto& [id, key, active, made, configured, quiet, cadence, timeline, above] : parts_->standing.all())
    rows[id] = {key, active != 0, made != 0, configured, quiet, cadence, timeline, above};
  return rows;
}

// Where it says what it said before, and these are as it says, they can be read; of the others each is as it
// was changed, or as it says.
bool GroupRows::stands(const Standing& row, const Group& said) {
  return row.active && row.key == said.key && row.quiet == encode(said.quiet) &&
         row.cadence == encode(said.cadence) && row.timeline == encode(said.timeline) &&
         row.above == encode(said.above) && row.configured == all_of(said);
}

void GroupRows::rest(const core::GroupId& id) {
  parts_->rest.run(id.text);
}

void GroupRows::let_go(const core::GroupId& id) {
  parts_->let_go.run(id.text);
}

void GroupRows::end(const core::GroupId& id) {
  parts_->end.run(id.text);
}

}  // namespace storage
