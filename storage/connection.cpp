#include "storage/connection.hpp"

#include <exception>

namespace storage {
namespace {

// On the way out of a failure, which is the one to be told.
template <class Undo>
void quietly(Undo undo) {
  try {
    undo();
  } catch (const std::exception&) {
    return;
  }
}

}  // namespace

Transaction::~Transaction() {
  if (open_) quietly([&] { connection_.rollback(); });
}
void Transaction::commit() {
  connection_.commit();
  open_ = false;
}

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
