#include "storage/erasure.hpp"
#include "storage/statement.hpp"
#include "storage/stores.hpp"

namespace storage {
namespace {

using Text = std::string;

constexpr auto notebook_select =
    "SELECT name, value, person FROM notebook WHERE workspace = :workspace ORDER BY name";
constexpr auto notebook_put =
    "INSERT INTO notebook(workspace, name, value, person) VALUES(:workspace, :name, :value, :person) "
    "ON CONFLICT(workspace, name) DO UPDATE SET value = excluded.value, person = excluded.person";
// Who was erased and has not come back leaves nothing, however late a chat speaks of them; by mail a person
// goes by the id.
constexpr auto notebook_gone =
    "SELECT count(*) FROM erased e WHERE e.mark = :account_mark AND NOT EXISTS(SELECT 1 FROM person p WHERE "
    "p.workspace = :workspace AND p.account = :account) OR e.mark = :id_mark AND NOT EXISTS(SELECT 1 FROM "
    "person p WHERE p.person_id = :id)";
constexpr auto notebook_remove = "DELETE FROM notebook WHERE workspace = :workspace AND name = :name";

class SqlNotebookStore final : public runtime::NotebookStore {
 public:
  explicit SqlNotebookStore(Database& db) : db_(db) {}

  std::vector<runtime::Note> all(const Text& workspace) override {
    std::vector<runtime::Note> notes;
    for (auto& [name, value, person] : select_.all(workspace)) notes.push_back({name, value, person});
    return notes;
  }
  void put(const Text& workspace, const runtime::Note& note) override {
    if (note.value.empty() || is_gone(workspace, note.person))
      remove_.run(workspace, note.name);
    else
      put_.run(workspace, note.name, note.value, note.person);
  }

 private:
  bool is_gone(const Text& workspace, const Text& person) {
    if (person.empty()) return false;
    const auto found =
        gone_.one(mark_of_account(workspace, person), workspace, person, mark_of_id(person), person);
    return found && std::get<0>(*found) > 0;
  }

  Database& db_;
  Statement<In<Text>, Out<Text, Text, Text>> select_{db_, notebook_select};
  Statement<In<Text, Text, Text, Text>> put_{db_, notebook_put};
  Statement<In<Text, Text, Text, Text, Text>, Out<int>> gone_{db_, notebook_gone};
  Statement<In<Text, Text>> remove_{db_, notebook_remove};
};

}  // namespace

std::unique_ptr<runtime::NotebookStore> make_notebook_store(Database& database) {
  return std::make_unique<SqlNotebookStore>(database);
}

}  // namespace storage
