#pragma once
// The schema, made from the migrations of storage/migrations: they are the same for both databases, and what
// is written in them is little enough to be said in PostgreSQL's words by a table of replacements. So nobody
// who adds a migration has to write it twice, and none can be forgotten.

#include <string>

namespace storage::postgres {

// A migration as PostgreSQL takes it:
// - STRICT and WITHOUT ROWID go; INTEGER is BIGINT; TEXT compares by bytes, as SQLite does (COLLATE "C");
// - a trigger "BEFORE ... WHEN x BEGIN SELECT RAISE(ABORT, 'words'); END" is a function of the same name that
//   raises `rule_broken`, and the trigger that calls it; to drop it is to drop the function.
// Throws storage::Error where a trigger does anything else.
std::string translated(const std::string& migration);

// A statement of a store as PostgreSQL takes it: the few words that mean something else there.
std::string in_its_words(std::string statement);

// The functions of SQLite that statements use and PostgreSQL does not have.
extern const char* const functions;

// No text is copied into the planner's statistics, from where deleting does not take it.
extern const char* const without_statistics;

}  // namespace storage::postgres
