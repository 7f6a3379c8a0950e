#pragma once
// Sessions as a calendar reads them (RFC 5545). Pure: the same input gives the same bytes. No attendees and
// no organiser: a calendar sends no answers back, and nobody's name or address is in it.

#include <string>
#include <vector>

#include "bot/features/sessions/view.hpp"

namespace sessions {

struct CalendarEntry {
  std::string uid;   // the same for ever, whatever happens to the session
  int sequence = 0;  // of two entries with one uid the higher counts
  core::Instant starts, ends;
  std::string zone;  // IANA name; its local time is what stands in the entry
  bool cancelled = false;
  std::string summary, description;  // plain text, any characters; `description` may be empty
  std::string location{};            // room, link, or both; may be empty
  core::Instant modified{};          // when anything of it changed last
};

// With the words of `language`. Says what and where to prepare, and nothing of what people wrote or answered.
CalendarEntry calendar_entry(const Subject& subject, core::Language language);
// "Møterom 2, https://..."; empty where none is given.
std::string location_of(const core::Group& group);
// A fingerprint of what an entry says besides its time, in no language.
std::string wording_of(const Subject& subject);

// All entries, to subscribe to under `title`; cancelled ones stay and are marked. `now`: when it is made.
std::string calendar_feed(const std::vector<CalendarEntry>& entries, const std::string& title,
                          core::Instant now);

// One entry to import. A cancelled one takes the imported one away (METHOD:CANCEL).
std::string calendar_file(const CalendarEntry& entry, core::Instant now);
// Of that file: "text/calendar; charset=utf-8; method=PUBLISH", or CANCEL.
std::string calendar_type(const CalendarEntry& entry);

}  // namespace sessions
