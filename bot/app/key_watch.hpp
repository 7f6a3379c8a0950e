#pragma once
// The key of the pages belongs to its database: both made the links, sheets and calendars that were given
// out. Another installation's is refused; one that was made anew, because it was lost, is told of.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "bot/app/config.hpp"
#include "bot/features/feature.hpp"
#include "storage/database.hpp"

namespace app {

// What is wrong, with what to do, when pages are served and the key in the data folder is none that the
// database was ever used with, or where one of several machines has none. Nothing: there is no key, no
// database, or one that cannot be asked. Changes
// nothing.
std::optional<std::string> foreign_key(const Config& config);

// `key`: the file, which the adapter of the pages has made or read before.
std::unique_ptr<features::Feature> make_key_watch(storage::Database& database, std::filesystem::path key);

}  // namespace app
