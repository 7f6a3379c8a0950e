#include "adapters/mattermost/limits.hpp"

#include <nlohmann/json.hpp>
#include <set>

#include "adapters/mattermost/text.hpp"
#include "adapters/net/json.hpp"
#include "adapters/typeset/measure.hpp"
#include "bot/core/ascii.hpp"

namespace mattermost {
namespace {

using Json = nlohmann::json;

class Check {
 public:
  std::vector<LimitViolation> found;

  void say(std::string where, std::string_view what) {
    found.push_back({std::move(where), std::string(what)});
  }

  void bytes(const Json& object, const char* key, std::size_t most, const std::string& where) {
    if (net::text_at(object, key).size() > most) say(where + "/" + key, "too long");
  }

  void element(const Json& element, const std::string& where) {
    const std::string type = net::text_at(element, "type"), name = net::text_at(element, "name");
    if (net::text_at(element, "display_name").empty()) say(where + "/display_name", "is missing");
    bytes(element, "display_name", limit::display_name, where);
    bytes(element, "name", limit::element_name, where);
    bytes(element, "help_text", limit::help, where);
    if (name.empty()) say(where + "/name", "is missing");
    if (!names_.insert(name).second) say(where + "/name", "not unique");
    if (type == "text" || type == "textarea") {
      const std::size_t most = type == "text" ? limit::text : limit::textarea;
      bytes(element, "placeholder", most, where);
      bytes(element, "default", most, where);
      const int least = element.value("min_length", 0), length = element.value("max_length", 0);
      if (length < 0 || static_cast<std::size_t>(length) > most) say(where + "/max_length", "out of range");
      if (least < 0 || least > length) say(where + "/min_length", "out of range");
    } else if (type == "select" || type == "radio") {
      bytes(element, "placeholder", limit::textarea, where);
      options(element, where);
    } else if (type == "bool") {
      bytes(element, "placeholder", limit::placeholder, where);
      const std::string chosen = net::text_at(element, "default");
      if (!chosen.empty() && chosen != "true" && chosen != "false")
        say(where + "/default", "neither true nor false");
    } else {
      say(where + "/type", "no such element");
    }
  }

 private:
  void options(const Json& element, const std::string& where) {
    if (element.contains("data_source")) {
      if (element.contains("options")) say(where + "/options", "beside a data source");
      return;
    }
    const Json& list = element.value("options", Json::array());
    if (list.empty()) say(where + "/options", "nothing to choose");
    std::set<std::string> values;
    for (const Json& option : list) {
      if (net::text_at(option, "text").empty() || net::text_at(option, "value").empty())
        say(where + "/options", "is empty");
      if (!values.insert(net::text_at(option, "value")).second) say(where + "/options", "two with one value");
    }
    const std::string chosen = net::text_at(element, "default");
    if (!chosen.empty() && !values.contains(chosen)) say(where + "/default", "not among the options");
  }

  std::set<std::string> names_;
};

}  // namespace

std::vector<LimitViolation> limit_violations_of_post(const Json& post) {
  Check check;
  const Json props = post.value("props", Json::object());
  const Json attachments = props.value("attachments", Json::array());
  if (typeset::size_in(typeset::code_points, net::text_at(post, "message")) > limit::post)
    check.say("/message", "too long");
  if (net::text_at(post, "message").empty() && attachments.empty()) check.say("", "nothing to show");
  if (typeset::size_in(typeset::code_points, props.dump()) > limit::props) check.say("/props", "too long");
  std::set<std::string> ids;
  for (std::size_t i = 0; i < attachments.size(); ++i) {
    const std::string where = "/props/attachments/" + std::to_string(i);
    if (!attachments[i].is_object()) {
      check.say(where, "no attachment");
      continue;
    }
    for (const Json& field : attachments[i].value("fields", Json::array()))
      if (!field.is_object() || !field.value("value", Json()).is_string())
        check.say(where + "/fields", "a value that is no text");
    for (const Json& action : attachments[i].value("actions", Json::array())) {
      const std::string id = net::text_at(action, "id");
      if (!core::ascii::is_name(id) || !ids.insert(id).second)
        check.say(where + "/actions", "an id that will not come back");
      if (net::text_at(action, "name").empty()) check.say(where + "/actions", "a button without words");
      if (net::text_at(action.value("integration", Json::object()), "url").empty())
        check.say(where + "/actions", "a button that calls nobody");
    }
  }
  return check.found;
}

std::vector<LimitViolation> limit_violations_of_dialog(const Json& dialog) {
  Check check;
  if (net::text_at(dialog, "title").empty()) check.say("/title", "is missing");
  check.bytes(dialog, "title", limit::title, "");
  if (typeset::size_in(typeset::code_points, net::text_at(dialog, "introduction_text")) > limit::introduction)
    check.say("/introduction_text", "too long");
  const Json elements = dialog.value("elements", Json::array());
  for (std::size_t i = 0; i < elements.size(); ++i)
    check.element(elements[i], "/elements/" + std::to_string(i));
  return check.found;
}

}  // namespace mattermost
