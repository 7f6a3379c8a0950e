#include "storage/guarded.hpp"

#include "storage/sqlite/failure.hpp"

namespace storage {

void fail(const soci::soci_error& error) {
  sqlite::fail(error);
  throw Error("database: " + error.get_error_message());
}

}  // namespace storage
