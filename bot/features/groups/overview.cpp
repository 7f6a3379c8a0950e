#include "bot/features/groups/overview.hpp"

#include <algorithm>
#include <array>

#include "bot/core/coordinators.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/sorting.hpp"

namespace groups {
namespace {

using core::Context;
using core::Group;
using core::Language;
using core::Reply;
using features::Right;
using features::Who;

constexpr std::size_t on_a_page = 20, told_at_once = 15, opened_at_once = 6;
constexpr std::chrono::minutes looked_at{8 * 60 + 10};  // local time, each day
constexpr std::chrono::days drafts_last{30};
constexpr std::array<std::string_view, 4> handed_over_at{"no_facilitator", "no_leader", "stalled",
                                                         "half_empty"};
constexpr std::string_view by_name = "name", by_time = "time", by_lack = "lack";

// One group in the list.
struct Line {
  const Group* group;
  std::optional<core::Session> next;
  std::vector<std::string> faults;
};

std::string date_said(core::Instant now, const std::string& zone) {
  return core::date_text(core::date_of(core::Zone::named(zone).to_local(now)));
}

core::Rich words_of(const Line& line, const core::Directory& people, Language language) {
  std::vector<std::string> leads;
  for (const core::Person* person : people.with_role(*line.group, core::Role::facilitator))
    leads.push_back(person->name);
  const auto members = people.with_role(*line.group, core::Role::participant).size() + leads.size();
  core::Rich words{core::Span(line.group->name, core::Span::Style::strong)};
  const auto add = [&](const std::string& text) { words.emplace_back(" · " + text); };
  if (line.group->stopped) add(core::text(language, "groups.list.stopped"));
  if (line.next) add(core::say_moment(language, *line.group, line.next->starts));
  if (!leads.empty()) add(core::say_list(language, leads));
  add(core::text_n(language, "groups.list.members", static_cast<int>(members)));
  const auto some_days =
      std::ranges::count_if(line.group->members, [](const auto& m) { return m.ends.has_value(); }) +
      static_cast<std::ptrdiff_t>(line.group->later.size());
  if (some_days > 0) add(core::text_n(language, "groups.list.some_days", static_cast<int>(some_days)));
  // texts: groups.lack.*
  for (const std::string& fault : line.faults)
    words.emplace_back(" · " + core::text(language, "groups.lack." + fault), core::Span::Style::strong);
  return words;
}

core::Message told(const std::vector<std::pair<const Group*, std::string>>& news, const Choices& choices,
                   Language language) {
  core::Message message;
  core::head(message, language, "groups.watch.title");
  core::List list;
  core::Actions actions;
  for (const auto& [group, fault] : news) {
    if (list.items.size() == told_at_once) break;
    core::Rich words{core::Span(group->name, core::Span::Style::strong), core::Span(": ")};
    for (core::Span& span :
         core::rich(language, "groups.fault." + fault, {{"k", std::to_string(choices.fewest_answers)}}))
      words.push_back(std::move(span));
    list.items.push_back(std::move(words));
    if (actions.buttons.size() >= 4) continue;
    // Somebody else may take over, in one form; for the rest the group's own panel.
    const core::Button button =
        std::ranges::find(handed_over_at, fault) != handed_over_at.end()
            ? events::change.button(core::text(language, "groups.hand_over", {{"group", group->name}}),
                                    group->id, step_of("facilitators"))
            : events::show.button(group->name, group->id);
    if (std::ranges::find(actions.buttons, button) == actions.buttons.end())
      actions.buttons.push_back(button);
  }
  message.blocks.emplace_back(std::move(list));
  if (news.size() > told_at_once)
    core::say(message, language, "groups.watch.more", {{"n", static_cast<int>(news.size() - told_at_once)}});
  message.blocks.emplace_back(std::move(actions));
  message.blocks.emplace_back(core::Actions{
      {events::list.button(core::text(language, "groups.list.open"), std::string(by_lack), 0)}});
  return message;
}

}  // namespace

std::vector<features::CommandSpec> Overview::commands() {
  return {
      {"groups", {"grupper", "grupper", "groups"}, Right::coordinator, features::by(this, &Overview::list)}};
}
std::vector<features::EventRow> Overview::events() {
  return {features::press(groups::events::list, Right::coordinator, this, &Overview::page)};
}

std::vector<std::string> Overview::faults(const Context& context, const Group& group) const {
  return faults(context, group, next_of(context, group));
}
std::vector<std::string> Overview::faults(const Context& context, const Group& group,
                                          const std::optional<core::Session>& next) const {
  const bool meets = !options_.next || next.has_value(),
             across = options_.across && options_.across(group.id);
  auto all = across ? std::vector<std::string>()
                    : faults_of(group, context.people(), meets, options_.choices.fewest_answers);
  // Until it has been looked at after a start, what was told before holds.
  const auto before = [&] {
    const auto told = store_.faults();
    const auto known = told.find(group.id);
    return known != told.end() && known->second.contains("bot_out");
  };
  if (options_.tired && !across)
    for (std::string& fault : options_.tired(group, context.now())) all.push_back(std::move(fault));
  const auto out = bot_is_out_(group.id);
  if (out ? *out : options_.read_channel && before()) all.insert(all.begin(), "bot_out");
  return all;
}
std::optional<core::Session> Overview::next_of(const Context& context, const Group& group) const {
  return options_.next ? options_.next(group.id, context.now()) : std::nullopt;
}

Reply Overview::list(Context& context, const Who& who, const core::CommandLine&) {
  return page(context, who, std::string(by_lack), 0);
}

// texts: groups.list.by_*
Reply Overview::page(Context& context, const Who& who, const std::string& sort, const int& page) {
  const Language language = who.language();
  std::vector<Line> lines;
  for (const Group& group : context.people().groups()) {
    auto next = next_of(context, group);
    auto lacks = faults(context, group, next);
    lines.push_back({&group, std::move(next), std::move(lacks)});
  }
  std::ranges::stable_sort(
      lines, [](const Line& a, const Line& b) { return core::name_before(a.group->name, b.group->name); });
  const auto time = [](const Line& line) { return line.next ? line.next->starts : core::Instant::max(); };
  if (sort == by_time) std::ranges::stable_sort(lines, {}, time);
  if (sort == by_lack)
    std::ranges::stable_sort(lines, {}, [](const Line& line) { return line.faults.empty(); });
  const auto pages = static_cast<int>((lines.size() + on_a_page - 1) / on_a_page);
  const int shown = std::clamp(page, 0, std::max(0, pages - 1));
  core::Message message;
  if (!lines.empty())
    message.blocks.emplace_back(
        core::Heading{core::text_n(language, "groups.list.title", static_cast<int>(lines.size()))});
  core::List list;
  for (std::size_t i = static_cast<std::size_t>(shown) * on_a_page;
       i < lines.size() && list.items.size() < on_a_page; ++i)
    list.items.push_back(core::Rich(words_of(lines[i], context.people(), language)));
  if (list.items.empty())
    core::say(message, language, "groups.list.none");
  else
    message.blocks.emplace_back(std::move(list));
  core::Actions panels;
  for (std::size_t i = static_cast<std::size_t>(shown) * on_a_page;
       i < lines.size() && panels.buttons.size() < opened_at_once; ++i)
    panels.buttons.push_back(groups::events::show.button(lines[i].group->name, lines[i].group->id));
  if (!panels.buttons.empty()) message.blocks.emplace_back(std::move(panels));
  core::Actions actions;
  for (const std::string_view other : {by_lack, by_time, by_name})
    if (other != sort && lines.size() > 1)
      actions.buttons.push_back(groups::events::list.button(
          core::text(language, "groups.list.by_" + std::string(other)), std::string(other), 0));
  if (shown > 0)
    actions.buttons.push_back(
        groups::events::list.button(core::text(language, "groups.list.back"), sort, shown - 1));
  if (shown + 1 < pages)
    actions.buttons.push_back(
        groups::events::list.button(core::text(language, "groups.list.on"), sort, shown + 1));
  actions.buttons.push_back(groups::events::begin.button(core::text(language, "groups.begin")));
  actions.buttons.push_back(
      groups::events::import_again.button(core::text(language, "groups.import.button")));
  message.blocks.emplace_back(std::move(actions));
  if (!lines.empty()) core::note(message, language, "groups.list.note");
  return core::whisper(std::move(message));
}

void Overview::start(Context& context) {
  const core::Zone zone = core::Zone::named(options_.choices.zone);
  context.arrange({std::string(groups::events::watch_job), std::string(groups::events::watch_job), "",
                   core::next_time(zone, looked_at, context.now())});
}

void Overview::look(Context& context) {
  start(context);
  if (!context.time_is_certain()) return;
  store_.drop_drafts_before(context.now() - drafts_last);
  const auto before = store_.faults();
  const std::string today = date_said(context.now(), options_.choices.zone);
  std::vector<std::pair<const Group*, std::string>> news;
  for (const Group& group : context.people().groups()) {
    auto now = faults(context, group);
    // Coordinators are asked that themselves where nobody chooses.
    if (options_.choosing && options_.choosing(group, context.now())) std::erase(now, "no_session");
    const auto known = before.find(group.id);
    for (const std::string& fault : now)
      if (known == before.end() || !known->second.contains(fault)) {
        store_.set_fault(group.id, fault, today);
        news.emplace_back(&group, fault);
      }
    if (known == before.end()) continue;
    for (const auto& [fault, since] : known->second)
      if (std::ranges::find(now, fault) == now.end()) store_.mended(group.id, fault);
  }
  if (news.empty()) return;
  for (const core::Person* coordinator : context.people().coordinators())
    context.post(core::of_group(
        core::coordinators_alone,
        {"groups-lack:" + today + ":" + coordinator->id.text, core::destination_of(*coordinator),
         told(news, options_.choices, coordinator->language), true}));
}

}  // namespace groups
