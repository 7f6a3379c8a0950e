#pragma once
// Sessions: planned from a group's cadence, invited to, prepared, reminded of, moved, cancelled; and in the
// calendar of those who want them there.

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <type_traits>

#include "bot/core/programme.hpp"
#include "bot/features/feature.hpp"
#include "bot/features/sessions/store.hpp"

namespace sessions {

// A session that comes, or `begins` now; `hopes`: its programme asks for hopes and fears; `last`: of its
// period.
struct Nearing {
  core::Context& context;
  const core::Group& group;
  const core::Session& session;
  bool begins, hopes, last;
};

// Who brings what to a session, for whoever leads it.
using Brought =
    std::function<std::vector<core::Block>(const core::Directory&, const core::SessionId&, core::Language)>;

struct Options {
  // The address under which a page gives that person's calendar: a press of "sessions/calendar" with the
  // serial, in the person's name. Empty, or giving an empty text: no pages are served. Called on the engine
  // thread.
  std::function<std::string(const core::PersonId&, const std::string& serial)> calendar_address{};
  // What a check-in begins with at `now`, of what has happened in the group since the session before. Empty,
  // or giving nothing: no more than the check-in.
  std::function<std::vector<core::Block>(const core::Group&, core::Instant since, core::Instant now)>
      opening{};
  // What an invitation ends with: what was made of the session before, told since then. Empty, or giving
  // nothing: no more than the invitation.
  std::function<std::vector<core::Block>(const core::Group&, core::Instant since)> last_time{};
  // The name of whoever has ticked who came to a session; empty, or giving nothing: nobody has.
  std::function<std::string(const core::Directory&, const core::SessionId&, core::Language)> taken_by{};
  // Empty, or giving nothing: nobody was asked to.
  Brought brought{};
  // A period is over: done once, when the group is thanked.
  std::function<void(core::Context&, const core::Group&, int run)> period_over{};
  // Who is known to be in the group's channel. Empty: nobody is.
  std::function<std::set<core::PersonId>(const core::GroupId&)> in_channel{};
  // Done the day before a session and when it begins.
  std::function<void(const Nearing&)> before_session{};
};

// What one of them says; nothing where it is empty.
template <class Said, class... Args>
Said said_by(const std::function<Said(Args...)>& option, const std::type_identity_t<Args>&... args) {
  return option ? option(args...) : Said{};
}

// The topic of a planned session; without an id, of the group's next after `now`. Empty: none.
std::string topic_of(SessionStore& store, const core::GroupId& group, const core::SessionId& session,
                     core::Instant now);

// The group's next session after `now`; nothing: none is planned.
std::optional<core::Session> next_of(SessionStore& store, const core::GroupId& group, core::Instant now);
// Who has said that they do not come to the session that `poll` is about, or to one that goes on while it is
// open.
std::set<core::PersonId> absent_from(SessionStore& store, const core::Poll& poll);
// The run sheet of the group's next session, or of the one that goes on; nothing: none is planned.
std::optional<core::Message> next_run_sheet(SessionStore& store, const core::Programmes& programmes,
                                            const core::Directory& people, const core::Group& group,
                                            const std::vector<core::Block>& brought, core::Instant now,
                                            core::Language language);
// Whether the group's period is over and its facilitators are, or will be, asked what comes next. Not once
// they are asked no more.
bool waits_for_choice(SessionStore& store, const core::Programmes& programmes, const core::Group& group,
                      core::Instant now);
// What the group follows in its newest period; nothing: free topics, or a pack that is gone.
const core::Programme* followed_by(SessionStore& store, const core::Programmes& programmes,
                                   const core::Group& group);
// All the programme's ways to hold a conversation, or those of free topics; nothing: it has none.
std::optional<core::Message> method_cards(const core::Programmes& programmes,
                                          const core::Programme* programme, core::Language language);
// How many participants bring a situation of their own to it.
int presenters_at(SessionStore& store, const core::Programmes& programmes, const core::SessionId& session,
                  const core::Group& group);
// Whether the group has not met for twice as long as its rhythm says, pauses left out. Not of one that has
// ended, or that has yet to begin.
bool has_stalled(SessionStore& store, const core::Group& group, core::Instant now);
// Who is asked what there is to ask about the session: whose it is, unless they are away; else all
// facilitators who are not.
std::vector<const core::Person*> asked_about(SessionStore& store, const core::Directory& people,
                                             const core::SessionId& session, const core::Group& group,
                                             core::Instant now);
// The days within a pause on which the group would have met, from `now` on.
std::vector<core::Date> lost_to(SessionStore& store, const core::Group& group, const core::Closed& pause,
                                core::Instant now);

// Store and programmes must outlive the feature. Hears TopicChosen, GroupChanged, PausesChanged,
// PauseTaken and AttendanceTaken; emits MomentDue ("invitation", "ideas", "topic_poll", "checkout"),
// SessionChanged and SaidAboutComing.
std::unique_ptr<features::Feature> make(SessionStore& store, const core::Programmes& programmes,
                                        Options options);

}  // namespace sessions
