#pragma once
// What retention will take, as numbers: for an operator who wants to know before the night. Reads only. Any
// connection.

#include <optional>
#include <string>

#include "bot/core/time.hpp"
#include "storage/database.hpp"

namespace storage {

struct Kept {
  long long rows = 0;                     // there are now
  long long going = 0;                    // of them, older than the limit
  std::optional<core::Instant> oldest{};  // that an age is counted from; nothing: there is none
};
// What is counted from an instant. `before`: what is older goes.
Kept polls_kept(Database& database, core::Instant before);        // finished ones
Kept topic_polls_kept(Database& database, core::Instant before);  // finished votes over topics
Kept texts_kept(Database& database, core::Instant before);
// Answered ones, and what else goes by results_months: notes, try-outs, hopes, good practice, purposes.
Kept matters_kept(Database& database, core::Instant before);
Kept open_matters_kept(Database& database, core::Instant before);
Kept sessions_kept(Database& database, core::Instant before);  // with letters and sign-ups
// Who has left: `oldest` is when the first of them goes. Before the night after they left they are not
// counted.
Kept people_kept(Database& database, core::Instant before);
// `month`: "2026-05"; ideas of earlier months go. `rows` counts those that were shown. `oldest` is not told.
Kept ideas_kept(Database& database, const std::string& month);
// Bodies of messages sent or given up that were due before `before`.
Kept bodies_kept(Database& database, core::Instant before);

}  // namespace storage
