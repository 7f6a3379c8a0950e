#pragma once
// What one feature tells the others, within the same transaction. Features never include each other: they
// emit facts through Context and hear those of others in Feature::on.

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "bot/core/calendar.hpp"
#include "bot/core/channel_people.hpp"
#include "bot/core/poll.hpp"
#include "bot/core/session.hpp"

namespace core {

// A moment of a session's timeline has come: "ideas", "topic_poll", "checkout", "followup" ... `closes` is
// the paired closing moment where there is one ("topic_poll" and "checkout").
struct MomentDue {
  Session session;
  std::string moment;
  Instant closes{};
  std::string programme{};  // key of what the group follows in this period; empty = freely chosen topics
};
// Somebody wants this poll held; the id decides that asking twice gives one poll. Opens at poll.opens.
struct PollRequested {
  Poll poll;
};
// A poll has closed with what may be said about it.
struct PollClosed {
  Poll poll;
  Result result;
};
// A poll that was open, or to be opened, is called off: its answers are gone, and it comes to nothing.
struct PollCalledOff {
  Poll poll;
};
// The group has a topic for the session, by poll or by the facilitator. An empty session means the group's
// next.
struct TopicChosen {
  GroupId group;
  SessionId session;
  std::string topic;
};
// What was chosen is no session's topic any more: another took its place, or the session is cancelled. It
// goes back to the table.
struct TopicReturned {
  GroupId group;
  std::string topic;
};
// The words of an idea were taken away: no vote shows them any more.
struct IdeaHidden {
  GroupId group;
  std::string words;
};
// An idea says something else now: no vote goes on with these words.
struct IdeaReworded {
  GroupId group;
  std::string words;
};
// A session was moved or cancelled: whatever hangs on it is withdrawn. Its new state is in `session`.
struct SessionChanged {
  Session session;
};
// Somebody said whether they come to a session; `before` is what they had said until then.
struct SaidAboutComing {
  Session session;
  PersonId person;
  std::optional<bool> before;
  bool coming = false;
};
// Who came to a session was ticked, by this person.
struct AttendanceTaken {
  Session session;
  std::string by;  // their name
};
// Pauses or closed days are others from now on, for the group or, with an empty id, for all. `made`: the
// pause that was made, or a closed day. `gone`: those that ended early, or are not to be.
struct PausesChanged {
  GroupId group;
  std::optional<Closed> made{};
  std::vector<Closed> gone{};
};
// Somebody has made a pause of their own.
struct PauseTaken {
  PersonId person;
  Closed pause;
};
// A group was made, or its rhythm, programme or place is another: the snapshot of people knows it from the
// next unit of work on. `sessions` are wanted besides what its cadence gives: start and end.
struct GroupChanged {
  GroupId group;
  std::vector<std::pair<Instant, Instant>> sessions{};
  PersonId by{};  // who did it; empty: nobody alone
};
// A group has ended: nothing more is planned, unless it begins again one day.
struct GroupStopped {
  GroupId group;
  PersonId by{};
  bool gone = false;  // it is no more among the groups, and nothing of it is answered
};
// A group's channel was looked at: who is there now.
struct ChannelWasRead {
  std::string workspace, channel;
  ChannelRead read;
};
// Something an administrator did that the organisation must be able to account for: it goes to the audit log
// (docs/privacy.md). Never an answer, and never what anybody read in a group.
struct AdministrativeAct {
  std::string what;        // a fixed code: "role.given"
  PersonId by{};           // empty: the operator
  PersonId about{};        // whom it is about
  std::string about_as{};  // instead, by the name in the audit log, of somebody who is gone
  GroupId group{};
  std::string detail{};   // fixed codes and numbers; no name, nothing that anybody wrote
  bool arranged = false;  // nobody did it just now: it was said before that it should come
};
using Fact =
    std::variant<MomentDue, PollRequested, PollClosed, PollCalledOff, TopicChosen, TopicReturned, IdeaHidden,
                 IdeaReworded, SessionChanged, SaidAboutComing, AttendanceTaken, PausesChanged, PauseTaken,
                 GroupChanged, GroupStopped, ChannelWasRead, AdministrativeAct>;

}  // namespace core
