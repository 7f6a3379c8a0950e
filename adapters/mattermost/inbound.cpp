#include "adapters/mattermost/inbound.hpp"

#include <algorithm>

#include "adapters/mattermost/api.hpp"
#include "adapters/net/hmac.hpp"
#include "adapters/net/url.hpp"
#include "bot/core/ascii.hpp"

namespace mattermost {
namespace {

using runtime::JsonView;
using Fields = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t longest_name = 200;  // bytes after "@"; Mattermost has 64 letters

std::optional<Fields> form_of(const net::Request& request) {
  std::string_view type = request.headers.get("Content-Type");
  type = type.substr(0, type.find(';'));
  while (type.ends_with(' ')) type.remove_suffix(1);
  if (!net::equal_ignoring_case(type, "application/x-www-form-urlencoded")) return std::nullopt;
  return net::parse_form(request.body);
}

std::string field(const Fields& fields, std::string_view name) {
  for (const auto& [key, value] : fields)
    if (key == name) return value;
  return {};
}

// "https://chat.example.no/hooks/commands/<id>": only the id counts, the site is the one we know.
std::string response_id(const std::string& url) {
  constexpr std::string_view path = "/hooks/commands/";
  const auto at = url.rfind(path);
  if (at == url.npos) return {};
  const std::string id = url.substr(at + path.size());
  return is_id(id) ? id : std::string();
}

}  // namespace

std::optional<Incoming> read_command(const net::Request& request) {
  const auto fields = form_of(request);
  if (!fields) return std::nullopt;
  Incoming in;
  in.user = field(*fields, "user_id");
  in.channel = field(*fields, "channel_id");
  in.direct = is_direct(field(*fields, "channel_name"));
  in.trigger = field(*fields, "trigger_id");
  in.text = field(*fields, "text");
  std::vector<std::string> names, ids;  // side by side
  for (const auto& [key, value] : *fields) {
    if (key == "user_mentions") names.push_back(value);
    if (key == "user_mentions_ids") ids.push_back(value);
  }
  for (std::size_t i = 0; i < std::min(names.size(), ids.size()); ++i)
    if (is_id(ids[i])) in.mentioned[names[i]] = ids[i];
  in.response = response_id(field(*fields, "response_url"));
  if (!is_id(in.user) || !is_id(in.channel)) return std::nullopt;
  return in;
}

std::optional<Incoming> read_press(const std::string& body) {
  const runtime::JsonText read(body);
  const JsonView json = read.root();
  Incoming in;
  in.user = json.text_at("user_id");
  in.channel = json.text_at("channel_id");
  in.direct = is_direct(json.at("channel_name").text());
  in.trigger = json.text_at("trigger_id");
  in.context = read_context(json.at("context"));
  if (!is_id(in.user) || !is_id(in.channel)) return std::nullopt;
  return in;
}

std::optional<Incoming> read_submit(const std::string& body) {
  const runtime::JsonText read(body);
  const JsonView json = read.root();
  if (json.at("type").text() != "dialog_submission") return std::nullopt;
  Incoming in;
  in.user = json.text_at("user_id");
  in.channel = json.text_at("channel_id");
  in.state = json.text_at("state");
  in.submission = std::make_shared<const Submission>(read_submission(json.at("submission")));
  in.cancelled = json.at("cancelled").is_true();
  if (!is_id(in.user)) return std::nullopt;
  return in;
}

Submission read_submission(JsonView submission) {
  Submission all;
  submission.each_member([&](std::string_view name, JsonView value) {
    std::vector<std::string>& here = all[std::string(name)];
    const auto take = [&](JsonView one) {
      if (!one.text().empty()) here.emplace_back(one.text());
    };
    take(value);
    value.each(take);
    if (const auto number = value.integer()) here.push_back(std::to_string(*number));
    if (const auto flag = value.flag()) here.emplace_back(*flag ? "true" : "false");
  });
  return all;
}

core::Typed typed(std::string_view text, const std::function<std::string(const std::string&)>& person) {
  const auto is_letter = [](char c) {
    return core::ascii::is_letter_or_digit(c) || c == '.' || c == '-' || c == '_' ||
           (static_cast<unsigned char>(c) & 0x80) != 0;
  };
  core::Typed out;
  std::size_t done = 0;  // what stands before is in `out`
  for (std::size_t at = text.find('@'); at != text.npos; at = text.find('@', at + 1)) {
    if (at > 0 && is_letter(text[at - 1])) continue;  // an address
    std::size_t end = at + 1;
    while (end < text.size() && is_letter(text[end])) ++end;
    if (end - at > longest_name) continue;  // each of its ends would be looked up
    // "@kari." may end a sentence.
    for (std::string name(text.substr(at + 1, end - at - 1)); !name.empty(); name.pop_back(), --end) {
      const std::string user = person(name);
      if (!user.empty()) {
        out.words(text.substr(done, at - done));
        out.person({"@" + name, user});
        done = end;
      }
      if (!user.empty() || std::string_view(".-_").find(name.back()) == std::string_view::npos) break;
    }
  }
  out.words(text.substr(done));
  return out;
}

bool has_token(const net::Request& request, const std::vector<std::string>& tokens) {
  std::string in_header;
  constexpr std::string_view scheme = "Token ";
  const std::string_view header = request.headers.get("Authorization");
  if (net::equal_ignoring_case(header.substr(0, scheme.size()), scheme))
    in_header = header.substr(scheme.size());
  const auto fields = form_of(request);
  const std::string in_form = fields ? field(*fields, "token") : std::string();
  bool good = false;
  for (const std::string& token : tokens) {
    if (token.empty()) continue;
    good |= net::equal_in_constant_time(token, in_header);
    good |= net::equal_in_constant_time(token, in_form);
  }
  return good;
}

bool is_direct(std::string_view channel_name) {
  return channel_name.size() == 54 && is_id(channel_name.substr(0, 26)) &&
         channel_name.substr(26, 2) == "__" && is_id(channel_name.substr(28));
}

}  // namespace mattermost
