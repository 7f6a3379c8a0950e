#include "adapters/nextcloud/inbound.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/net/http.hpp"
#include "adapters/net/json.hpp"

namespace nextcloud {
namespace {

using Json = nlohmann::json;

constexpr std::string_view account = "users/";
constexpr std::size_t longest_number = 20;
constexpr std::size_t longest_id = 64;  // of an account in Nextcloud

bool is_figure(char c) {
  return c >= '0' && c <= '9';
}
bool is_number(const std::string& text) {
  return !text.empty() && text.size() <= longest_number && std::all_of(text.begin(), text.end(), is_figure);
}

void replace_all(std::string& text, const std::string& what, const std::string& with) {
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

// "Ask {mention-user1}" -> "Ask Kari Nes".
std::string with_names(std::string text, const Json& parameters) {
  if (!parameters.is_object()) return text;  // PHP writes an empty list when there are none
  for (const auto& [key, value] : parameters.items())
    if (const std::string name = net::text_at(value, "name"); !name.empty())
      replace_all(text, "{" + key + "}", name);
  return text;
}

}  // namespace

Reading read_event(const std::string& body, Told& told) {
  const Json event = Json::parse(body, nullptr, false);
  if (!event.is_object() || net::text_at(event, "type").empty()) return Reading::broken;
  const Json& object = net::member(event, "object");
  told.actor = net::text_at(net::member(event, "actor"), "id");
  told.conversation = net::text_at(net::member(event, "target"), "id");
  told.what = net::text_at(object, "name");
  if (net::text_at(event, "type") != "Create" || told.what != "message") return Reading::other;
  if (told.actor.find('/') == told.actor.npos) return Reading::broken;
  if (!told.actor.starts_with(account)) return Reading::other;
  told.user = told.actor.substr(account.size());
  told.id = net::text_at(object, "id");
  const Json content = Json::parse(net::text_at(object, "content"), nullptr, false);
  if (!content.is_object() || !net::member(content, "message").is_string()) return Reading::broken;
  if (told.user.empty() || told.user.size() > longest_id || !is_token(told.conversation) ||
      !is_number(told.id))
    return Reading::broken;
  told.text = with_names(net::text_at(content, "message"), net::member(content, "parameters"));
  return Reading::message;
}

bool tells_of_others(const Told& told, const std::string& user) {
  if (told.what.ends_with("_added") || told.what == "guests_allowed") return true;
  const bool nobody = told.actor.empty() || told.actor.starts_with("bots/");
  return !nobody && told.actor != std::string(account) + user;
}

std::optional<std::string> command_in(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  if (text.empty() || std::string_view("!/@").find(text.front()) == text.npos) return std::nullopt;
  const std::string_view name = command_word.substr(1);
  text.remove_prefix(1);
  if (!net::equal_ignoring_case(text.substr(0, name.size()), name)) return std::nullopt;
  text.remove_prefix(name.size());
  if (!text.empty() && blanks.find(text.front()) == blanks.npos) return std::nullopt;
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  return std::string(text);
}

bool is_token(std::string_view text) {
  return text.size() >= 4 && text.size() <= 30 &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || is_figure(c); });
}

}  // namespace nextcloud
