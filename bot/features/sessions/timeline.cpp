#include "bot/features/sessions/timeline.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <string>

#include "bot/core/group_time.hpp"
#include "bot/core/holidays.hpp"

namespace sessions {
namespace {

using core::Instant;
using core::Minutes;
using std::chrono::days;
using std::chrono::hours;

constexpr Minutes checkout_closes_at = hours{12}, cover_at{10 * 60 + 30};
constexpr Minutes worth_cover{30};              // a shorter session takes nobody off the floor
constexpr Minutes day_closes_after = hours{2};  // of the question of each working day
constexpr Minutes time_to_read = hours{1};      // from the result to the question what to lift
constexpr Minutes gap = hours{1};               // between two moments squeezed before the same quiet
constexpr hours shortest_vote{24};              // else it opens before the quiet
constexpr days soonest_vote{3};                 // but not before a long one
constexpr hours enough_notice{1}, enough_to_vote{2}, follow_up_within{7 * 24};

const core::Offset& usual_offset(const MomentRule& rule) {
  // Read once: every night asks for all moments of all sessions.
  static const auto offsets = [] {
    std::vector<core::Offset> read;
    for (const MomentRule& each : moment_rules()) read.push_back(core::offset_from_text(each.offset));
    return read;
  }();
  return offsets[static_cast<std::size_t>(&rule - moment_rules().data())];
}

// Nearer to the session where the one before would else come in between: nobody is invited to the next on the
// day of this one.
core::Offset default_offset(const MomentRule& rule, const core::Group& group) {
  core::Offset offset = usual_offset(rule);
  if (const auto apart = days_apart(group); apart && rule.after_the_last > 0)
    offset.days = std::max(offset.days, rule.after_the_last - *apart);
  return offset;
}

std::optional<core::Offset> changed_offset(std::string_view moment, const core::Group& group,
                                           const core::Programme* programme) {
  const std::string name(moment);
  if (const auto own = group.timeline.find(name); own != group.timeline.end()) return own->second;
  if (programme)
    if (const auto theirs = programme->timeline.find(name); theirs != programme->timeline.end())
      return theirs->second;
  return std::nullopt;
}

// Of each working day's session comes one question when it begins, and its result.
bool comes_daily(const MomentRule& rule) {
  return rule.name == "checkout" || rule.name == "checkout_closes";
}
bool is_daily(const core::Session& session, const core::Group& group) {
  return core::meets_daily(group) && !session.extra;
}

bool has_leader(const core::Group& group) {
  return std::ranges::any_of(group.members,
                             [](const core::Member& member) { return member.role == core::Role::leader; });
}

Instant wanted_at(const MomentRule& rule, const std::optional<core::Offset>& changed,
                  const core::Session& session, const core::Group& group, const core::Zone& zone,
                  const std::vector<Moment>& before) {
  if (changed) return core::instant_of(*changed, session, zone);
  if (is_daily(session, group) && comes_daily(rule))
    return rule.opening.empty() ? session.starts : find(before, rule.opening)->wanted + day_closes_after;
  if (rule.name == "checkout_closes") {
    const core::Date day = core::next_working_day(core::date_of(zone.to_local(session.ends)));
    return zone.to_utc(core::at(day, checkout_closes_at));
  }
  if (rule.name == "cover") {
    std::chrono::sys_days day{core::date_of(zone.to_local(session.starts))};
    for (int working = 0; working < 2; working += core::is_working_day(core::Date{day})) day -= days{1};
    return zone.to_utc(core::at(core::Date{day}, cover_at));
  }
  // What came of the session is asked when its check-out has been read.
  const Moment* result = rule.name == "followup" ? find(before, "checkout_closes") : nullptr;
  return result ? result->wanted + time_to_read
                : core::instant_of(default_offset(rule, group), session, zone);
}

// The last time before the quiet: at the usual time of that day where it fits, so that nobody hears at one
// minute to eight in the evening what was meant for noon.
Instant earlier(Instant wanted, Instant latest, const core::Zone& zone, const core::QuietHours& quiet) {
  const Instant at = core::before_quiet(latest, zone, quiet);
  const Instant usual =
      zone.to_utc(core::at(core::date_of(zone.to_local(at)), core::time_of_day(zone.to_local(wanted))));
  return usual <= at && !core::is_quiet(usual, zone, quiet) ? usual : at;
}

// What facilitators and leaders alone are asked follows nothing that the group hears: squeezed before a
// weekend it takes no day from a vote.
bool to_few(const Moment& moment) {
  return moment_rule(moment.name).late == Late::before_start;
}

// A vote of which a quiet would leave less than a day: who is not at work on that one morning has none.
bool is_cut_short(const Moment& vote, const std::vector<Moment>& moments) {
  return vote.at != vote.wanted && std::ranges::any_of(moments, [&](const Moment& closing) {
           return moment_rule(closing.name).opening == vote.name &&
                  closing.wanted - vote.wanted >= shortest_vote && closing.at - vote.at < shortest_vote;
         });
}

// Gives every moment its place, from the last to the first, so that each knows what it must come before.
void place(std::vector<Moment>& moments, const core::Session& session, const core::Zone& zone,
           const core::QuietHours& quiet) {
  std::vector<std::size_t> order(moments.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return moments[a].wanted > moments[b].wanted; });
  for (std::size_t i = 0; i < order.size(); ++i) {
    Moment& moment = moments[order[i]];
    moment.at = moment.wanted;
    if (moment_rule(moment.name).exempt) continue;
    moment.at = core::after_quiet(moment.wanted, zone, quiet);
    // In the last days before a session later is too late to get ready.
    if (to_few(moment) && moment.at != moment.wanted)
      moment.at = earlier(moment.wanted, moment.wanted, zone, quiet);
    if (moment.wanted < session.starts) {
      if (is_cut_short(moment, moments)) {
        const Instant before = earlier(moment.wanted, moment.wanted, zone, quiet);
        if (moment.wanted - before <= soonest_vote) moment.at = before;
      }
      Instant limit = session.starts;
      for (std::size_t j = 0; j < i; ++j) {
        const Moment& later = moments[order[j]];
        if (later.wanted > moment.wanted && !to_few(later)) limit = std::min(limit, later.at);
      }
      if (moment.at >= limit) moment.at = earlier(moment.wanted, limit - gap, zone, quiet);
    }
    moment.moved = moment.moved || moment.at != moment.wanted;
  }
}

}  // namespace

Instant heard_at(const core::Group& group, Instant said) {
  return core::after_quiet(said, core::Zone::named(group.zone), group.quiet);
}

bool waits_for_quiet(const core::Group& group, Instant said, Instant before) {
  return heard_at(group, said) < before - std::chrono::hours{1};
}

std::optional<int> days_apart(const core::Group& group) {
  if (!group.cadence || group.cadence->monthly || group.cadence->working_days) return std::nullopt;
  const bool every_second = group.cadence->parity != core::WeekParity::any;
  return 7 * (every_second ? 2 : group.cadence->every_weeks);
}

const core::SessionPlan* plan_of(const core::Session& session, const core::Programme* programme) {
  if (!programme || session.number < 1) return nullptr;
  const auto index = static_cast<std::size_t>(session.number - 1);
  return index < programme->sessions.size() ? &programme->sessions[index] : nullptr;
}

const core::SessionPlan& practice_of(const core::SessionPlan* plan, const core::Programme* programme) {
  static const core::SessionPlan none;
  return plan ? *plan : programme ? programme->usual : none;
}

const Moment* find(const std::vector<Moment>& moments, std::string_view name) {
  const auto found =
      std::find_if(moments.begin(), moments.end(), [&](const Moment& moment) { return moment.name == name; });
  return found == moments.end() ? nullptr : &*found;
}

std::optional<core::Instant> invited_at(const std::vector<Moment>& moments, const core::Session& session,
                                        const core::Group& group, core::Instant now) {
  const Moment* invited = find(moments, "invitation");
  if (!invited) return std::nullopt;
  if (invited->at > now) return invited->at;
  const core::Instant heard = heard_at(group, now);
  return heard + std::chrono::hours{1} > session.starts ? std::nullopt : std::optional(heard);
}

std::vector<Moment> timeline(const core::Session& session, const core::Group& group,
                             const core::Programme* programme) {
  const core::Zone zone = core::Zone::named(group.zone);
  const core::SessionPlan* plan = plan_of(session, programme);
  std::vector<Moment> moments;
  for (const MomentRule& rule : moment_rules()) {
    // A programme's times are of sessions to get ready for: each working day they would be a flood.
    auto changed = changed_offset(rule.name, group, is_daily(session, group) ? nullptr : programme);
    const Moment* opening = rule.opening.empty() ? nullptr : find(moments, rule.opening);
    if (!rule.opening.empty() && !opening) continue;
    if (!changed && is_daily(session, group) && !comes_daily(rule)) continue;
    if (rule.name == "preparation" && (!plan || plan->preparation.empty())) continue;
    if (rule.name == "bring" && practice_of(plan, programme).bring.empty()) continue;
    if (rule.name == "cover" && (session.ends - session.starts < worth_cover || !has_leader(group))) continue;
    bool bent = false;
    if (changed && changed->off) {
      if (!opening) continue;
      changed.reset();  // what is opened must close
      bent = true;
    }
    Instant wanted = wanted_at(rule, changed, session, group, zone, moments);
    if (opening && wanted <= opening->wanted) {
      wanted = opening->wanted + days{1};
      bent = true;
    }
    moments.push_back({rule.name, wanted, wanted, bent});
  }
  place(moments, session, zone, group.quiet);
  std::stable_sort(moments.begin(), moments.end(),
                   [](const Moment& a, const Moment& b) { return a.at < b.at; });
  return moments;
}

Verdict when_late(const std::vector<Moment>& moments, std::string_view name, const core::Session& session,
                  Instant due, Instant now, Instant heard) {
  const auto due_too = [&](const Moment& other) {
    return other.name != name && other.at >= due && other.at <= now;
  };
  const auto closing_of = [&](std::string_view opening) {
    for (const Moment& moment : moments)
      if (moment_rule(moment.name).opening == opening) return moment.at;
    return Instant::max();
  };
  const bool later_message = std::any_of(moments.begin(), moments.end(), [&](const Moment& other) {
    return due_too(other) && moment_rule(other.name).message;
  });
  const auto only_if = [](bool holds) { return holds ? Verdict::send : Verdict::drop; };
  switch (moment_rule(name).late) {
    case Late::newest_only: {
      if (session.starts - heard <= enough_notice || later_message) return Verdict::drop;
      const bool others_speak = std::any_of(moments.begin(), moments.end(), [&](const Moment& other) {
        return due_too(other) &&
               (other.name == "ideas" ||
                (other.name == "topic_poll" && closing_of("topic_poll") - heard >= enough_to_vote));
      });
      return others_speak ? Verdict::wait_a_day : Verdict::send;
    }
    case Late::unless_later:
      return only_if(!later_message);
    case Late::before_start:
      return only_if(heard < session.starts);
    case Late::always:
      return Verdict::send;
    case Late::two_hours_left:
      return only_if(closing_of(name) - heard >= enough_to_vote);
    case Late::while_open:
      return only_if(closing_of(name) > heard);
    case Late::a_week:
      return only_if(now - due <= follow_up_within);
    case Late::not_ours:
      return Verdict::drop;
  }
  return Verdict::drop;
}

}  // namespace sessions
