#include "storage/copies.hpp"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <set>
#include <vector>

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

bool forget_hidden(Database& now, const fs::path& path) {
  return guarded([&] {
    const auto gone = ids(now.sql(), "SELECT idea_id FROM idea WHERE state = 'hidden'");
    const fs::path fresh = path.string() + ".new";
    std::set<std::string> with_words;
    {
      soci::session copy(soci::sqlite3, "dbname=\"" + path.string() + "\" readonly=true");
      for (auto& id : ids(copy, "SELECT idea_id FROM idea WHERE body <> ''"))
        with_words.insert(std::move(id));
    }
    std::erase_if(with_words,
                  [&](const std::string& id) { return std::ranges::find(gone, id) == gone.end(); });
    if (with_words.empty()) return false;
    fs::remove(fresh);
    fs::copy_file(path, fresh);
    {
      soci::session copy;
      open_copy(copy, fresh.string());
      for (const std::string& id : with_words)
        copy << "UPDATE idea SET body = '', state = 'hidden' WHERE idea_id = :id", soci::use(id);
      copy << "VACUUM";
    }
    sync_file(fresh.string());
    fs::rename(fresh, path);
    return true;
  });
}

}  // namespace storage
