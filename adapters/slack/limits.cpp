#include "adapters/slack/limits.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>

#include "adapters/net/json.hpp"
#include "adapters/slack/text.hpp"

namespace slack {
namespace {

using Json = nlohmann::json;

enum class Need { no, yes };

// One row: what lies at `path` of an object of `type` holds from `least` to `most` units of text, items of a
// list, or members.
struct Limit {
  std::string_view type;
  const char* path;
  Need need;
  std::size_t least, most;
};

// "option", "option_group" and "view" are not types of Slack's: the walk below says where they are.
const Limit table[] = {
    {"header", "/text/text", Need::yes, 1, limit::header},
    {"section", "/text/text", Need::no, 1, limit::text},
    {"section", "/fields", Need::no, 1, limit::fields},
    {"image", "/image_url", Need::yes, 1, limit::url},
    {"image", "/alt_text", Need::yes, 1, limit::alt},
    {"context", "/elements", Need::yes, 1, limit::context_elements},
    {"actions", "/elements", Need::yes, 1, limit::action_elements},
    {"rich_text", "/elements", Need::yes, 1, 10'000},
    {"input", "/label/text", Need::yes, 1, limit::label},
    {"input", "/hint/text", Need::no, 1, limit::label},
    {"input", "/element", Need::yes, 1, 100},
    {"button", "/text/text", Need::yes, 1, limit::button_text},
    {"button", "/value", Need::no, 0, limit::button_value},
    {"button", "/url", Need::no, 1, limit::url},
    {"radio_buttons", "/options", Need::yes, 1, limit::few_options},
    {"checkboxes", "/options", Need::yes, 1, limit::few_options},
    {"static_select", "/options", Need::no, 1, limit::options},
    {"static_select", "/option_groups", Need::no, 1, limit::groups},
    {"static_select", "/placeholder/text", Need::no, 1, limit::placeholder},
    {"multi_static_select", "/options", Need::no, 1, limit::options},
    {"multi_static_select", "/option_groups", Need::no, 1, limit::groups},
    {"multi_static_select", "/placeholder/text", Need::no, 1, limit::placeholder},
    {"plain_text_input", "/initial_value", Need::no, 1, limit::input_text},
    {"plain_text_input", "/placeholder/text", Need::no, 1, limit::placeholder},
    {"plain_text", "/text", Need::yes, 1, limit::text},
    {"mrkdwn", "/text", Need::yes, 1, limit::text},
    {"option", "/text/text", Need::yes, 1, limit::option_text},
    {"option", "/value", Need::yes, 1, limit::option_value},
    {"option", "/description/text", Need::no, 1, limit::option_description},
    {"option_group", "/label/text", Need::yes, 1, limit::option_text},
    {"option_group", "/options", Need::yes, 1, limit::options},
    {"view", "/blocks", Need::yes, 1, limit::view_blocks},
    {"view", "/private_metadata", Need::no, 0, limit::private_metadata},
    {"view", "/callback_id", Need::no, 1, limit::id},
    {"modal", "/title/text", Need::yes, 1, limit::title},
    {"modal", "/submit/text", Need::no, 1, limit::title},
    {"modal", "/close/text", Need::no, 1, limit::title},
};

// Where each block may be, and what may be in it.
constexpr std::string_view blocks[] = {"section", "header",  "divider", "image",
                                       "context", "actions", "input",   "rich_text"};
constexpr std::string_view acting[] = {"button",        "static_select", "multi_static_select",
                                       "radio_buttons", "checkboxes",    "datetimepicker"};
constexpr std::string_view asking[] = {"plain_text_input", "static_select", "multi_static_select",
                                       "radio_buttons",    "checkboxes",    "datetimepicker"};
constexpr std::string_view telling[] = {"image", "plain_text", "mrkdwn"};

template <std::size_t N>
bool known_in(const std::string_view (&known)[N], std::string_view type) {
  return std::find(std::begin(known), std::end(known), type) != std::end(known);
}

std::size_t measure(const Json& value) {
  return value.is_string() ? length(value.get_ref<const std::string&>()) : value.size();
}

class Check {
 public:
  explicit Check(Surface surface) : surface_(surface) {}

  std::vector<LimitViolation> run(const Json& payload) {
    if (surface_ == Surface::message) {
      const Json& list = payload.value("blocks", Json::array());
      if (list.size() > limit::message_blocks) found("/blocks", "too many blocks");
      if (!payload.contains("text") || measure(payload["text"]) == 0) found("/text", "no text beside blocks");
      if (measure(payload.value("text", Json(""))) > limit::message_text) found("/text", "too long");
      check_blocks(list);
    } else {
      hold("view", payload, "");
      hold(net::text_at(payload, "type"), payload, "");
      if (net::text_at(payload, "type") != (surface_ == Surface::modal ? "modal" : "home"))
        found("/type", "wrong surface");
      const Json& list = payload.value("blocks", Json::array());
      const bool asks = std::any_of(list.begin(), list.end(),
                                    [](const Json& block) { return net::text_at(block, "type") == "input"; });
      if (asks && surface_ == Surface::modal && !payload.contains("submit"))
        found("/submit", "inputs without a submit button");
      if (net::bytes_of(payload).size() > limit::view_bytes) found("", "the view is too large");
      check_blocks(list);
    }
    return std::move(found_);
  }

 private:
  void found(std::string where, std::string_view what) {
    found_.push_back({std::move(where), std::string(what)});
  }

  void hold(std::string_view type, const Json& object, const std::string& where) {
    for (const Limit& row : table) {
      if (row.type != type) continue;
      const Json::json_pointer path(row.path);
      if (!object.contains(path)) {
        if (row.need == Need::yes) found(where + row.path, "is missing");
      } else if (const std::size_t size = measure(object[path]); size < row.least) {
        found(where + row.path, "too little");
      } else if (size > row.most) {
        found(where + row.path, "too much");
      }
    }
  }

  void check_blocks(const Json& list) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::string where = "/blocks/" + std::to_string(i);
      const Json& block = list[i];
      const std::string type = net::text_at(block, "type");
      if (!known_in(blocks, type)) found(where, "no such block");
      if (type == "section" && !block.contains("text") && !block.contains("fields"))
        found(where, "an empty section");
      if (type == "header" && net::text_at(block.value("text", Json::object()), "type") != "plain_text")
        found(where, "a header is plain text");
      check_inside(block, type, where);
      walk(block, where);
    }
  }

  void check_inside(const Json& block, const std::string& type, const std::string& where) {
    if (type == "actions" || type == "context")
      for (const Json& element : block.value("elements", Json::array()))
        if (type == "actions" ? !known_in(acting, net::text_at(element, "type"))
                              : !known_in(telling, net::text_at(element, "type")))
          found(where, "an element that does not belong there");
    if (type == "input" && !known_in(asking, net::text_at(block.value("element", Json::object()), "type")))
      found(where, "an element that does not belong there");
    if (type == "section")
      for (const Json& field : block.value("fields", Json::array()))
        if (measure(field.value("text", Json(""))) > limit::field) found(where, "a field that is too long");
  }

  // Every object below, whatever it hangs on.
  void walk(const Json& value, const std::string& where) {
    if (value.is_array()) {
      for (std::size_t i = 0; i < value.size(); ++i) walk(value[i], where + "/" + std::to_string(i));
    } else if (value.is_object()) {
      hold(net::text_at(value, "type"), value, where);
      once(value, "block_id", blocks_seen_, where);
      once(value, "action_id", actions_seen_, where);
      if (value.contains("action_id") && value.contains("type")) selects(value, where);
      for (const auto& [key, below] : value.items()) {
        const std::string there = where + "/" + key;
        if (key == "options" || key == "initial_options") each("option", below, there);
        if (key == "option_groups") each("option_group", below, there);
        if (key == "initial_option") hold("option", below, there);
        walk(below, there);
      }
    }
  }

  void each(std::string_view type, const Json& list, const std::string& where) {
    std::set<std::string> values;
    for (std::size_t i = 0; i < list.size(); ++i) {
      hold(type, list[i], where + "/" + std::to_string(i));
      if (type == "option" && !values.insert(list[i].value("value", "")).second)
        found(where, "two options with one value");
    }
  }

  void selects(const Json& element, const std::string& where) {
    if (net::text_at(element, "type").ends_with("static_select") &&
        element.contains("options") == element.contains("option_groups"))
      found(where, "a select has options or groups of them");
    if (net::text_at(element, "type") == "button" && element.contains("style") &&
        element["style"] != "primary" && element["style"] != "danger")
      found(where + "/style", "no such style");
  }

  void once(const Json& object, const char* key, std::set<std::string>& seen, const std::string& where) {
    if (!object.contains(key)) return;
    const std::string& id = object[key].get_ref<const std::string&>();
    if (id.empty() || length(id) > limit::id) found(where + "/" + key, "too much");
    if (!seen.insert(id).second) found(where + "/" + key, "not unique");
  }

  Surface surface_;
  std::vector<LimitViolation> found_;
  std::set<std::string> blocks_seen_, actions_seen_;
};

}  // namespace

std::vector<LimitViolation> limit_violations(const Json& payload, Surface surface) {
  return Check(surface).run(payload);
}

}  // namespace slack
