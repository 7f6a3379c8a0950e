#include "adapters/teams/activity.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "adapters/net/http.hpp"
#include "adapters/net/json.hpp"
#include "bot/runtime/json.hpp"

namespace teams {
namespace {

using Json = nlohmann::json;

struct Wrong {};  // a field of the wrong kind; never leaves this file

const Json& part(const Json& object, const char* name) {
  static const Json nothing = Json::object();
  const auto found = object.find(name);
  if (found == object.end() || found->is_null()) return nothing;
  if (!found->is_object()) throw Wrong{};
  return *found;
}

std::string text_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || found->is_null()) return {};
  if (!found->is_string()) throw Wrong{};
  return found->get<std::string>();
}

const Json& list_of(const Json& object, const char* name) {
  static const Json nothing = Json::array();
  const auto found = object.find(name);
  if (found == object.end() || found->is_null()) return nothing;
  if (!found->is_array()) throw Wrong{};
  return *found;
}

void add_if_any(std::vector<std::string>& list, std::string text) {
  if (!text.empty()) list.push_back(std::move(text));
}

Activity activity_from(const Json& json) {
  Activity a;
  a.type = text_of(json, "type");
  a.name = text_of(json, "name");
  a.id = text_of(json, "id");
  a.service_url = text_of(json, "serviceUrl");
  a.channel_id = text_of(json, "channelId");
  if (a.type.empty() || a.service_url.empty() || a.channel_id.empty()) throw Wrong{};

  const Json& conversation = part(json, "conversation");
  a.conversation = text_of(conversation, "id");
  a.conversation_type = text_of(conversation, "conversationType");
  add_if_any(a.tenants, text_of(conversation, "tenantId"));

  const Json& from = part(json, "from");
  a.from = text_of(from, "id");
  a.from_name = text_of(from, "name");
  a.from_object = net::lower_case(text_of(from, "aadObjectId"));
  a.recipient = text_of(part(json, "recipient"), "id");

  const Json& data = part(json, "channelData");
  add_if_any(a.tenants, text_of(part(data, "tenant"), "id"));
  a.team = text_of(part(data, "team"), "id");
  a.channel = text_of(part(data, "channel"), "id");

  a.text = text_of(json, "text");
  for (const Json& entity : list_of(json, "entities")) {
    if (!entity.is_object() || net::text_at(entity, "type") != "mention") continue;
    const Json& who = net::member(entity, "mentioned");
    a.mentions.push_back({net::text_at(who, "id"), net::text_at(entity, "text"), net::text_at(who, "name"),
                          net::lower_case(net::text_at(who, "aadObjectId"))});
  }
  a.action = text_of(json, "action");
  for (const Json& member : list_of(json, "membersRemoved"))
    if (member.is_object()) add_if_any(a.removed, text_of(member, "id"));
  if (const auto value = json.find("value"); value != json.end() && !value->is_null())
    a.value = value->dump();
  return a;
}

// The references that clients write, longest meaning first needs no care: none is a prefix of another.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> references{{{"&nbsp;", " "},
                                                                                   {"&#160;", " "},
                                                                                   {"&lt;", "<"},
                                                                                   {"&gt;", ">"},
                                                                                   {"&quot;", "\""},
                                                                                   {"&#39;", "'"},
                                                                                   {"&amp;", "&"}}};

}  // namespace

bool Activity::personal() const {
  if (!conversation_type.empty()) return conversation_type == "personal";
  return !conversation.starts_with("19:");
}

std::string Activity::place() const {
  return personal() ? std::string() : conversation.substr(0, conversation.find(";messageid="));
}

std::string Activity::delivery() const {
  return id.empty() ? std::string() : conversation + "|" + id;
}

std::optional<Activity> read_activity(std::string_view body) {
  const Json json = runtime::parse_json(body);
  if (!json.is_object()) return std::nullopt;
  try {
    return activity_from(json);
  } catch (const Wrong&) {
    return std::nullopt;
  } catch (const Json::exception&) {  // text that is not UTF-8
    return std::nullopt;
  }
}

std::string made_plain(std::string_view text) {
  std::string decoded;
  while (!text.empty()) {
    bool found = false;
    for (const auto& [reference, meaning] : references) {
      if (!text.starts_with(reference)) continue;
      decoded += meaning;
      text.remove_prefix(reference.size());
      found = true;
      break;
    }
    if (found) continue;
    if (text.starts_with("\u00A0")) {
      decoded += ' ';
      text.remove_prefix(2);
    } else {
      decoded += text.front();
      text.remove_prefix(1);
    }
  }
  std::string plain;
  for (char c : decoded) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank) {
      plain += c;
    } else if (!plain.empty() && plain.back() != ' ') {
      plain += ' ';
    }
  }
  if (plain.ends_with(' ')) plain.pop_back();
  return plain;
}

}  // namespace teams
