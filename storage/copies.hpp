#pragma once
// Copies of the database: what they may hold. A copy has a day on it, so it holds no idea that was not shown
// yet (an idea has no time), and what was taken away since is taken out of it.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "storage/database.hpp"

namespace storage {

// Ids of the ideas whose words were taken away.
std::vector<std::string> hidden_ideas(Database& now);

// By person, how often the addresses of their pages were made worthless (core::Person::pages).
std::map<std::string, int> page_numbers(Database& now);
// The same of those whom the configuration names: they have the same id again when they are made again.
std::map<std::string, int> page_numbers_of_configured(Database& now);
// None of those that were made worthless by then is good again. True: some would have been.
bool raise_page_numbers(Database& copy, const std::map<std::string, int>& numbers);
// Keeps those of who is not in the copy until they are (ConfiguredPeople).
void keep_page_numbers(Database& copy, const std::map<std::string, int>& of_configured);
inline constexpr std::string_view kept_page_numbers = "pages.";  // in meta; before the id

// Of each person, the random part of the address of their calendar; empty: there is none.
std::map<std::string, std::string> calendars(Database& now);
// Who is in both has the same as there. True: an address that was changed or taken away would have been good.
bool follow_calendars(Database& copy, const std::map<std::string, std::string>& now);

// Messages that are out keep no body with these words (`words_in_body`).
inline constexpr auto forget_posted =
    "UPDATE outbox SET body = '' WHERE body <> '' AND state IN ('sent', 'unknown', 'failed') "
    "AND instr(body, :words) > 0";
// What tells a group of its ideas: lists of them, and results of votes over topics in which one of these
// words was an option (`option`: as `encode` has it). What else it is told may say the same words, and means
// others.
#define STORAGE_TELLS_OF_IDEAS                                                                             \
  "outbox.team_id = :team AND (message_key >= 'ideas:' AND message_key < 'ideas;' OR message_key >= "      \
  "'undecided:' AND message_key < 'undecided;' OR (message_key >= 'result:' AND message_key < 'result;' "  \
  "AND EXISTS (SELECT 1 FROM poll p JOIN poll_question q ON q.poll_id = p.poll_id WHERE p.team_id = "      \
  "outbox.team_id AND p.purpose = 'topic' AND instr(q.options, :option) > 0 AND (message_key = 'result:' " \
  "|| p.poll_id OR instr(message_key, 'result:' || p.poll_id || '@') = 1))))"
// Before it is out, and digests too: a leader of several groups has one of all. Said without the words:
// `body_without`.
inline constexpr auto select_waiting_words =
    "SELECT message_key, body FROM outbox WHERE state IN ('waiting', 'sending') AND body <> '' AND "
    "((" STORAGE_TELLS_OF_IDEAS
    ") OR (outbox.team_id IN ('', :team2) AND message_key >= 'digest:' AND message_key < 'digest;')) AND "
    "instr(body, :words) > 0";
// What is out, or about to be, and can be changed there.
inline constexpr auto select_told_words =
    "SELECT message_key, body FROM outbox WHERE (state = 'sending' OR (state = 'sent' AND ref <> '')) AND "
    "body <> '' AND " STORAGE_TELLS_OF_IDEAS " AND instr(body, :words) > 0";
inline constexpr auto update_waiting_words = "UPDATE outbox SET body = :body WHERE message_key = :key";
// What lies on people's pages of the same messages, also where their bodies have gone: those pages show it
// until the program starts anew.
inline constexpr auto select_lettered_words =
    "SELECT workspace, name, value FROM notebook WHERE name >= 'letter/' AND name < 'letter0' AND EXISTS "
    "(SELECT 1 FROM outbox WHERE " STORAGE_TELLS_OF_IDEAS
    " AND instr(notebook.value, '\"key\":\"' || message_key || '\"') > 0) AND instr(value, :words) > 0";
#undef STORAGE_TELLS_OF_IDEAS
inline constexpr auto update_lettered_words =
    "UPDATE notebook SET value = :value WHERE workspace = :workspace AND name = :name";
// Of a copy also the votes over topics that were open then: they would be so again. The words as an option
// has them (`encode`).
inline constexpr auto forget_votes_in_copy =
    "DELETE FROM poll WHERE purpose = 'topic' AND team_id = (SELECT team_id FROM idea WHERE idea_id = :id) "
    "AND EXISTS (SELECT 1 FROM poll_question q WHERE q.poll_id = poll.poll_id AND instr(q.options, :words) > "
    "0)";
// As they stand in a body.
std::string words_in_body(const std::string& words);
// A body that says "–" where these words are all that is said: of a line, a label, or between quotation
// marks.
std::string body_without(const std::string& body, const std::string& words);

}  // namespace storage
