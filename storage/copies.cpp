#include "storage/copies.hpp"

#include <nlohmann/json.hpp>

#include "storage/statement.hpp"

namespace storage {

std::vector<std::string> hidden_ideas(Database& now) {
  Statement<In<>, Out<std::string>> statement(now, "SELECT idea_id FROM idea WHERE state = 'hidden'");
  std::vector<std::string> ids;
  for (auto& [id] : statement.all()) ids.push_back(std::move(id));
  return ids;
}

std::map<std::string, int> page_numbers(Database& now) {
  Statement<In<>, Out<std::string, int>> statement(now,
                                                   "SELECT person_id, pages FROM person WHERE pages > 0");
  std::map<std::string, int> numbers;
  for (const auto& [id, pages] : statement.all()) numbers[id] = pages;
  return numbers;
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

std::string words_in_body(const std::string& words) {
  const std::string quoted =
      nlohmann::json(words).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return quoted.substr(1, quoted.size() - 2);
}

}  // namespace storage
