#include "storage/erasure.hpp"

#include <fmt/format.h>

#include "bot/core/ascii.hpp"
#include "bot/core/random.hpp"
#include "storage/copies.hpp"
#include "storage/holdings.hpp"
#include "storage/sqlite/copies.hpp"
#include "storage/statement.hpp"

namespace storage {
namespace {

using Text = std::string;

constexpr auto erase_said =
    "UPDATE outbox SET body = '' WHERE body <> '' AND again = 0 AND state IN ('sent', 'unknown', 'failed') "
    "AND (instr(body, :name) > 0 OR instr(body, :account) > 0)";
constexpr auto erase_unsaid =
    "SELECT message_key, body FROM outbox WHERE body <> '' AND instr(body, :name) > 0";
constexpr auto erase_reword = "UPDATE outbox SET body = :body WHERE message_key = :key";
constexpr auto erase_noted = "SELECT workspace, name, value FROM notebook WHERE instr(value, :name) > 0";
constexpr auto erase_note_reword =
    "UPDATE notebook SET value = :value WHERE workspace = :workspace AND name = :name";
constexpr auto erased_insert =
    "INSERT INTO erased(mark, at, listed) VALUES(:mark, :at, 1) ON CONFLICT(mark) DO UPDATE SET at = "
    "excluded.at, listed = 1";
constexpr auto erased_select = "SELECT mark, at, listed FROM erased ORDER BY mark";
constexpr auto erased_put =
    "INSERT INTO erased(mark, at, listed) VALUES(:mark, :at, :listed) ON CONFLICT(mark) DO UPDATE SET at = "
    "excluded.at, "
    "listed = excluded.listed";
constexpr auto erased_everybody = "SELECT person_id, name, workspace, account, active FROM person";
constexpr auto erased_unlist = "UPDATE erased SET listed = 0 WHERE mark = :mark";

constexpr std::size_t shortest_account = 6;  // shorter ones are parts of words

bool is_letter(const Text& text, std::size_t at) {
  if (at >= text.size()) return false;
  return static_cast<unsigned char>(text[at]) >= 0x80 || core::ascii::is_letter_or_digit(text[at]);
}

// Messages to others: what is out keeps no words that say the name, what waits says them without it, and so
// does what lies on their pages.
void reword_messages(Database& database, const Registered& person) {
  const Text name = words_in_body(person.name);
  Statement<In<Text, Text>> said(database, erase_said);
  said.run(name, person.account.size() < shortest_account ? name : words_in_body(person.account));
  Statement<In<Text>, Out<Text, Text>> unsaid(database, erase_unsaid);
  Statement<In<Text, Text>> reword(database, erase_reword);
  for (const auto& [key, body] : unsaid.all(name)) reword.run(without_name(body, name), key);
  Statement<In<Text>, Out<Text, Text, Text>> noted(database, erase_noted);
  Statement<In<Text, Text, Text>> note_reword(database, erase_note_reword);
  for (const auto& [workspace, note, value] : noted.all(name))
    note_reword.run(without_name(value, name), workspace, note);
}

}  // namespace

std::string without_name(std::string text, const std::string& name) {
  if (name.empty()) return text;
  for (auto at = text.find(name); at != Text::npos; at = text.find(name, at)) {
    const bool inside = (at > 0 && is_letter(text, at - 1)) || is_letter(text, at + name.size());
    if (inside)
      at += name.size();
    else
      text.replace(at, name.size(), "–");
  }
  return text;
}

Erased erase_person(Database& database, const Registered& person, const std::string& nobody, bool namesake) {
  Erased erased;
  if (!namesake) reword_messages(database, person);
  for (const Holding& holding : holdings()) {
    Statement<In<Text, Text, Text, Text>> statement(database, Text(who_is) + Text(holding.erase));
    if (const long long rows = statement.run(person.id, person.workspace, person.account, nobody); rows > 0)
      erased.gone.emplace_back(fmt::format("{}.{}", holding.table, holding.column), rows);
  }
  for (const FreeText& text : free_texts()) {
    Statement<In<Text>, Out<int>> statement(
        database, fmt::format("SELECT count(*) FROM {} WHERE instr({}, :name) > 0", text.table, text.column));
    if (const auto count = statement.one(person.name); count && std::get<0>(*count) > 0)
      erased.named.emplace_back(fmt::format("{}.{}", text.table, text.column), std::get<0>(*count));
  }
  return erased;
}

std::string mark_of_id(const std::string& person_id) {
  return core::id_from_name("erased id " + person_id);
}
std::string mark_of_account(const std::string& workspace, const std::string& account) {
  return core::id_from_name("erased account " + workspace + " " + account);
}

void remember_erased(Database& database, const Registered& person, core::Instant now) {
  Statement<In<Text, Text>> insert(database, erased_insert);
  insert.run(mark_of_id(person.id), core::to_text(now));
  insert.run(mark_of_account(person.workspace, person.account), core::to_text(now));
}

std::vector<Mark> erased_marks(Database& database) {
  Statement<In<>, Out<Text, Text, int>> statement(database, erased_select);
  std::vector<Mark> all;
  for (const auto& [mark, at, listed] : statement.all())
    all.push_back({mark, core::instant_from_text(at), listed != 0});
  return all;
}

void put_mark(Database& database, const Mark& mark) {
  Statement<In<Text, Text, int>> put(database, erased_put);
  put.run(mark.mark, core::to_text(mark.at), mark.listed);
}

std::vector<Registered> erase_in_copy(const std::string& path, const std::vector<Mark>& marks) {
  const std::set<Text> erased = sqlite::erased_since(path, marks);
  if (erased.empty()) return {};
  Database copy(path);
  std::vector<Registered> found;
  {
    Statement<In<>, Out<Text, Text, Text, Text, int>> everybody(copy, erased_everybody);
    for (const auto& [id, name, workspace, account, active] : everybody.all())
      if (erased.contains(id)) found.push_back({id, name, workspace, account, active != 0});
  }
  Transaction transaction(copy.connection());
  for (const Registered& person : found)
    erase_person(copy, person, core::id_from_name("nobody " + mark_of_id(person.id)));
  for (const Mark& mark : marks) put_mark(copy, mark);
  transaction.commit();
  copy.compact();
  return found;
}

void set_unlisted(Database& database, const std::string& mark) {
  Statement<In<Text>> statement(database, erased_unlist);
  statement.run(mark);
}

}  // namespace storage
