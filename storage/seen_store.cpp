#include "storage/statement.hpp"
#include "storage/stores.hpp"
#include "storage/values.hpp"

namespace storage {
namespace {

constexpr auto insert_seen =
    "INSERT INTO seen(workspace, delivery, day) VALUES(:workspace, :delivery, :day) "
    "ON CONFLICT(workspace, delivery) DO NOTHING";
constexpr auto delete_before = "DELETE FROM seen WHERE day < :day";

class SqlSeenStore final : public runtime::SeenStore {
 public:
  explicit SqlSeenStore(Database& db) : db_(db) {}

  bool first_time(const std::string& workspace, const std::string& delivery, core::Date day) override {
    return insert_.run(workspace, delivery, core::date_text(day)) > 0;
  }
  void forget_before(core::Date day) override { forget_.run(core::date_text(day)); }

 private:
  Database& db_;
  Statement<In<std::string, std::string, std::string>> insert_{db_, insert_seen};
  Statement<In<std::string>> forget_{db_, delete_before};
};

}  // namespace

std::unique_ptr<runtime::SeenStore> make_seen_store(Database& database) {
  return std::make_unique<SqlSeenStore>(database);
}

}  // namespace storage
