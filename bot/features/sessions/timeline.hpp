#pragma once
// When each thing around a session happens, and what is done with it when the machine was down at that time.
// Pure: no clock, no storage; any thread.

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "bot/core/people.hpp"
#include "bot/core/programme.hpp"
#include "bot/core/session.hpp"

namespace sessions {

// What becomes of a moment that is handled more than `lateness` after its time.
enum class Late {
  newest_only,  // sent when the start is over an hour away and no later message of the session is due as well
  unless_later,    // sent unless a later message of the session is due as well; before the start, as every
                   // message is
  before_start,    // sent while the session has not begun
  always,          // carried out
  two_hours_left,  // carried out when at least two hours remain before the paired closing
  while_open,      // carried out when the paired closing is still ahead
  a_week,          // sent within seven days
  not_ours,        // a closing: whoever opened it closes it
};
inline constexpr core::Minutes lateness{30};

// What a moment leaves in the outbox, under its name.
enum class Posts {
  nothing,      // whoever hears of it does it
  whenever,     // a message that holds though the session is moved
  of_its_time,  // one that speaks of the session's time: of a moved session it is another
};

struct Occasion;  // that a moment has come; what is done then stands beside the table (moments.cpp)

struct MomentRule {
  std::string_view name;
  std::string_view offset;   // the default, in the words of core::offset_from_text
  int after_the_last;        // the default is at least so many days after the session before; 0: any
  std::string_view opening;  // a closing: the moment it closes
  bool exempt;               // belongs to the session itself: quiet hours do not move it
  bool message;              // ours is a message to the group before the session
  Posts posts;
  Late late;
  void (*then)(const Occasion&);
  std::string_view about;          // for the keys of configuration and packs: "when the invitation is posted"
  std::string_view usual_words{};  // what holds without a key, where that is more than `offset`
};
// In the order of the defaults; the table stands in moments.cpp.
std::span<const MomentRule> moment_rules();
const MomentRule& moment_rule(std::string_view name);  // throws std::logic_error for an unknown one

struct Moment {
  std::string_view name;  // of the table, static memory
  core::Instant wanted;   // what the rule says
  core::Instant at;       // when it happens
  bool moved;  // the two differ, or the rule could not be followed: shown in the list and the preview
};

// When the group hears what is said at `said`: then, or when its quiet is over.
core::Instant heard_at(const core::Group& group, core::Instant said);
// Whether news of a change waits for that: said in the quiet only where people would else hear of it less
// than an hour before `before`.
bool waits_for_quiet(const core::Group& group, core::Instant said, core::Instant before);

// How many days the cadence puts between sessions; nothing without one, for a monthly one, and for one of
// every working day, whose defaults are others.
std::optional<int> days_apart(const core::Group& group);

// The plan that the programme has for the session, by its number; nothing when there is none (any more).
const core::SessionPlan* plan_of(const core::Session& session, const core::Programme* programme);

// How a session is held: its plan, else what the programme usually does, else nothing.
const core::SessionPlan& practice_of(const core::SessionPlan* plan, const core::Programme* programme);

// The session's moments by time. Offsets: the group's, else the programme's, else the table's. Left out: what
// is "off", a closing without its opening, the preparation where there is nothing to prepare, and what to
// bring where that is nothing. Quiet hours move a moment to their end; one before the session moves to before
// them when it would else reach the start or a moment that belongs after it. `programme` may be null.
std::vector<Moment> timeline(const core::Session& session, const core::Group& group,
                             const core::Programme* programme);
const Moment* find(const std::vector<Moment>& moments, std::string_view name);
// When the group hears of a session that is planned `now`: at its moment, or as soon as it may where that has
// passed; nothing: there is no invitation, or it would come too late.
std::optional<core::Instant> invited_at(const std::vector<Moment>& moments, const core::Session& session,
                                        const core::Group& group, core::Instant now);

enum class Verdict { send, wait_a_day, drop };
// What to do with moment `name` that was due at `due` and is handled `now`, too late. `heard` is when a
// message sent now is read (after the quiet hours). wait_a_day: others of this session speak now, so that
// there is no burst.
Verdict when_late(const std::vector<Moment>& moments, std::string_view name, const core::Session& session,
                  core::Instant due, core::Instant now, core::Instant heard);

}  // namespace sessions
