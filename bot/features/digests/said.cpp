#include "bot/features/digests/said.hpp"

#include <algorithm>
#include <numeric>

#include "bot/core/events.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/reply.hpp"
#include "bot/results/noticed.hpp"

namespace digests {
namespace {

using core::Block;
using core::Language;
using std::chrono::days;

constexpr std::size_t named_shown = 3;                               // groups
constexpr int few = 2;                                               // who said yes to a session
constexpr auto stalls_after = days{21}, forgotten_after = days{84};  // without a session
constexpr auto soon = days{14};                                      // until a matter is passed on

bool stalls(const OneGroup& one, core::Instant to) {
  if (one.group->stopped) return false;  // it has ended
  const core::Instant last = one.week.last_ended;
  return !one.week.planned && last != core::Instant{} && to - last >= stalls_after &&
         to - last <= forgotten_after;
}

// Whom it reaches when nobody answers, as far as a digest knows: a wish may be with somebody whom the
// configuration names.
const char* next_level(const WaitingMatter& matter, const core::Group& group) {
  if (matter.kind == "wish") return "digests.waiting.passes_on.wish";
  bool first = false, above = false;
  for (const core::Member& member : group.members)
    if (member.role == core::Role::leader) (group.above.contains(member.person) ? above : first) = true;
  return first && above && !matter.passed_on && matter.kind != "decision"
             ? "digests.waiting.passes_on"
             : "digests.waiting.passes_on.coordinator";
}

// Each pause once, in the week in which it begins: long before it is over everybody knows of it.
void say_pauses(std::vector<std::string>& said, const core::Group& group, const Week& week,
                Language language) {
  if (group.stopped) return;
  const core::Local to = core::at(week.monday, core::Minutes{0}), from = to - days{7};
  for (const core::Closed& pause : group.quiet.closed) {
    if (pause.day || pause.from < from || pause.from >= to) continue;
    const core::Date last = core::date_of(pause.to - std::chrono::seconds{1});
    said.push_back(
        core::text(language, "digests.paused",
                   {{"group", group.name}, {"date", core::say_date(language, last, week.monday)}}));
  }
}

// The pause says it of what was to be in one; of a group that has ended, nothing does.
bool is_told(const SessionLine& cancelled, const core::Group& group) {
  const core::Zone zone = core::Zone::named(group.zone);
  const core::Closed* closed = core::closed_at(group.quiet.closed, zone.to_local(cancelled.session.starts),
                                               zone.to_local(cancelled.session.ends));
  return !group.stopped && (!closed || closed->day);
}

template <class Count>
int sum(const Week& week, Count count) {
  return std::accumulate(week.groups.begin(), week.groups.end(), 0, [&](int total, const OneGroup& one) {
    return total + static_cast<int>(count(one.week));
  });
}

}  // namespace

std::vector<Waiting> waiting_of(const Week& week) {
  std::vector<Waiting> all;
  for (const OneGroup& one : week.groups)
    for (const WaitingMatter& matter : one.week.waiting) all.push_back({&one, &matter});
  std::stable_sort(all.begin(), all.end(),
                   [](const Waiting& a, const Waiting& b) { return a.matter->raised < b.matter->raised; });
  return all;
}

std::string say_wait(const WaitingMatter& matter, const core::Group& group, core::Instant to,
                     Language language) {
  if (matter.state != core::MatterState::lifted && matter.state != core::MatterState::received) {
    const int late = matter.look_again == core::Instant{} ? 0 : core::weeks_waited(matter.look_again, to);
    return late == 0 ? core::text(language, "digests.waiting.again")
                     : core::text_n(language, "digests.waiting.late", late);
  }
  const int weeks = core::weeks_waited(matter.raised, to);
  std::string said =
      weeks == 0 ? core::text(language, "digests.waiting.new") : core::text_n(language, "matters.age", weeks);
  // texts: digests.waiting.passes_on digests.waiting.passes_on.coordinator digests.waiting.passes_on.wish
  if (matter.passes_on != core::Instant{} && matter.passes_on - to <= soon)
    said += ", " + core::text(language, next_level(matter, group),
                              {{"date", core::say_date(language, group, matter.passes_on, to)}});
  return said;
}

std::string say_kind(const WaitingMatter& matter, Language language) {
  // texts: digests.kind.decision, digests.kind.wish
  if (matter.kind != "decision" && matter.kind != "wish") return {};
  return ", " + core::text(language, "digests.kind." + matter.kind);
}

void say_waiting(std::vector<Block>& blocks, const Week& week, const std::vector<Waiting>& all,
                 std::size_t begin, std::size_t end, Language language) {
  core::List lines;
  lines.numbered = true;
  core::Actions actions;
  for (std::size_t i = begin; i < end; ++i) {
    const auto& [of, matter] = all[i];
    std::string where = week.groups.size() > 1 ? " (" + of->group->name + ")" : std::string();
    where += say_kind(*matter, language) + ": " + say_wait(*matter, *of->group, week.to, language);
    lines.items.push_back({core::Span(matter->title, core::Span::Style::strong)});
    core::say_behind(lines.items.back(), where);
    actions.buttons.push_back(core::events::open_matter.button(
        core::text(language, "digests.answer", {{"n", static_cast<int>(lines.items.size())}}), matter->id,
        std::nullopt, i == 0 ? core::Button::Style::primary : core::Button::Style::plain));
  }
  blocks.emplace_back(std::move(lines));
  blocks.emplace_back(std::move(actions));
}

std::vector<std::string> noticed_in(const OneGroup& one, const Week& week, Language language) {
  std::vector<std::string> said;
  for (const NoticedMatter& matter : one.week.noticed)
    said.push_back(core::text(
        language, "digests.noticed",
        {{"title", week.groups.size() > 1 ? matter.title + " (" + one.group->name + ")" : matter.title},
         {"said", results::say_noticed(matter.lines, language)}}));
  return said;
}

std::vector<std::string> unusual_in(const OneGroup& one, const Week& week, Language language) {
  std::vector<std::string> said;
  const std::string& name = one.group->name;
  say_pauses(said, *one.group, week, language);
  for (const SessionLine& line : one.week.cancelled)
    if (is_told(line, *one.group))
      // texts: digests.cancelled digests.called_off
      said.push_back(
          core::text(language, line.known < line.session.ends ? "digests.called_off" : "digests.cancelled",
                     {{"group", name}, {"date", core::say_date(language, *one.group, line.session.starts)}}));
  // Of one that is over, where the digest before it did not say it of what was to come.
  for (const auto* lines : {&one.week.held, &one.week.coming})
    for (const SessionLine& line : *lines)
      if ((line.cover == "not" || line.cover == "asked") &&  // texts: digests.cover.not, digests.cover.asked
          (lines == &one.week.coming || line.covered >= week.known_from))
        said.push_back(core::text(
            language, "digests.cover." + line.cover,
            {{"group", name}, {"date", core::say_date(language, *one.group, line.session.starts)}}));
  for (const auto* lines : {&one.week.late, &one.week.held})
    for (const SessionLine& line : *lines)
      if (line.listed > 0 ? line.came <= few : line.coming > 0 && line.coming <= few)
        said.push_back(core::text_n(
            language, line.listed > 0 ? "digests.few_came" : "digests.few",
            line.listed > 0 ? line.came : line.coming,
            {{"group", name}, {"date", core::say_date(language, *one.group, line.session.starts)}}));
  if (stalls(one, week.to))
    said.push_back(core::text_n(language, "digests.stalls", core::weeks_waited(one.week.last_ended, week.to),
                                {{"group", name}}));
  return said;
}

void say_some(std::vector<Block>& blocks, std::string_view heading, const std::vector<std::string>& lines,
              std::size_t most, Language language) {
  if (lines.empty()) return;
  core::say(blocks, language, heading);
  core::List list;
  const std::size_t shown = lines.size() > most ? most - 1 : lines.size();
  for (std::size_t i = 0; i < shown; ++i) list.items.push_back({core::Span(lines[i])});
  if (shown < lines.size())
    list.items.push_back({core::Span(
        core::text(language, "digests.others", {{"n", static_cast<int>(lines.size() - shown)}}))});
  blocks.emplace_back(std::move(list));
}

void say_minutes(std::vector<Block>& blocks, const Week& week, Language language) {
  std::vector<std::string> names;
  for (const OneGroup& one : week.groups)
    if (!one.week.minutes.empty()) names.push_back(one.group->name);
  if (names.empty()) return;
  if (names.size() > named_shown) {
    const int others = static_cast<int>(names.size() - named_shown) + 1;
    names.resize(named_shown - 1);
    std::string said;
    for (const std::string& name : names) said += name + ", ";
    core::say(blocks, language, "digests.minutes",
              {{"groups", said + core::text(language, "digests.others", {{"n", others}})}});
    return;
  }
  core::say(blocks, language, "digests.minutes", {{"groups", core::say_list(language, names)}});
}

void say_as_it_should(std::vector<Block>& blocks, const Week& week, Language language) {
  std::vector<std::string> names;
  for (const OneGroup& one : week.groups) {
    const bool lives = !one.week.held.empty() || !one.week.coming.empty() || one.week.planned;
    if (lives && one.week.waiting.empty() && unusual_in(one, week, language).empty())
      names.push_back(one.group->name);
  }
  if (names.empty()) return;
  if (names.size() > named_shown)
    blocks.emplace_back(core::Paragraph{
        {core::Span(core::text_n(language, "digests.well_many", static_cast<int>(names.size())))}});
  else
    core::say(blocks, language, "digests.well", {{"groups", core::say_list(language, names)}});
}

void say_numbers(std::vector<Block>& blocks, const Week& week, Language language) {
  const int held = sum(week, [](const GroupWeek& one) { return one.held.size(); });
  const int before = sum(week, [](const GroupWeek& one) { return one.held_before; });
  const int answers = sum(week, [](const GroupWeek& one) { return one.answers; });
  const int waiting = sum(week, [](const GroupWeek& one) { return one.waiting.size(); });
  std::vector<std::string> parts;
  if (held + before > 0)
    parts.push_back(core::text_n(language, "digests.n.sessions", held) +
                    (before > 0 ? core::text(language, "digests.n.before", {{"n", before}})
                                : core::text(language, "digests.n.before.none")));
  if (answers > 0) parts.push_back(core::text_n(language, "digests.n.answers", answers));
  if (waiting > 0) parts.push_back(core::text_n(language, "digests.n.waiting", waiting));
  if (parts.empty()) return;
  if (week.groups.size() > 1)
    parts.insert(parts.begin(),
                 core::text_n(language, "digests.n.groups", static_cast<int>(week.groups.size())));
  std::string line;
  for (const std::string& part : parts) line += (line.empty() ? "" : " · ") + part;
  core::say(blocks, language, "digests.numbers", {{"numbers", line}});
}

}  // namespace digests
