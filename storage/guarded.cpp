#include "storage/guarded.hpp"

#include "storage/postgres/failure.hpp"
#include "storage/sqlite/failure.hpp"

namespace storage {

void fail(const soci::soci_error& error) {
  sqlite::fail(error);
  postgres::fail(error);
}

}  // namespace storage
