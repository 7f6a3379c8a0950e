#include "storage/copies.hpp"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <nlohmann/json.hpp>

#include "storage/guarded.hpp"

namespace storage {
namespace {

namespace fs = std::filesystem;

// A copy is nobody's database: no log beside it, nothing left of what is deleted.
void open_copy(soci::session& copy, const std::string& path) {
  copy.open(soci::sqlite3, "dbname=\"" + path + "\"");
  copy << "PRAGMA journal_mode=MEMORY";
  copy << "PRAGMA secure_delete=ON";
  copy << "PRAGMA temp_store=MEMORY";
  copy << "PRAGMA foreign_keys=ON";
}

std::vector<std::string> ids(soci::session& sql, const char* query) {
  std::vector<std::string> found;
  std::string id;
  soci::statement statement = (sql.prepare << query, soci::into(id));
  statement.execute();
  while (statement.fetch()) found.push_back(id);
  return found;
}

}  // namespace

void drop_waiting_ideas(const std::string& path) {
  guarded([&] {
    soci::session copy;
    open_copy(copy, path);
    copy << "DELETE FROM idea WHERE state = 'held'";
    copy << "VACUUM";
  });
}

std::vector<std::string> hidden_ideas(Database& now) {
  return guarded([&] { return ids(now.sql(), "SELECT idea_id FROM idea WHERE state = 'hidden'"); });
}

bool forget_ideas(const fs::path& path, const std::vector<std::string>& ideas) {
  return guarded([&] {
    soci::session copy;
    open_copy(copy, path.string());
    bool found = false;
    for (const std::string& id : ideas) {
      std::string body;
      copy << "SELECT COALESCE((SELECT body FROM idea WHERE idea_id = :id), '')", soci::use(id),
          soci::into(body);
      if (body.empty()) continue;
      found = true;
      const std::string words = words_in_body(body);
      copy << forget_posted, soci::use(words);
      copy << "UPDATE idea SET body = '', state = 'hidden' WHERE idea_id = :id", soci::use(id);
    }
    if (!found) return false;
    copy << "VACUUM";
    copy.close();
    sync_file(path.string());
    return true;
  });
}

std::string words_in_body(const std::string& words) {
  const std::string quoted =
      nlohmann::json(words).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return quoted.substr(1, quoted.size() - 2);
}

}  // namespace storage
