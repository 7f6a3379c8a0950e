#pragma once
// Copies of the database: what they may hold. A copy has a day on it, so it holds no idea that was not shown
// yet (an idea has no time), and what was taken away since is taken out of it.

#include <map>
#include <string>
#include <vector>

#include "storage/database.hpp"

namespace storage {

// Ids of the ideas whose words were taken away.
std::vector<std::string> hidden_ideas(Database& now);

// By person, how often the addresses of their pages were made worthless (core::Person::pages).
std::map<std::string, int> page_numbers(Database& now);
// None of those that were made worthless by then is good again. True: some would have been.
bool raise_page_numbers(Database& copy, const std::map<std::string, int>& numbers);

// Messages that are out keep no body with these words (`words_in_body`): what is in the chat stays there.
inline constexpr auto forget_posted =
    "UPDATE outbox SET body = '' WHERE body <> '' AND state IN ('sent', 'unknown', 'failed') "
    "AND instr(body, :words) > 0";
// As they stand in a body.
std::string words_in_body(const std::string& words);

}  // namespace storage
