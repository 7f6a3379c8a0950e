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

std::string words_in_body(const std::string& words) {
  const std::string quoted =
      nlohmann::json(words).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return quoted.substr(1, quoted.size() - 2);
}

}  // namespace storage
