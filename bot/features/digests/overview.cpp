#include "bot/features/digests/overview.hpp"

#include <algorithm>
#include <set>

#include "bot/core/days.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/leaders.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/sorting.hpp"
#include "bot/features/digests/group_page.hpp"
#include "bot/features/digests/plots.hpp"
#include "bot/features/digests/weeks.hpp"
#include "bot/results/result_view.hpp"

namespace digests {
namespace {

using core::Language;
using Audience = core::ResultLine::Audience;
using std::chrono::days;

constexpr days looking_back{365}, looking_ahead{120};

std::vector<const core::Group*> groups_of(const core::Directory& people, const core::Person& reader) {
  auto groups = people.groups_of(reader.id);
  std::stable_sort(groups.begin(), groups.end(), [](const core::Group* a, const core::Group* b) {
    return core::name_before(a->name, b->name);
  });
  return groups;
}

// "neste samling tirsdag 24. november", "2 åpne saker", "sist: Svært nyttig".
core::Rich line_of(const Read& read, core::Instant now, Language language) {
  core::Rich line{core::Span(read.group->name, core::Span::Style::strong, address_of("group", read.group))};
  const auto next =
      std::find_if(read.history.sessions.begin(), read.history.sessions.end(), [&](const SessionLine& each) {
        return each.session.ends > now && each.session.state != core::Session::State::cancelled;
      });
  std::string words =
      ": " + (next == read.history.sessions.end()
                  ? core::text(language, "overview.next.none")
                  : core::text(language, "overview.next",
                               {{"date", core::say_date(language, *read.group, next->session.starts)}}));
  const auto open = std::ranges::count_if(read.history.matters,
                                          [](const HistoryMatter& matter) { return !ended(matter.state); });
  if (open > 0) words += " · " + core::text_n(language, "overview.open", static_cast<int>(open));
  const core::Plot useful = usefulness_plot(read.history, *read.group, read.audience, language, read.later);
  std::vector<std::string> last;  // several where they were equally many
  for (const core::Plot::Mark& mark : useful.marks)
    if (mark.column + 1 == useful.columns.size()) last.push_back(useful.rows[mark.row]);
  if (!last.empty())
    words += " · " + core::text(language, "overview.last", {{"answer", core::say_list(language, last)}});
  line.emplace_back(std::move(words));
  return line;
}

}  // namespace

Read Overviews::read(const core::Group& group, Audience audience, core::Instant now, Language language,
                     const std::optional<Days>& days) {
  const auto between = [&](core::Instant from, core::Instant to) {
    GroupHistory history = histories_.history(group.id, from, to, audience);
    if (names_) name_sessions(history, *names_, language);
    return history;
  };
  if (!days) return {&group, audience, between(now - looking_back, now + looking_ahead)};
  const core::Zone zone = core::Zone::named(group.zone);
  const core::Date after = core::day_after(days->last);
  const core::Instant from = core::midnight(zone, days->first), to = core::midnight(zone, after);
  Read read{&group, audience, {}, days};
  if (to < now) read.later = histories_.history(group.id, to, now + looking_ahead, audience).results;
  read.history = between(from, to);
  std::erase_if(read.history.matters, [&](const HistoryMatter& matter) {
    return matter.raised >= to || (ended(matter.state) && matter.changed < from);
  });
  return read;
}

Read Overviews::read(const Asking& asking, const core::Group& group) {
  const core::Person& reader = asking.reader;
  const bool leads = core::may(reader, group, core::Role::leader);
  Read all =
      read(group, leads ? Audience::leader : Audience::group, asking.now, asking.language, asking.days);
  if (leads && core::leaders_of(asking.people, group).is_above(reader.id))
    std::erase_if(all.history.matters, [](const HistoryMatter& matter) { return !matter.passed_on; });
  const core::Member* member = group.member(reader.id);
  if (!leads && member && member->since) keep_since(all, asking);
  if (!member || member->role != core::Role::facilitator)
    std::erase_if(all.history.hours, [&](const HistoryHours& hours) { return hours.person != reader.id; });
  return all;
}

void Overviews::keep_since(Read& all, const Asking& asking) {
  const core::PersonId& reader = asking.reader.id;
  const Read leaders = read(*all.group, Audience::leader, asking.now, asking.language, all.days);
  std::set<std::pair<core::PollId, int>> told;
  for (const HistoryResult& result : leaders.history.results)
    for (const core::ResultLine& line : result.lines) told.emplace(result.poll.id, line.question);
  std::erase_if(all.history.results, [&](HistoryResult& result) {
    if (core::was_in(*all.group, reader, result.poll.opens)) return false;
    std::erase_if(result.lines, [&](const core::ResultLine& line) {
      return !told.contains({result.poll.id, line.question});
    });
    return result.lines.empty();
  });
  std::erase_if(all.history.tryouts, [&](const HistoryTryout& tryout) {
    return !core::was_in(*all.group, reader, tryout.agreed);
  });
  // Of a period that began before, each one's hours tell who came then.
  std::set<int> before;
  for (const SessionLine& line : all.history.sessions)
    if (!core::was_in(*all.group, reader, line.session.starts)) before.insert(line.session.run);
  std::erase_if(all.history.hours, [&](const HistoryHours& hours) {
    return hours.person != reader && before.contains(hours.run);
  });
}

core::Message Overviews::groups_page(const Asking& asking) {
  const Language language = asking.language;
  core::Message message;
  auto& blocks = message.blocks;
  core::head(blocks, language, "overview.title");
  const core::Zone zone = core::Zone::named(zone_);
  const core::Date monday = core::monday_of(core::date_of(zone.to_local(asking.now)));
  const Week week = week_of(digests_, asking.people, asking.reader, monday, zone);
  for (core::Block& block : digest(week, language).blocks) blocks.push_back(std::move(block));
  core::List lines;
  Asking as_usual = asking;
  as_usual.days.reset();
  for (const core::Group* group : groups_of(asking.people, asking.reader))
    lines.items.push_back(line_of(read(as_usual, *group), asking.now, language));
  if (lines.items.empty()) {
    core::say(blocks, language, "overview.none");
    return message;
  }
  core::head(blocks, language, "overview.groups");
  blocks.emplace_back(std::move(lines));
  say_files(blocks, nullptr, asking.days, language);
  return message;
}

Overview Overviews::answer(const Asking& asking, std::string_view view,
                           const std::optional<core::GroupId>& wanted, const Progress& progress) {
  const core::Instant now = asking.now;
  const Language language = asking.language;
  auto groups = groups_of(asking.people, asking.reader);
  if (!wanted && view == "groups") return groups_page(asking);
  if (wanted) std::erase_if(groups, [&](const core::Group* group) { return group->id != *wanted; });
  std::vector<Read> all;
  for (const core::Group* group : groups) {
    all.push_back(read(asking, *group));
    if (progress) progress(all.size(), groups.size());
  }
  if (all.empty()) return {};
  if (view == "tables") return tables_of(all, now, language);
  if (!wanted) return {};
  Read& one = all.front();
  if (view == "group" && asking.days)
    one.usual = histories_.sessions(one.group->id, now - looking_back, now + looking_ahead, one.audience);
  if (view == "group") return group_page(one, now, language, false).body;
  if (view == "report") return group_page(one, now, language, true);
  core::Plot plot = plot_of(one, view, now, language);
  if (plot.empty()) return {};
  return plot;
}

Report Overviews::report_of(const core::Group& group, core::Instant now, Language language) {
  return group_page(read(group, Audience::leader, now, language), now, language, true);
}

std::vector<core::Table> Overviews::tables_for_leaders(const std::vector<const core::Group*>& groups,
                                                       core::Instant now, Language language,
                                                       const Progress& progress) {
  std::vector<Read> all;
  for (const core::Group* group : groups) {
    all.push_back(read(*group, Audience::leader, now, language));
    if (progress) progress(all.size(), groups.size());
  }
  return tables_of(all, now, language);
}

}  // namespace digests
