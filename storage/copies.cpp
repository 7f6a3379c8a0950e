#include "storage/copies.hpp"

#include <nlohmann/json.hpp>

#include "storage/meta.hpp"
#include "storage/statement.hpp"

namespace storage {

std::vector<std::string> hidden_ideas(Database& now) {
  Statement<In<>, Out<std::string>> statement(now, "SELECT idea_id FROM idea WHERE state = 'hidden'");
  std::vector<std::string> ids;
  for (auto& [id] : statement.all()) ids.push_back(std::move(id));
  return ids;
}

static std::map<std::string, int> numbers_by(Database& now, const char* query) {
  Statement<In<>, Out<std::string, int>> statement(now, query);
  std::map<std::string, int> numbers;
  for (const auto& [id, pages] : statement.all()) numbers[id] = pages;
  return numbers;
}
std::map<std::string, int> page_numbers(Database& now) {
  return numbers_by(now, "SELECT person_id, pages FROM person WHERE pages > 0");
}
std::map<std::string, int> page_numbers_of_configured(Database& now) {
  return numbers_by(now, "SELECT person_id, pages FROM person WHERE pages > 0 AND made_in_chat = 0");
}

void keep_page_numbers(Database& copy, const std::map<std::string, int>& of_configured) {
  Statement<In<std::string>, Out<int>> is_there(copy, "SELECT 1 FROM person WHERE person_id = :id");
  for (const auto& [id, number] : of_configured)
    if (!is_there.one(id)) set_meta(copy, std::string(kept_page_numbers) + id, std::to_string(number));
}

bool raise_page_numbers(Database& copy, const std::map<std::string, int>& numbers) {
  Statement<In<int, std::string, int>> raise(
      copy, "UPDATE person SET pages = :number WHERE person_id = :id AND pages < :again");
  long long raised = 0;
  Transaction transaction(copy.connection());
  for (const auto& [id, number] : numbers) raised += raise.run(number, id, number);
  transaction.commit();
  return raised > 0;
}

std::map<std::string, std::string> calendars(Database& now) {
  Statement<In<>, Out<std::string, std::string>> statement(
      now,
      "SELECT p.person_id, COALESCE(c.serial, '') FROM person p LEFT JOIN calendar_feed c "
      "ON c.person_id = p.person_id");
  std::map<std::string, std::string> serials;
  for (auto& [id, serial] : statement.all()) serials[id] = std::move(serial);
  return serials;
}

bool follow_calendars(Database& copy, const std::map<std::string, std::string>& now) {
  Statement<In<std::string>> drop(copy, "DELETE FROM calendar_feed WHERE person_id = :id");
  Statement<In<std::string, std::string>> put(
      copy,
      "INSERT INTO calendar_feed(person_id, serial) VALUES(:id, :serial) "
      "ON CONFLICT(person_id) DO UPDATE SET serial = excluded.serial");
  bool any = false;
  Transaction transaction(copy.connection());
  for (const auto& [id, serial] : calendars(copy)) {
    const auto known = now.find(id);
    if (known == now.end() || known->second == serial) continue;
    if (known->second.empty())
      drop.run(id);
    else
      put.run(id, known->second);
    any = any || !serial.empty();
  }
  transaction.commit();
  return any;
}

std::string words_in_body(const std::string& words) {
  const std::string quoted =
      nlohmann::json(words).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return quoted.substr(1, quoted.size() - 2);
}

}  // namespace storage
