#pragma once
// What a digest reads: only counts, what was disclosed to leaders, and matters that were lifted to them. Any
// reading connection.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bot/core/ids.hpp"
#include "bot/core/language.hpp"
#include "bot/core/matter.hpp"
#include "bot/core/poll.hpp"
#include "bot/core/session.hpp"
#include "bot/results/pooled.hpp"

namespace digests {

// A matter that no leader has answered, or that has come to the day on which it is looked at again.
struct WaitingMatter {
  core::MatterId id;
  std::string title;
  core::Instant raised{};
  core::MatterState state = core::MatterState::lifted;
  core::Instant passes_on{};    // {}: it does not
  bool passed_on = false;       // it has reached the leaders above
  std::string kind = "matter";  // a code of matters/store.hpp
  core::Instant look_again{};   // the day on which it waited again; {}: none
  // It was passed on because nobody answered: what goes to somebody above has reached them from the first.
  bool sent_on = false;
};
// One that a leader called done, and what the group was shown of its own answer.
struct NoticedMatter {
  core::MatterId id;
  std::string title;
  std::vector<core::ResultLine> lines;  // audience leader only; none where too few answered
};
struct SessionLine {
  core::Session session;
  int coming = 0;  // people who said that they come; a number only
  // Where a facilitator ticked who came: how many, of how many. Else 0, and nobody knows.
  int came = 0, listed = 0;
  std::string cover{};  // a code of cover/store.hpp; empty: the leaders were not asked about it
  // Of a history alone: the programme that it follows, and which of the pack's sessions, from 1; 0: none.
  std::string programme{};
  int plan = 0;
  // Of a week alone: when it was first known who came, or of one that is cancelled, that it is; {}: nobody
  // knows. When cover was asked for, or last answered otherwise.
  core::Instant known{}, covered{};
};
// Published, with at least one line for leaders.
struct ResultForLeader {
  core::PollId id;
  // What was asked, under which title and by which rules; its id and times may be those of another poll that
  // asks the same.
  std::shared_ptr<const core::Poll> asked;
  std::vector<core::ResultLine> lines;  // audience leader only
};
// What the group agreed on and has released to its leaders.
struct Minutes {
  std::string text;
  core::Instant at{};
};
struct GroupWeek {
  std::vector<WaitingMatter> waiting;
  std::vector<NoticedMatter> noticed;
  std::vector<SessionLine> held, coming, cancelled;
  // Of weeks before, where it was ticked who came only after the digest of that week.
  std::vector<SessionLine> late;
  std::vector<ResultForLeader> results;
  std::vector<Minutes> minutes;  // oldest first
  // To which side the last check-outs with a line for leaders leaned, newest first, at most six, and the
  // scale that the newest asks; only in a week with one of them.
  std::vector<results::Leaning> leanings;
  std::optional<core::Question> scale;
  int held_before = 0;         // sessions of the week before
  int answers = 0;             // steps that leaders took in the week
  core::Instant last_ended{};  // of the group's last session; {}: it has had none
  bool planned = false;        // a session lies ahead
  core::Instant began{};       // when the group was first planned for; {}: nobody knows
  // Nothing to tell; what was cancelled is told as unusual, or not at all.
  bool empty() const {
    return waiting.empty() && noticed.empty() && held.empty() && coming.empty() && late.empty() &&
           results.empty() && minutes.empty();
  }
};

// What a group has been through, for pages and reports: to the same rules as a week.
struct HistoryMatter {
  core::MatterId id;
  std::string title, owner;  // the name of who follows it up; may be empty
  core::MatterState state = core::MatterState::lifted;
  core::Instant raised{}, changed{};
  core::Instant look_again{};  // {}: it has ended
  bool passed_on = false;
  std::string kind = "matter";  // a code of matters/store.hpp
};
struct HistoryResult {
  core::Poll poll;
  std::vector<core::ResultLine> lines;  // of the audience that was asked for alone
  core::Instant told{};                 // when the group was told
};
struct HistoryTryout {
  std::string what, state, words;  // state: a code of tryouts/store.hpp, or "found": what was to be found out
  core::Instant agreed{};
};
// One person's time in one period, where it was ticked who came.
struct HistoryHours {
  core::PersonId person;
  std::string name;
  int run = 1, sessions = 0;
  std::chrono::minutes spent{0};
};
struct GroupHistory {
  std::vector<SessionLine> sessions;   // by start, also those to come and those that were cancelled
  std::vector<HistoryResult> results;  // oldest first
  std::vector<HistoryMatter> matters;  // oldest first
  std::vector<Minutes> minutes;        // that were released alone, newest first
  std::vector<HistoryTryout> tryouts;  // newest first; for the group alone
  std::vector<HistoryHours> hours;     // by name; for the facilitator, and each their own
};

// Any reading connection.
class HistoryStore {
 public:
  virtual ~HistoryStore() = default;
  // Sessions that start within [from, to); results that the group was told within [from, to) with a line for
  // `audience`; all matters; try-outs and hours only for the audience of the group. Never a text that
  // somebody answered, never what stayed in the group.
  virtual GroupHistory history(const core::GroupId& group, core::Instant from, core::Instant to,
                               core::ResultLine::Audience audience) = 0;
  // The sessions of such a history alone.
  virtual std::vector<SessionLine> sessions(const core::GroupId& group, core::Instant from, core::Instant to,
                                            core::ResultLine::Audience audience) = 0;
};

// The week that a digest is of, and the time of which it tells what became known: from the moment of the one
// before to its own, so that whatever is news stands in the first digest after it, and in no other.
struct WeekSpan {
  core::Instant from{}, to{}, known_from{}, known_to{};
};

class DigestStore {
 public:
  virtual ~DigestStore() = default;
  // Of each of these groups its week, in their order; read together, so that many cost little more than one.
  // Held: ended within [from, to); coming: start within [to, to + (to - from));
  // waiting: at `to`, oldest first. Within [known_from, known_to): results and what was noticed, when the
  // group had been told; minutes, when they were released; steps of leaders; late: ended before `from`,
  // first ticked within it; cancelled, also of days to come: when somebody did that.
  virtual std::vector<GroupWeek> weeks(std::span<const core::GroupId> groups, const WeekSpan& span) = 0;
};

}  // namespace digests
