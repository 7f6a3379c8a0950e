#pragma once
// Copies of the database that lie as files of SQLite (storage/copies.hpp says what they may hold).

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "storage/erasure.hpp"

namespace storage::sqlite {

// Ideas that wait to be shown, and that one waits alone, out of the copy at `path`, which nobody else has
// open; its pages are written anew.
void drop_waiting_ideas(const std::string& path);

// The words of `ideas`, also where they were posted, out of the older copy at `path`, which nobody else has
// open and which is written in place: give it a copy of the copy. False: it holds none of them, and is as it
// was.
bool forget_ideas(const std::filesystem::path& path, const std::vector<std::string>& ideas);

// Ids of those in the copy at `path`, which nobody else has open, who have a mark that the copy does not
// have, or has of another day. It is read as it is, by whatever version it was made.
std::set<std::string> erased_since(const std::filesystem::path& path, const std::vector<Mark>& marks);

}  // namespace storage::sqlite
