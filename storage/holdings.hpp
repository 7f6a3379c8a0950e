#pragma once
// What the database holds of a person, in one table: a row for each column in which somebody stands by id or
// account. The export prints what `select` gives, the erasure runs `erase`, and `/refleks mine-data` counts
// by it, so a feature that begins to keep something about a person adds a row here and nothing else.
// tests/storage/holdings_test.cpp looks for columns that have none.

#include <span>
#include <string_view>

namespace storage {

struct Holding {
  std::string_view table, column;
  // Under which the export lists it, and "rights.held.<name>" in the catalogues; empty: it tells nothing that
  // another row does not tell.
  std::string_view name;
  // One JSON object for each, in order. Empty with `name`.
  std::string_view select;
  // Leaves no id and no account of the person in that column.
  std::string_view erase;
};
// Both read of `who(id, workspace, account, nobody)`, one row: the person, and an id that nobody has.
// In the order in which they are erased: the person comes last.
std::span<const Holding> holdings();

// Goes before a statement of the table; its parameters are :id, :workspace, :account, :nobody.
inline constexpr std::string_view who_is =
    "WITH who(id, workspace, account, nobody) AS (SELECT :id, :workspace, :account, :nobody) ";

// Columns in which people write what they like. Whoever is named there stays named: it is the group's or the
// leader's text and nobody can tell who is meant. What the erasure tells the operator is how many there are.
struct FreeText {
  std::string_view table, column;
};
std::span<const FreeText> free_texts();

}  // namespace storage
