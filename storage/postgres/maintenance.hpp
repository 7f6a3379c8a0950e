#pragma once
// What is done to a schema on a server as a whole.

#include <chrono>
#include <string>

#include "storage/postgres/connection.hpp"

namespace storage::postgres {

class Maintenance final : public storage::Maintenance {
 public:
  explicit Maintenance(Connection& connection) : connection_(connection) {}
  bool truncate_log() override { return true; }  // the server's log is not ours to cut
  // Every table is written anew, without what was deleted; then, where the user may, the server's log moves
  // on. Throws, when it has done the others, runtime::DatabaseHeld with those that somebody reads; else
  // runtime::NotOurs with those of another user.
  void compact() override;
  // A database of SQLite at `target`, with the same rows.
  void backup_to(const std::string& target) override;
  // The server's checksums look.
  std::string damage(std::chrono::milliseconds, const Enough&) override { return {}; }
  bool looked_through() const override { return true; }

 private:
  Connection& connection_;
};

}  // namespace storage::postgres
