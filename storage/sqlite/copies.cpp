#include "storage/sqlite/copies.hpp"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <array>
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

bool has(soci::session& copy, const char* query) {
  int found = 0;
  copy << query, soci::into(found);
  return found > 0;
}

// As IdeaStore::forget_posted; of a copy that an older version made, what it has.
void forget_told(soci::session& copy, const std::string& group, const std::string& text) {
  const std::string words = words_in_body(text), option = encode(text);
  copy << forget_posted, soci::use(words);
  std::vector<std::array<std::string, 3>> found;
  std::string one, other, third;
  const auto all = [&](soci::statement& each) {
    found.clear();
    each.execute();
    while (each.fetch()) found.push_back({one, other, third});
  };
  // Before it had the groups, no row tells of which it was.
  if (!has(copy, "SELECT count(*) FROM pragma_table_info('outbox') WHERE name = 'team_id'")) return;
  soci::statement untold = (copy.prepare << select_waiting_words, soci::use(group), soci::use(option),
                            soci::use(group), soci::use(words), soci::into(one), soci::into(other));
  all(untold);
  for (const auto& [key, body, none] : found) {
    const std::string without = body_without(body, text);
    copy << update_waiting_words, soci::use(without), soci::use(key);
  }
  if (!has(copy, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'notebook'")) return;
  soci::statement letters = (copy.prepare << select_lettered_words, soci::use(group), soci::use(option),
                             soci::use(words), soci::into(one), soci::into(other), soci::into(third));
  all(letters);
  for (const auto& [workspace, name, value] : found) {
    const std::string without = body_without(value, text);
    if (!without.empty())
      copy << update_lettered_words, soci::use(without), soci::use(workspace), soci::use(name);
  }
}

}  // namespace

void drop_waiting_ideas(const std::string& path) {
  guarded([&] {
    soci::session copy;
    open_copy(copy, path);
    copy << "DELETE FROM idea WHERE state = 'held'";
    // Nor that there is one: that one waits, and how long it has.
    copy << "DELETE FROM idea_wait";
    copy << "VACUUM";
  });
}

bool forget_ideas(const fs::path& path, const std::vector<std::string>& ideas) {
  return guarded([&] {
    soci::session copy;
    open_copy(copy, path.string());
    bool found = false;
    for (const std::string& id : ideas) {
      std::string group, body;
      copy << "SELECT COALESCE((SELECT team_id FROM idea WHERE idea_id = :id), '')", soci::use(id),
          soci::into(group);
      copy << "SELECT COALESCE((SELECT body FROM idea WHERE idea_id = :id), '')", soci::use(id),
          soci::into(body);
      if (body.empty()) continue;
      found = true;
      const std::string option = encode(body);
      forget_told(copy, group, body);
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
