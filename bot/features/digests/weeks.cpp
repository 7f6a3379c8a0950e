#include "bot/features/digests/weeks.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "bot/core/days.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/leaders.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/sorting.hpp"
#include "bot/core/texts.hpp"
#include "bot/features/digests/events.hpp"

namespace digests {

namespace {

// The week before a Monday.
WeekSpan span_of(core::Date monday, const core::Zone& zone) {
  const core::Date before = core::plus(monday, std::chrono::days{-7});
  return {core::midnight(zone, before), core::midnight(zone, monday), moment_of(before, zone),
          moment_of(monday, zone)};
}

// Of each group its week, and by how many it is still wanted: the last takes it.
struct Wanted {
  GroupWeek week;
  std::size_t by = 0;
};
using Weeks = std::unordered_map<core::GroupId, Wanted>;

// `seats` of each who reads.
Weeks read(DigestStore& store, std::span<const std::vector<Seat>> readers, const WeekSpan& span) {
  Weeks weeks;
  std::vector<core::GroupId> groups;
  for (const auto& seats : readers)
    for (const Seat& seat : seats)
      if (++weeks[seat.group].by == 1) groups.push_back(seat.group);
  auto all = store.weeks(groups, span);
  for (std::size_t i = 0; i < groups.size(); ++i) weeks.at(groups[i]).week = std::move(all.at(i));
  return weeks;
}

GroupWeek taken(Wanted& one) {
  return --one.by == 0 ? std::move(one.week) : one.week;
}

bool unanswered(const WaitingMatter& matter) {
  return matter.state == core::MatterState::lifted || matter.state == core::MatterState::received;
}

// A decision waits for the next level from the first, where there is one, and for nobody else; a wish for the
// one who is named, until nobody has answered for so long that it reaches the others.
bool waits_for(const Seat& seat, const WaitingMatter& matter, const core::Directory& people,
               const core::Group& group) {
  if (matter.kind == "wish" && unanswered(matter) && core::leaders_of(people, group).has(group.wishes_to))
    return !seat.wishes_elsewhere || matter.sent_on;
  if (seat.above) return matter.passed_on;
  return matter.kind != "decision" || core::leaders_of(people, group).above.empty();
}

Week week_from(Weeks& weeks, const core::Directory& people, const std::vector<Seat>& seats, core::Date monday,
               const WeekSpan& span) {
  Week week{{}, monday, span.to, span.known_from};
  week.groups.reserve(seats.size());
  for (const Seat& seat : seats) {
    OneGroup one{people.group(seat.group), taken(weeks.at(seat.group))};
    if (one.week.began >= span.to) continue;  // there was no such group
    std::erase_if(one.week.waiting,
                  [&](const WaitingMatter& matter) { return !waits_for(seat, matter, people, *one.group); });
    week.groups.push_back(std::move(one));
  }
  if (week.groups.size() > 1)
    std::stable_sort(week.groups.begin(), week.groups.end(), [](const OneGroup& a, const OneGroup& b) {
      return core::name_before(a.group->name, b.group->name);
    });
  return week;
}

// Who came, where it was ticked since the moment of the digest: the next one tells it.
void forget_later(Week& week, const WeekSpan& span) {
  for (OneGroup& one : week.groups)
    for (SessionLine& line : one.week.held)
      if (line.known >= span.known_to) line.came = line.listed = 0;
}

// Whoever was away when the digest before this one was made, and had a group by then of which it told or
// would have, is told where the weeks between stand. Whether it came nobody knows: it may have been late.
bool may_have_missed(const core::Person& leader, const Week& week, const WeekSpan& span,
                     const core::Zone& zone) {
  return core::is_away(leader, zone, span.known_from) &&
         std::ranges::any_of(week.groups, [&](const OneGroup& one) {
           return !one.group->stopped && one.week.began < span.from;
         });
}

void say_missed(core::Message& message, const Week& week, core::Language language, bool by_mail) {
  core::Message missed;
  core::say(missed, language, "digests.missed");
  if (message.blocks.empty()) {
    const core::Heading title = title_of(week, language);
    if (by_mail) message.mail = core::Mail{title.text, {title}};
    message.blocks = {title, core::Actions{{events::page.button(core::text(language, "overview.button"))}}};
  }
  if (message.mail) message.mail->blocks.insert(message.mail->blocks.begin() + 1, missed.blocks.front());
  message.blocks.insert(message.blocks.begin() + 1, std::move(missed.blocks.front()));
}

}  // namespace

core::Instant moment_of(core::Date monday, const core::Zone& zone) {
  constexpr auto digest_at = std::chrono::hours{8};
  return zone.to_utc(core::at(monday, digest_at));
}

std::vector<Seat> seats_of(const core::Directory& people, const core::Person& leader) {
  std::vector<Seat> seats;
  for (const core::Group* group : people.groups_of(leader.id))
    if (core::may(leader, *group, core::Role::leader)) {
      const core::Leaders leaders = core::leaders_of(people, *group);
      seats.push_back({group->id, leaders.is_above(leader.id),
                       group->wishes_to != leader.id && leaders.has(group->wishes_to)});
    }
  return seats;
}

Week week_of(DigestStore& store, const core::Directory& people, const core::Person& leader, core::Date monday,
             const core::Zone& zone) {
  const WeekSpan span = span_of(monday, zone);
  const std::vector<std::vector<Seat>> seats{seats_of(people, leader)};
  Weeks weeks = read(store, seats, span);
  return week_from(weeks, people, seats.front(), monday, span);
}

std::vector<Portion> portions_of(const core::Directory& people, std::size_t groups) {
  std::vector<Portion> all;
  std::set<core::PersonId> taken;
  std::size_t begun = groups;
  for (const core::Group& group : people.groups()) {
    if (begun >= groups) {
      all.emplace_back();
      begun = 0;
    }
    ++begun;
    for (const core::Person* leader : people.with_role(group, core::Role::leader))
      if (taken.insert(leader->id).second) all.back().push_back(leader->id);
  }
  std::erase_if(all, [](const Portion& portion) { return portion.empty(); });
  return all;
}

std::vector<Made> made_for(DigestStore& store, const core::Directory& people, const Portion& leaders,
                           core::Date monday, const core::Zone& zone, bool has_page) {
  const WeekSpan span = span_of(monday, zone);
  std::vector<Made> all;
  std::vector<std::vector<Seat>> seats;
  for (const core::PersonId& id : leaders) {
    const core::Person* leader = people.person(id);
    if (!leader) continue;
    auto own = seats_of(people, *leader);
    if (own.empty()) continue;
    all.push_back({id, leader->language, monday, own, {}});
    seats.push_back(std::move(own));
  }
  Weeks weeks = read(store, seats, span);
  for (Made& made : all) {
    Week week = week_from(weeks, people, made.seats, monday, span);
    week.has_page = has_page;
    forget_later(week, span);
    made.message = digest(week, made.language);
    const core::Person& leader = *people.person(made.leader);
    if (!made.message.blocks.empty() && !leader.email.empty())
      made.message.mail = digest_by_mail(week, made.language);
    if (has_page && may_have_missed(leader, week, span, zone))
      say_missed(made.message, week, made.language, !leader.email.empty());
  }
  return all;
}

std::string say_week(core::Language language, core::Date monday_after) {
  const std::chrono::sys_days after{monday_after};
  const core::Date first{after - std::chrono::days{7}}, last{after - std::chrono::days{1}};
  // texts: month.*
  const auto month = [&](core::Date date) {
    return core::text(language, "month." + std::to_string(static_cast<unsigned>(date.month())));
  };
  const auto day = [](core::Date date) { return static_cast<int>(static_cast<unsigned>(date.day())); };
  if (first.month() == last.month())
    return core::text(language, "digests.week",
                      {{"from", day(first)}, {"to", day(last)}, {"month", month(last)}});
  return core::text(
      language, "digests.week.of_two_months",
      {{"from", day(first)}, {"month", month(first)}, {"to", day(last)}, {"next", month(last)}});
}

}  // namespace digests
