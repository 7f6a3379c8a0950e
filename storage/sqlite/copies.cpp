#include "storage/sqlite/copies.hpp"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <utility>

#include "storage/copies.hpp"
#include "storage/guarded.hpp"
#include "storage/values.hpp"

namespace storage::sqlite {
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

}  // namespace

void drop_waiting_ideas(const std::string& path) {
  guarded([&] {
    soci::session copy;
    open_copy(copy, path);
    copy << "DELETE FROM idea WHERE state = 'held'";
    copy << "VACUUM";
  });
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
      const std::string words = words_in_body(body), option = encode(body);
      copy << forget_posted, soci::use(words);
      copy << forget_votes_in_copy, soci::use(id), soci::use(option);
      copy << "UPDATE idea SET body = '', state = 'hidden' WHERE idea_id = :id", soci::use(id);
    }
    if (!found) return false;
    copy << "VACUUM";
    copy.close();
    sync_file(path.string());
    return true;
  });
}

std::set<std::string> erased_since(const fs::path& path, const std::vector<Mark>& marks) {
  return guarded([&] {
    soci::session copy;
    open_copy(copy, path.string());
    std::set<std::pair<std::string, std::string>> own;
    std::string id, one, other;
    int has_marks = 0;
    copy << "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'erased'",
        soci::into(has_marks);
    if (has_marks > 0) {
      soci::statement each =
          (copy.prepare << "SELECT mark, at FROM erased", soci::into(one), soci::into(other));
      each.execute();
      while (each.fetch()) own.emplace(one, other);
    }
    std::set<std::string> since, people;
    for (const Mark& mark : marks)
      if (!own.contains({mark.mark, core::to_text(mark.at)})) since.insert(mark.mark);
    if (since.empty()) return people;
    soci::statement each = (copy.prepare << "SELECT person_id, workspace, account FROM person",
                            soci::into(id), soci::into(one), soci::into(other));
    each.execute();
    while (each.fetch())
      if (since.contains(mark_of_id(id)) || since.contains(mark_of_account(one, other))) people.insert(id);
    return people;
  });
}

}  // namespace storage::sqlite
