#pragma once
// Meetings as calendars read them (RFC 5545). Pure: the same input gives the same bytes.

#include <string>
#include <vector>

#include "bot/core/calendar_entry.hpp"

namespace core {

// All entries, to subscribe to under `title`; cancelled ones stay and are marked. No attendees and no
// organiser: a calendar sends no answers back, and nobody's name or address is in it. `now`: when it is made.
std::string calendar_feed(const std::vector<CalendarEntry>& entries, const std::string& title, Instant now);

// One entry to import, as above. A cancelled one takes the imported one away (METHOD:CANCEL).
std::string calendar_file(const CalendarEntry& entry, Instant now);
// Of that file: "text/calendar; charset=utf-8; method=PUBLISH", or CANCEL.
std::string calendar_type(const CalendarEntry& entry);

// One entry as an invitation by e-mail (RFC 5546, METHOD:REQUEST; CANCEL for a cancelled one): a higher
// sequence is an update of the same. No answer is asked for.
struct Mailbox {
  std::string name, address;  // `address` is the caller's to check
};
std::string calendar_invitation(const CalendarEntry& entry, const Mailbox& organiser, const Mailbox& guest,
                                Instant now);
std::string_view calendar_invitation_method(const CalendarEntry& entry);  // "REQUEST", "CANCEL"

}  // namespace core
