#pragma once
// Copies of the database: what they may hold. A copy has a day on it, so it holds no idea that was not shown
// yet (an idea has no time), and what was taken away since is taken out of it.

#include <filesystem>

#include "storage/database.hpp"

namespace storage {

// Ideas that wait to be shown, out of the copy at `path`, which nobody else has open; its pages are written
// anew.
void drop_waiting_ideas(const std::string& path);

// Words of ideas that are hidden in `now`, out of the older copy at `path`: it is replaced whole, or stays as
// it is when there are none. Gives whether it was replaced.
bool forget_hidden(Database& now, const std::filesystem::path& path);

}  // namespace storage
