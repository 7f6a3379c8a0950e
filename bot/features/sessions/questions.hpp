#pragma once
// What a group's facilitators are asked about a session: whether a room is booked, and afterwards who came.
// Whoever has main responsibility is asked first; two days without an answer, and the other is asked as well.
// What one has answered is closed for both.

#include <functional>
#include <string>

#include "bot/core/event_name.hpp"
#include "bot/features/sessions/leading.hpp"
#include "bot/features/sessions/planning.hpp"
#include "bot/features/sessions/store.hpp"

namespace sessions {

// A question that nobody has answered goes on; which one stands behind the session in the key.
inline constexpr core::EventName<core::SessionId, std::string> ask_other{"sessions/second"};

class Questions {
 public:
  // The name of whoever has ticked who came; empty, or giving nothing: nobody has.
  using TakenBy = std::function<std::string(const core::Directory&, const core::SessionId&, core::Language)>;
  Questions(SessionStore& store, Planner& planner, Leading& leading, TakenBy taken_by)
      : store_(store), planner_(planner), leading_(leading), taken_by_(std::move(taken_by)) {}

  // `due`: when it was to be asked.
  void ask_for_room(core::Context& context, const core::Session& session, const core::Group& group,
                    core::Instant due);
  void follow_up(core::Context& context, const core::Session& session, const core::Group& group);
  void ask_second(core::Context& context, const core::Session& session, const core::Group& group,
                  const core::Job& job);
  // Somebody has ticked who came, or has said that the session did not take place.
  void taken(core::Context& context, const core::AttendanceTaken& taken);
  void changed(core::Context& context, const core::Session& session);

 private:
  void arrange_second(core::Context& context, const core::Session& session, const core::Group& group,
                      std::string_view what, std::size_t asked);
  void post_followup(core::Context& context, const core::Session& session, const core::Group& group,
                     const std::vector<const core::Person*>& asked, bool second);

  SessionStore& store_;
  Planner& planner_;
  Leading& leading_;
  TakenBy taken_by_;
};

}  // namespace sessions
