#include "adapters/teams/activity.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "adapters/net/http.hpp"
#include "bot/runtime/json_text.hpp"

namespace teams {
namespace {

using runtime::JsonView;

struct Wrong {};  // a field of the wrong kind; never leaves this file

// Null is as good as left out.
JsonView member(JsonView object, const char* name, bool (JsonView::*is_right)() const) {
  const JsonView found = object.at(name);
  if (!found || found.is_null()) return {};
  if (!(found.*is_right)()) throw Wrong{};
  return found;
}
JsonView part(JsonView object, const char* name) {
  return member(object, name, &JsonView::is_object);
}
std::string text_of(JsonView object, const char* name) {
  return std::string(member(object, name, &JsonView::is_text).text());
}

void add_if_any(std::vector<std::string>& list, std::string text) {
  if (!text.empty()) list.push_back(std::move(text));
}

// Where it stands in the value of a message, of adaptiveCard/action, and of task/fetch and task/submit.
JsonView data_in(const Activity& activity, JsonView value) {
  if (activity.type == "message") return value;
  if (activity.name != "adaptiveCard/action") return value.at("data");
  const JsonView action = value.at("action");
  return action.at("type").text() == "Action.Execute" ? action.at("data") : JsonView();
}

Activity activity_from(JsonView json) {
  Activity a;
  a.type = text_of(json, "type");
  a.name = text_of(json, "name");
  a.id = text_of(json, "id");
  a.service_url = text_of(json, "serviceUrl");
  a.channel_id = text_of(json, "channelId");
  if (a.type.empty() || a.service_url.empty() || a.channel_id.empty()) throw Wrong{};

  const JsonView conversation = part(json, "conversation");
  a.conversation = text_of(conversation, "id");
  a.conversation_type = text_of(conversation, "conversationType");
  add_if_any(a.tenants, text_of(conversation, "tenantId"));

  const JsonView from = part(json, "from");
  a.from = text_of(from, "id");
  a.from_name = text_of(from, "name");
  a.from_object = net::lower_case(text_of(from, "aadObjectId"));
  a.recipient = text_of(part(json, "recipient"), "id");

  const JsonView data = part(json, "channelData");
  add_if_any(a.tenants, text_of(part(data, "tenant"), "id"));
  a.team = text_of(part(data, "team"), "id");
  a.channel = text_of(part(data, "channel"), "id");

  a.text = text_of(json, "text");
  member(json, "entities", &JsonView::is_array).each([&](JsonView entity) {
    if (entity.at("type").text() != "mention") return;
    const JsonView who = entity.at("mentioned");
    a.mentions.push_back({who.text_at("id"), entity.text_at("text"), who.text_at("name"),
                          net::lower_case(who.text_at("aadObjectId"))});
  });
  a.action = text_of(json, "action");
  const auto read_members = [&](const char* name, std::vector<std::string>& into) {
    member(json, name, &JsonView::is_array).each([&](JsonView one) { add_if_any(into, text_of(one, "id")); });
  };
  read_members("membersAdded", a.added);
  read_members("membersRemoved", a.removed);
  if (const JsonView value = json.at("value"); value && !value.is_null()) {
    a.with_value = true;
    a.pressed = read_pressed(data_in(a, value));
  }
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

std::string with_references_read(std::string_view text) {
  std::string read;
  while (!text.empty()) {
    bool found = false;
    for (const auto& [reference, meaning] : references) {
      if (!text.starts_with(reference)) continue;
      read += meaning;
      text.remove_prefix(reference.size());
      found = true;
      break;
    }
    if (found) continue;
    if (text.starts_with("\u00A0")) {
      read += ' ';
      text.remove_prefix(2);
    } else {
      read += text.front();
      text.remove_prefix(1);
    }
  }
  return read;
}

}  // namespace

bool Activity::personal() const {
  if (!conversation_type.empty()) return conversation_type == "personal";
  return !conversation.starts_with("19:");
}

bool Activity::group_chat() const {
  return conversation_type.empty() ? is_group_chat(place()) : conversation_type == "groupChat";
}

std::string Activity::place() const {
  return personal() ? std::string() : conversation.substr(0, conversation.find(";messageid="));
}

std::string Activity::delivery() const {
  return id.empty() ? std::string() : conversation + "|" + id;
}

std::optional<Activity> read_activity(std::string_view body) {
  const runtime::JsonText json(body);
  if (!json.root().is_object()) return std::nullopt;
  try {
    return activity_from(json.root());
  } catch (const Wrong&) {
    return std::nullopt;
  }
}

std::string made_plain(std::string_view text) {
  std::string plain = with_lines(text);
  std::replace(plain.begin(), plain.end(), '\n', ' ');
  return plain;
}

std::string with_lines(std::string_view text) {
  std::string plain, between;
  for (const char c : with_references_read(text)) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (blank) {
      if (between.empty() || c == '\n') between = c == '\n' ? "\n" : " ";
    } else {
      if (!plain.empty()) plain += between;
      between.clear();
      plain += c;
    }
  }
  return plain;
}

}  // namespace teams
