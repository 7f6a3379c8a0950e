#include "adapters/slack/tokens.hpp"

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "adapters/net/private_file.hpp"
#include "bot/core/random.hpp"
#include "bot/runtime/json.hpp"

namespace slack {
namespace {

using Json = nlohmann::json;

// A name that cannot leave its folder, and is nobody else's.
std::string file_name(const std::string& workspace) {
  std::string name;
  for (const char c : workspace) {
    const bool safe = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    name += safe ? c : '_';
  }
  if (name != workspace) name += "-" + core::id_from_name(workspace).substr(0, 8);
  return name + ".json";
}

}  // namespace

Tokens::Tokens(const std::filesystem::path& data, const std::string& workspace, TokenPair configured)
    : file_(data / "slack" / file_name(workspace)), pair_(std::move(configured)) {
  std::ifstream in(file_);
  if (!in) return;
  const std::string text(std::istreambuf_iterator<char>(in), {});
  const Json json = runtime::parse_json(text);
  if (!json.is_object() || !json.contains("access") || !json["access"].is_string())
    throw std::runtime_error("the file of the Slack token is damaged; remove it and install again");
  pair_.access = json["access"].get<std::string>();
  pair_.refresh = json.value("refresh", "");
  pair_.good_until.reset();
  if (json.contains("until")) pair_.good_until = core::instant_from_text(json["until"].get<std::string>());
  kept_ = true;
}

bool Tokens::due(core::Instant now) const {
  if (pair_.refresh.empty()) return false;
  return pair_.access.empty() || (pair_.good_until && now + early > *pair_.good_until);
}

void Tokens::keep(TokenPair pair) {
  Json json{{"access", pair.access}};
  if (!pair.refresh.empty()) json["refresh"] = pair.refresh;
  if (pair.good_until) json["until"] = core::to_text(*pair.good_until);
  net::replace_private_file(file_, json.dump() + "\n");
  pair_ = std::move(pair);
  kept_ = true;
}

void Tokens::forget() {
  std::error_code ignored;
  std::filesystem::remove(file_, ignored);
  pair_ = TokenPair();
  kept_ = false;
}

}  // namespace slack
