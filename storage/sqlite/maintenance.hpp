#pragma once
// What is done to a file of SQLite as a whole: its log, its pages, its copies.

#include <chrono>
#include <memory>
#include <string>

#include "storage/sqlite/connection.hpp"

namespace storage::sqlite {

class Maintenance final : public storage::Maintenance {
 public:
  explicit Maintenance(Connection& connection);
  ~Maintenance() override;
  bool truncate_log() override;
  void compact() override;
  void checkpoint_beside() override { connection_.checkpoint_beside(); }
  void throw_away() override;
  void backup_to(const std::string& target) override;
  std::string damage(std::chrono::milliseconds limit, const Enough& enough) override;
  // The same of all a small file has, and of a large one's small tables: what takes no time worth waiting
  // for.
  std::string damage_of_small();
  bool looked_through() const override { return looked_through_; }

 private:
  struct Kept;
  Connection& connection_;
  std::unique_ptr<Kept> kept_;  // prepared once
  bool looked_through_ = true;
};

// The mark beside the file of storage::doubt.
std::string doubt_of(const std::string& path);

void make_private_file(const std::string& path, int flags);

}  // namespace storage::sqlite
