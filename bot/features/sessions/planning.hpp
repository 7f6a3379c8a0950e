#pragma once
// Keeps a group's sessions and their jobs in step with its cadence. Engine thread, inside a unit of work.
//
// A session that the cadence no longer gives is cancelled with number 0: its number went back, nobody was
// told, and it may come again. One that the facilitator cancelled keeps its number as the sign that it stays
// cancelled.

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/context.hpp"
#include "bot/core/event_name.hpp"
#include "bot/core/programme.hpp"
#include "bot/features/sessions/store.hpp"
#include "bot/features/sessions/timeline.hpp"
#include "bot/features/sessions/view.hpp"

namespace sessions {

inline constexpr std::string_view plan_job = "sessions/plan";
// Which session's, and which moment: "sessions/moment:<session>:<moment>".
inline constexpr core::EventName<core::SessionId, std::string> moment_job{"sessions/moment"};
inline constexpr std::string_view merged_job =
    "sessions/merged";  // a moment that says what an earlier one did not; under the same key
inline constexpr std::string_view ended_job = "sessions/ended";
inline constexpr std::string_view holiday_job = "sessions/holiday";
// Pauses are others: plans anew with them, then says so.
inline constexpr std::string_view pauses_job = "sessions/pauses";
inline constexpr std::string_view tell_pause_job = "sessions/tell_pause";

// The reason of a session that falls into a pause, beside norwegian_holiday().
inline constexpr std::string_view in_pause = "pause";
// Why there can be no session then, in the words of say_holiday(): in_pause, an eve, "closed"; nothing: there
// can.
std::optional<std::string_view> closed_for(const core::Group& group, core::Instant starts,
                                           core::Instant ends);
// The key of the text that says so to whoever would set one then; empty: there can.
std::string closing_problem(const core::Group& group, core::Instant starts, core::Instant ends);
// Somebody moved or cancelled the session of that day, so that the cadence gives none then.
bool set_otherwise(SessionStore& store, const core::Group& group, const core::Occurrence& day);
// A period is over: its subject is the group.
inline constexpr std::string_view period_job = "sessions/period";

// Of the group, the date, the time and the length that the cadence gives, so that planning twice gives one
// session.
core::SessionId session_id(const core::Group& group, core::Instant starts, core::Instant ends);
// Given by the cadence at another time than it has now, and changed since: when nobody changed it, the
// group's time zone was. One that a person added and changed, too.
bool was_moved(const core::Session& session, const core::Group& group);
// By a pause, another rhythm or the group's end: without a number, nobody cancelled it.
bool taken_away(const core::Session& session);
// With the group that ended: a group that begins again has the day for itself.
bool called_off(SessionStore& store, const core::Session& session);
std::string moment_key(const core::SessionId& session, std::string_view moment);
// What the cadence gives from now on, as far as is planned ahead.
inline constexpr std::chrono::days horizon{120};
std::vector<core::Occurrence> occurrences_ahead(const core::Group& group, core::Instant now);
// "invitation:<session>". What speaks of the session's time (Posts::of_its_time) carries the number of the
// change where the session was moved: it is another message then.
std::string post_key(std::string_view moment, const core::Session& session, const core::Group& group);
// Under which it may have been posted so far, before this change or another.
std::vector<std::string> post_keys(std::string_view moment, const core::Session& session);
// To facilitators, where preparing takes long: no moment of its own.
inline constexpr std::string_view beside_the_invitation = "long-preparation";

// Who said that they come, as this reader may know it: also in a pause of their own, which takes back what
// was said before it. Who is not on the roster of that day does not come, whatever was said; who does not
// take part any more is not counted.
Attendance attendance_of(SessionStore& store, const core::Directory& people, const core::Session& session,
                         const core::Group& group, const core::Person& reader);
// Whoever makes a pause does not come to what begins in it, unless they say so again.
void take_back_yes(SessionStore& store, const core::Directory& people, const core::PauseTaken& taken,
                   core::Instant now);
// The facilitators who are not away.
std::vector<const core::Person*> at_work(const core::Directory& people, const core::Group& group,
                                         core::Instant now);

// Beyond it no session is added, and none moved.
inline constexpr std::chrono::days farthest{2 * 366};

class Planner {
 public:
  // What an invitation ends with: of the session before, told since then.
  using LastTime = std::function<std::vector<core::Block>(const core::Group&, core::Instant since)>;
  // Who is known to be in a group's channel.
  using InChannel = std::function<std::set<core::PersonId>(const core::GroupId&)>;
  Planner(SessionStore& store, const core::Programmes& programmes, LastTime last_time = {},
          InChannel in_channel = {})
      : store_(store),
        programmes_(programmes),
        last_time_(std::move(last_time)),
        in_channel_(std::move(in_channel)) {}

  // Every group that has, or had, a cadence; 120 days ahead. Doing it twice changes nothing.
  // `anew`: the timeline or the quiet hours may have been configured anew, so every moment is arranged again.
  void plan_all(core::Context& context, bool anew);
  // One group alone, whose settings are new; with its moments arranged again.
  void plan_one(core::Context& context, const core::GroupId& group);
  // A group's settings are others: it is planned in the next unit of work, which knows them.
  void follow(core::Context& context, const core::GroupChanged& changed);
  // That job has come: the group is planned, and invitations that are out say what is so now.
  void settle(core::Context& context, const core::GroupId& group);
  // A holiday's job has come: tells the group that there is no session, when that still holds.
  void tell_holiday(core::Context& context, const core::Job& job);

  // Pauses or closed days are others than before: the job that plans with them, in a unit of work that sees
  // them, and what comes when it or the telling is due.
  static core::Job job_of(std::string_view kind, const core::PausesChanged& changed, core::Instant due);
  void pauses_due(core::Context& context, const core::Job& job);

  // At a time of the facilitator's choice, for the same length unless an end is given; tells the group when
  // it was invited. The changed session.
  core::Session move(core::Context& context, const core::Group& group, core::Session session,
                     core::Instant starts, std::optional<core::Instant> ends = std::nullopt);
  // One more, besides what the cadence gives; the group is invited at its time, or at once. Its id.
  core::SessionId add(core::Context& context, const core::Group& group, core::Instant starts,
                      core::Instant ends);
  // One that was cancelled takes place after all; tells the group when it had heard of it.
  core::Session restore(core::Context& context, const core::Group& group, core::Session session);
  // Its topic goes back to the table. `readers`: who reads of it where that is not the group, because the
  // group is no more.
  void cancel(core::Context& context, const core::Group& group, core::Session session,
              const core::GroupId& readers = {});

  // Of a session that is over: whether it took place. One that did not counts as cancelled, and what hung on
  // it goes; nobody is told.
  void set_held(core::Context& context, const core::Group& group, core::Session session, bool held);

  // `message` about the session, with what an e-mail may say of it: when and where, and an entry for
  // calendars. `what` of sessions.mail.*: "invited", "moved", "restored", "cancelled"; "reminder" brings no
  // entry.
  core::Message mailed(core::Context& context, std::string_view what, const Subject& subject,
                       core::Message message);

  // --- periods

  // The group's newest; before it was planned for, what its first will be.
  Run run_of(const core::Group& group) const;
  Run run_of(const core::Session& session, const core::Group& group) const;
  // What it follows, with the sessions that were picked; nothing: free topics, or a pack that is gone.
  const core::Programme* programme_of(const Run& run) const;
  // How many sessions it has; nothing: it goes on until somebody ends it.
  std::optional<int> length_of(const Run& run) const;
  // Its sessions that take place, by start.
  std::vector<core::Session> sessions_of(const Run& run);
  bool is_over(const Run& run, core::Instant now);
  // Where all sessions of the period were: the facilitator will be asked, when the last one was followed up.
  void ask_when_over(core::Context& context, const core::Group& group) {
    ask_when_over(context, group, run_of(group));
  }
  // It has ended: what waits to be said before it is not said any more.
  static void over(core::Context& context, const core::SessionId& id);
  // Another period from `from` on, after whatever was; what was planned from then on is its.
  Run begin(core::Context& context, const core::Group& group, const std::string& programme,
            std::vector<int> plans, core::Instant from);
  // The group ends. Those who were told of a session hear that it is cancelled.
  void stop(core::Context& context, const core::Group& group, const core::PersonId& by);
  // It was ended elsewhere, and is in no snapshot from now on: likewise. Whether there were such.
  bool ended(core::Context& context, const core::GroupId& group);
  // Starts that the cadence gives from `from` on, holidays left out.
  std::vector<core::Instant> possible_starts(const core::Group& group, core::Instant from) const;

  // In the group's language; `to_leaders`: for leaders who come, without what is the group's alone: the idea
  // box, and what was made of the session before.
  core::Message invitation_of(const core::Directory& people, const core::Session& session,
                              const core::Group& group, bool to_leaders = false) const;
  // The same in private to each leader who comes to the sessions and is not away: the channel is the group's.
  // `post`: as it goes to the group, with what they read.
  void tell_leaders(core::Context& context, const core::Group& group, const core::Post& post);
  // Another message in the place of one to the group, and of its copies to leaders.
  void renew(core::Context& context, const core::Group& group, const std::string& key,
             const core::Message& message, const core::Message& to_leaders);
  // What to read, as it is now; to the group all that it may have said, having come late.
  void renew_preparation(core::Context& context, const core::Session& session, const core::Group& group);
  Subject subject_of(const core::Session& session, const core::Group& group) const;
  std::vector<Moment> moments_of(const core::Session& session, const core::Group& group) const;
  // Planned sessions that have not ended, by start.
  std::vector<core::Session> coming(const core::Group& group, core::Instant now);
  // Holidays that the cadence falls on within the planned time.
  std::vector<core::Occurrence> holidays(const core::Group& group, core::Instant now);
  // Whether the cadence gives just this session, as it is.
  bool is_given(const core::Session& session, const core::Group& group, core::Instant now) const;
  // Whether the group has heard of the session's time, or the facilitator has set it.
  bool told(const core::Session& session, const core::Group& group, core::Instant now) const;

 private:
  // What can no longer be goes, what can again comes back, and every moment is arranged anew. `made`: the
  // pause that was made, or a closed day; `gone`: those that are none any more.
  void follow_pauses(core::Context& context, const core::Group& group,
                     const std::optional<core::Closed>& made, const std::vector<core::Closed>& gone);
  void arrange_telling(core::Context& context, const core::Group& group,
                       const std::optional<core::Closed>& made, const std::vector<core::Closed>& gone);
  // Says which pauses there are, of those that still are, and which there are no more.
  void tell_pauses(core::Context& context, const core::Job& job);
  // The newest period, made or changed where the group's settings name another programme.
  Run take_up(core::Context& context, const core::Group& group);
  // What the cadence gives within the planned time, as far as the period has room for it.
  std::vector<core::Occurrence> given(const core::Group& group, core::Instant now);
  std::vector<core::Occurrence> given(const Run& run, const core::Group& group, core::Instant now);
  void ask_when_over(core::Context& context, const core::Group& group, const Run& run);
  void plan(core::Context& context, const core::Group& group, bool anew);
  void remove_unfit(core::Context& context, const core::Group& group, const Run& run,
                    const std::vector<core::Occurrence>& given);
  // The cadence gives the same reading of the clock at another instant: the group's time zone was corrected.
  // `shift`: by how much, as sessions show that nobody has changed; nothing: none does.
  void follow_zone(const core::Group& group, core::Session& session, const core::Occurrence& occurrence,
                   std::optional<std::chrono::seconds> shift);
  void add_missing(core::Context& context, const core::Group& group, int run,
                   const std::vector<core::Occurrence>& given);
  // Sessions that nobody has numbered yet: planned since the last time.
  std::vector<core::SessionId> unnumbered(const core::Group& group, core::Instant now);
  // What was added after its invitation should have gone is invited to at once; to a `fresh` group the bot
  // says who it is first.
  void invite_late(core::Context& context, const core::Group& group,
                   const std::vector<core::SessionId>& added, bool fresh);
  void tell_no_session(core::Context& context, const core::Group& group, core::Instant starts,
                       std::string_view why);
  std::optional<core::Session> next_after(core::Context& context, const core::Group& group,
                                          core::Instant after);
  void arrange_holiday(core::Context& context, const core::Group& group, const core::Occurrence& occurrence);
  // The n-th session in a period's row is number n, and gets the programme's n-th plan.
  void renumber(core::Context& context, const core::Group& group, int run, const core::SessionId& free = {});
  // What is out already speaks of another plan.
  void correct(core::Context& context, const core::Session& session, const core::Group& group);
  // Those that take place: by start, but what the group was told of keeps its place before those that had
  // higher numbers, also when one is moved past another. `free`: counts as one that nobody was told of.
  std::vector<core::Session> in_row(core::Context& context, const core::Group& group, int run,
                                    const core::SessionId& free);
  void arrange(core::Context& context, const core::Session& session, const core::Group& group);
  void withdraw(core::Context& context, const core::SessionId& id);
  // Of one so near that the moment has gone at which others are asked about cover, or told what to bring:
  // they are asked now, where there is time to answer. `but`: a moment of which that is not so.
  void ask_late(core::Context& context, const core::Session& session, const core::Group& group,
                std::string_view but = {});
  void free_topic(core::Context& context, core::Session& session);
  // The invitation as it reads now, wherever it is; `by_mail`: in e-mails too.
  void renew_invitation(core::Context& context, const core::Session& session, const core::Group& group,
                        bool by_mail);
  void post_change(core::Context& context, const core::Group& group, core::Post post, core::Instant before);
  bool call_off(core::Context& context, const core::Group& group, const core::GroupId& readers);
  std::vector<core::Session> all_of(const core::Group& group);

  SessionStore& store_;
  const core::Programmes& programmes_;
  LastTime last_time_;
  InChannel in_channel_;
  mutable std::map<std::string, core::Programme> picked_;  // packs of which some sessions were picked
};

}  // namespace sessions
