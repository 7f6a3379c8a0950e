#pragma once
// A group that says no place: a week before each session its facilitators are asked whether a room is booked.

#include "bot/core/context.hpp"
#include "bot/features/sessions/view.hpp"

namespace sessions {

inline constexpr std::string_view room_job = "sessions/room";

// Of a session that is not there yet; again when it is moved.
void arrange_room(core::Context& context, const core::Session& session, const core::Group& group);
// A place has been given: nobody who was asked need see to it any more.
void room_is_known(core::Context& context, const Subject& subject);
// It was moved: what was asked about `was`, or said of its room, names the time of `subject`.
void room_follows(core::Context& context, const core::Session& was, const Subject& subject);
// The same of one that was cancelled (`off`) or taken back.
void room_changed(core::Context& context, const Subject& subject, bool off);
// Its time has come: asks where no place is given.
// What was meant for a day that is over is left: the reminder comes soon. `second`: the other facilitator was
// asked before, and has said nothing.
void ask_for_room(core::Context& context, const Subject& subject,
                  const std::vector<const core::Person*>& asked, core::Instant due, bool second);

}  // namespace sessions
