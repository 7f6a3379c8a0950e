#pragma once
// Notices at a start that the key of the pages is another one than before: it was lost and made anew, or is
// another installation's. Nothing is destroyed by that, but links, sheets on walls and calendars lead
// nowhere.

#include <filesystem>
#include <memory>

#include "bot/features/feature.hpp"
#include "storage/database.hpp"

namespace app {

// `key`: the file, which the adapter of the pages has made or read before.
std::unique_ptr<features::Feature> make_key_watch(storage::Database& database, std::filesystem::path key);

}  // namespace app
