#pragma once
// A nightly copy of the database, made by a reading connection on a thread of its own, so that nobody's
// answer waits for it. What is anonymous and open is not in the database, so it is in no copy either.

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "bot/features/feature.hpp"

namespace app {

// Copies `database` to `folder`/refleks-YYYY-MM-DD.db (of `day`; one that is there already stays) and removes
// copies older than `keep_days`. Throws storage::Error and std::filesystem::filesystem_error.
void back_up(const std::string& database, const std::filesystem::path& folder, core::Date day, int keep_days);

// The standing job: every night at 03:30 in `zone` it calls `night` with the local day, after the commit.
std::unique_ptr<features::Feature> make_backups(std::string zone, std::function<void(core::Date)> night);

}  // namespace app
