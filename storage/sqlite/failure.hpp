#pragma once
// What an error of SQLite is to us.

#include <soci/error.h>

namespace storage::sqlite {

// Throws where it is one of SQLite's; else returns.
void fail(const soci::soci_error& error);

}  // namespace storage::sqlite
