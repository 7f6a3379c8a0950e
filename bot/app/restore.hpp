#pragma once
// Bringing an installation back from a copy, and what the service must know of it afterwards.

#include <filesystem>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>

#include "bot/app/config.hpp"
#include "bot/features/feature.hpp"
#include "bot/runtime/engine.hpp"
#include "storage/database.hpp"

namespace app {

// Names in the data folder.
constexpr std::string_view restoring_name = "restoring";  // a restore under way: what comes out of the copy
constexpr std::string_view restore_mark = "restore-under-way";  // nothing may be served while it is there
constexpr std::string_view aside_prefix = "before-restore-";    // folders of what was there before

// What a restore leaves for the service.
struct Restored : runtime::BroughtBack {
  int withheld = 0;  // messages that waited in the copy and were given up
};

// Checks the copy at `file` (or a database alone, as older copies are), puts what is in the data folder
// aside, and puts the copy there. What was due by `now` is not posted again. Refuses while the service runs,
// and where `now` is before the copy and nobody vouches for it; changes nothing when the copy is not sound.
// Says on `out` what was done. Throws std::exception with words.
void restore(const Config& config, const std::filesystem::path& file, core::Instant now, std::ostream& out);

// Throws std::runtime_error when a restore was cut off in this data folder.
void refuse_half_restored(const std::filesystem::path& data);

// As the database keeps it, or, from before it did, the data folder. Nothing: it was never restored.
std::optional<Restored> last_restore(storage::Database& database, const std::filesystem::path& data);

// Tells the coordinators once, at start, what is missing and from when. `zone`: of the times it tells. Where
// the restore is still to come by a clock that was set right since, the database is told that it was now.
std::unique_ptr<features::Feature> make_restored(storage::Database& database, Restored restored,
                                                 std::string zone);

}  // namespace app
