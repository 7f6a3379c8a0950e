#pragma once
// Which weeks and groups a leader reads of: the same for the digest, its pages and the leader's page. Any
// reading connection.

#include "bot/features/digests/view.hpp"

namespace digests {

core::Date monday_of(core::Date date);
// The week before `monday`, of every group the person leads; above others, with what reached that level.
// The pointers live as long as `people`.
Week week_of(DigestStore& store, const core::Directory& people, const core::Person& leader, core::Date monday,
             const core::Zone& zone);

}  // namespace digests
