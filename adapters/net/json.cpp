#include "adapters/net/json.hpp"

#include <nlohmann/json.hpp>

namespace net {

const nlohmann::json& member(const nlohmann::json& json, const char* key) {
  static const nlohmann::json null;
  if (!json.is_object()) return null;
  const auto found = json.find(key);
  return found == json.end() ? null : *found;
}

std::string text_at(const nlohmann::json& json, const char* key) {
  const nlohmann::json& value = member(json, key);
  return value.is_string() ? value.get<std::string>() : std::string();
}

std::string bytes_of(const nlohmann::json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace net
