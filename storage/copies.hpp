#pragma once
// Copies of the database: what they may hold. A copy has a day on it, so it holds no idea that was not shown
// yet (an idea has no time), and what was taken away since is taken out of it.

#include <filesystem>
#include <string>
#include <vector>

#include "storage/database.hpp"

namespace storage {

// Ideas that wait to be shown, out of the copy at `path`, which nobody else has open; its pages are written
// anew.
void drop_waiting_ideas(const std::string& path);

// Ids of the ideas whose words were taken away.
std::vector<std::string> hidden_ideas(Database& now);

// The words of `ideas`, also where they were posted, out of the older copy at `path`, which nobody else has
// open and which is written in place: give it a copy of the copy. False: it holds none of them, and is as it
// was.
bool forget_ideas(const std::filesystem::path& path, const std::vector<std::string>& ideas);

// Messages that are out keep no body with these words (`words_in_body`): what is in the chat stays there.
inline constexpr auto forget_posted =
    "UPDATE outbox SET body = '' WHERE body <> '' AND state IN ('sent', 'unknown', 'failed') "
    "AND instr(body, :words) > 0";
// As they stand in a body.
std::string words_in_body(const std::string& words);

}  // namespace storage
