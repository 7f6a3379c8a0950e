#include "storage/connection.hpp"

namespace storage {

Snapshot::~Snapshot() {
  quietly([&] { connection_.rollback(); });
}

Savepoint::~Savepoint() {
  if (open_) quietly([&] { connection_.rollback_to_savepoint(); });
}
void Savepoint::release() {
  connection_.release();
  open_ = false;
}

}  // namespace storage
