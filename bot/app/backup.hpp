#pragma once
// Copies of an installation: all that a new machine needs besides the configuration and its secrets. The
// database is copied by a reading connection, so that nobody's answer waits for it. What is anonymous and
// open lies in the ballot box, and that is in no copy.

#include <boost/asio/any_io_executor.hpp>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bot/app/belongings.hpp"
#include "bot/app/config.hpp"
#include "bot/features/feature.hpp"

namespace app {

// Makes a copy (copy_file.hpp) at `target`; what is there is replaced when the new one has been proven.
// Throws std::exception with words.
void back_up(const Config& config, const std::filesystem::path& target, core::Instant now);

// `refleks backup`. Without a file: into backup.directory, under the day and the time. Gives the exit status.
int make_copy(const Config& config, std::filesystem::path file, core::Instant now, std::ostream& out);

// Makes the folder of the copies, or takes from others what they may do in one that is there, and says so in
// the log. Throws std::exception with words when it is another user's.
void keep_private(const std::filesystem::path& folder);

// Of the copies that were looked through in this life, by name: as what, and for what.
using CleanCopies = std::map<std::string, std::string>;

// The one of the night: refleks-YYYY-MM-DD.tar in backup.directory. Before it, what was taken away in the
// chat is taken out of the older ones; first and last, and by a clock that is certain, those that nobody
// needs are removed. One that cannot be is told of in the log, and hinders nothing.
void back_up_nightly(const Config& config, core::Date day, const core::Clock& clock, CleanCopies& clean);
inline void back_up_nightly(const Config& config, core::Date day, const core::Clock& clock) {
  CleanCopies none;
  back_up_nightly(config, day, clock, none);
}

// The same, made by `reader` beside whoever calls it, and told of in the log; empty where no copies are
// wanted. `config` and `clock` outlive it.
std::function<void(core::Date)> nightly_copies(const Config& config, boost::asio::any_io_executor reader,
                                               const core::Clock& clock);

// Of the files' names in a folder of copies, those to remove, also of those made by hand: older than
// `keep_days` by `day`, and none that is newer than the newest seven of the nights, because a clock that runs
// ahead makes every copy old. Other names are left alone.
std::vector<std::string> superfluous(std::vector<std::string> names, core::Date day, int keep_days);

// The newest copy of a folder by its name, of the night or made by hand (`refleks backup`); empty: none.
std::filesystem::path newest_copy(const std::filesystem::path& folder);
// Reads all of the copy. Throws std::runtime_error with words where it is not sound.
core::Instant made_at(const std::filesystem::path& copy);

// The standing job: every night at 03:30 in `zone` it calls `night` with the local day, after the commit.
std::unique_ptr<features::Feature> make_backups(std::string zone, std::function<void(core::Date)> night);

}  // namespace app
