#pragma once
// Who came: said before by each, ticked afterwards by a facilitator. The facilitators are one: what one has
// done is not asked of the other.

#include <memory>
#include <string>

#include "bot/features/attendance/store.hpp"
#include "bot/features/feature.hpp"

namespace attendance {

// Hears SaidAboutComing and SessionChanged; emits AttendanceTaken.
std::unique_ptr<features::Feature> make(AttendanceStore& store);

// The name of whoever ticked who came to the session; empty: nobody has.
std::string taken_by(AttendanceStore& store, const core::Directory& people, const core::SessionId& session,
                     core::Language language);

// Fewer than half came to each of the group's last three sessions of which that is known.
bool half_empty(AttendanceStore& store, const core::GroupId& group, core::Instant now);

}  // namespace attendance
