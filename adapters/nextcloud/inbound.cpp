#include "adapters/nextcloud/inbound.hpp"

#include <algorithm>

#include "adapters/net/http.hpp"
#include "bot/core/ascii.hpp"
#include "bot/core/utf8.hpp"
#include "bot/runtime/json_text.hpp"

namespace nextcloud {
namespace {

using runtime::JsonView;

constexpr std::string_view account = "users/";
constexpr std::size_t longest_number = 20;
constexpr std::size_t longest_id = 64;  // of an account in Nextcloud

constexpr std::size_t longest_text = 256 * 1024;  // with names; Talk takes 32,000 letters
constexpr std::size_t most_mentions = 200;        // each may have a long name

bool is_number(const std::string& text) {
  return text.size() <= longest_number && core::ascii::is_digits(text);
}

// "Ask {mention-user1}" -> "Ask Kari Nes". What stands in a name is not read again. A mention of an account
// on this server is a person; of a room, a guest or another server's account it is a name alone.
core::Typed with_names(std::string_view text, JsonView parameters) {
  core::Typed out;
  while (!text.empty()) {
    const std::size_t open = std::min(text.find('{'), text.size());
    const std::size_t close = text.find('}', open);
    out.words(text.substr(0, open));
    text.remove_prefix(open);
    if (close == text.npos || out.text.size() > longest_text || out.mentions.size() == most_mentions) break;
    const JsonView parameter = parameters.at(text.substr(1, close - open - 1));
    const std::string name = parameter.text_at("name"), id = parameter.text_at("id");
    const bool person =
        parameter.at("type").text() == "user" && !id.empty() && parameter.at("server").text().empty();
    const std::string shown = name.empty() && person ? id : name;
    if (person)
      out.person({shown, id});
    else
      out.words(name.empty() ? text.substr(0, 1) : std::string_view(name));
    text.remove_prefix(shown.empty() ? 1 : close - open + 1);
  }
  out.words(text);
  return out;
}

}  // namespace

Reading read_event(const std::string& body, Told& told) {
  const runtime::JsonText json(body);
  const JsonView event = json.root();
  const std::string_view type = event.at("type").text();
  if (type.empty()) return Reading::broken;
  const JsonView object = event.at("object");
  told.actor = event.at("actor").text_at("id");
  told.conversation = event.at("target").text_at("id");
  told.what = object.text_at("name");
  if (type != "Create" || told.what != "message") return Reading::other;
  if (told.actor.find('/') == told.actor.npos) return Reading::broken;
  if (!told.actor.starts_with(account)) return Reading::other;
  told.user = told.actor.substr(account.size());
  told.id = object.text_at("id");
  const runtime::JsonText inner(object.at("content").text());  // JSON inside JSON
  const JsonView content = inner.root();
  if (!content.at("message").is_text()) return Reading::broken;
  if (told.user.empty() || told.user.size() > longest_id || !is_token(told.conversation) ||
      !is_number(told.id))
    return Reading::broken;
  told.typed = with_names(content.at("message").text(), content.at("parameters"));
  return Reading::message;
}

bool tells_of_others(const Told& told, const std::string& user) {
  if (told.what.ends_with("_added") || told.what == "guests_allowed") return true;
  const bool nobody = told.actor.empty() || told.actor.starts_with("bots/");
  return !nobody && told.actor != std::string(account) + user;
}

std::optional<std::string> command_in(std::string_view text) {
  text = core::without_blanks_before(text);
  if (text.empty() || std::string_view("!/@").find(text.front()) == text.npos) return std::nullopt;
  const std::string_view name = command_word.substr(1);
  text.remove_prefix(1);
  if (!net::equal_ignoring_case(text.substr(0, name.size()), name)) return std::nullopt;
  text.remove_prefix(name.size());
  std::string_view rest = core::without_blanks_before(text);
  const bool marked = rest.starts_with(':') || rest.starts_with(',');  // "!refleks: hjelp"
  if (marked) rest = core::without_blanks_before(rest.substr(1));
  if (!text.empty() && !marked && rest.size() == text.size()) return std::nullopt;
  return std::string(rest);
}

bool is_token(std::string_view text) {
  return text.size() >= 4 && text.size() <= 30 && core::ascii::is_small_name(text);
}

}  // namespace nextcloud
