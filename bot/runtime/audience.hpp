#pragma once
// Who may be written to is asked when a message leaves, and not only when it was written: between the two lie
// a night, a pause, a full week, a platform that was down. Plain rules; engine thread.

#include <optional>

#include "bot/runtime/store.hpp"
#include "bot/runtime/unit_of_work.hpp"

namespace runtime {

// Where `row`, a first post, goes now: to where the group has its channel by now. Nothing: whoever it was for
// is not there any more, or not in the group it is of (core::Post::group; of none: in no group at all).
std::optional<core::Destination> place_now(const core::Directory& people, const DeliveryDefaults& defaults,
                                           const OutboxRow& row);

}  // namespace runtime
