#pragma once
// Sessions as entries of a calendar (core/icalendar.hpp).

#include <string>

#include "bot/core/calendar_entry.hpp"
#include "bot/features/sessions/store.hpp"
#include "bot/features/sessions/view.hpp"

namespace sessions {

// With the words of `language`. Says what and where to prepare, and nothing of what people wrote or answered
// but the topic they chose.
core::CalendarEntry calendar_entry(const Subject& subject, core::Language language);
// "Møterom 2, https://..."; empty where none is given.
std::string location_of(const core::Group& group);
// A fingerprint of what an entry says besides its time, in no language.
std::string wording_of(const Subject& subject);

// With its number and the time of its last change; remembers what is told.
core::CalendarEntry told_entry(SessionStore& store, const Subject& subject, core::Language language,
                               core::Instant now);

}  // namespace sessions
