#pragma once
// The tables of the schema, read from a file of SQLite.

#include <vector>

#include "storage/connection.hpp"

namespace storage::sqlite {

// Of whichever of the two is SQLite's; both have the same schema. Each after those that it refers to. Throws
// Error unless exactly one is.
std::vector<Table> tables_of(storage::Connection& one, storage::Connection& other);

}  // namespace storage::sqlite
