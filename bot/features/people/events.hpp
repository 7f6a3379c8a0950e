#pragma once
// What people press and send in; see bot/core/event_name.hpp.

#include "bot/core/event_name.hpp"

namespace people::events {

inline constexpr core::EventName<core::Language> speak{"people/language"};
// Other addresses for one's own pages; the number of those that go, so that a second tap takes none more.
inline constexpr core::EventName<int> renew{"people/renew"};
// Who has which role in the group, from when and until when.
inline constexpr core::EventName<core::GroupId> role{"people/role"};

}  // namespace people::events
