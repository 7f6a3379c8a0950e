#pragma once
// The press by which a digest unfolds.

#include "bot/core/event_name.hpp"

namespace digests::events {

// All that waits and all groups, for the week before that Monday; the number: which page, 0 the first.
inline constexpr core::EventName<core::Instant, int> more{"digests/more"};

// The address of one's own page about one's groups.
inline constexpr core::EventName<> page{"digests/page"};

// Other days for a page: a press that opens its form, and that form.
inline constexpr core::EventName<core::GroupId> days{"digests/days"};

}  // namespace digests::events
