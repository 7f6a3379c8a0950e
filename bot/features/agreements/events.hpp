#pragma once
// Presses and submits of the agreement and the letter. Each of the two sides has its own.

#include "bot/core/events.hpp"
#include "bot/features/agreements/store.hpp"

namespace agreements::events {

using core::EventName;

// The number: of the version that was seen.
struct Side {
  EventName<core::GroupId> open_form;
  EventName<core::GroupId, int> save, confirm;
};
inline constexpr Side facilitator{{"agreements/form"}, {"agreements/save"}, {"agreements/yes"}};
inline constexpr Side leader{
    {"agreements/form_leader"}, {"agreements/save_leader"}, {"agreements/yes_leader"}};

// The group's: somebody may have a part in it who has not been asked for their yes.
inline constexpr std::string_view ask_job = "agreements/ask";

// The letter: asked first, sent, and read by whoever has the copy with this word.
inline constexpr EventName<core::GroupId> letter{"agreements/letter"};
inline constexpr EventName<core::GroupId, LetterId> send{"agreements/send"};
inline constexpr EventName<LetterId, std::string> has_read{"agreements/read"};

}  // namespace agreements::events
