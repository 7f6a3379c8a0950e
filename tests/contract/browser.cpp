#include "tests/contract/browser.hpp"

#include <fmt/format.h>

#include <cctype>
#include <stdexcept>

namespace contract {
namespace {

std::string coded(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0)
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

bool is_field(const Element& element) {
  return element.has_class("field");
}

std::string label_of(const Element& field) {
  const Element* label = field.find(field.tag == "fieldset" ? "legend" : "label");
  const auto optional = [](const Element& element) { return element.has_class("optional"); };
  return label ? tidy(label->words(optional)) : std::string();
}

// The elements a person writes in or chooses among.
std::vector<const Element*> controls(const Element& field) {
  return field.all([](const Element& element) {
    return element.tag == "textarea" || element.tag == "select" || element.tag == "input";
  });
}

std::string text_in(const Element& control) {
  if (control.tag != "textarea") return control.attribute("value");
  const std::string text = control.children.empty() ? std::string() : control.children.front().text;
  return text.starts_with('\n') ? text.substr(1) : text;  // HTML drops the first line break of a textarea
}

// Value and label of what a field offers; empty for one to write in.
std::vector<std::pair<std::string, std::string>> options(const Element& field) {
  std::vector<std::pair<std::string, std::string>> all;
  for (const Element* pick : field.all([](const Element& e) { return e.has_class("pick"); })) {
    const Element* const input = pick->find("input");
    all.emplace_back(input->attribute("value"), tidy(pick->words()));
  }
  for (const Element* option : field.all("option"))
    if (!option->attribute("value").empty())
      all.emplace_back(option->attribute("value"), tidy(option->words()));
  return all;
}

std::string kind_of(const Element& field) {
  const Element& control = *controls(field).front();
  const std::string type = control.attribute("type");
  if (control.tag == "select") return "person";
  if (type == "radio") return "choice";
  if (type == "checkbox") return "choices";
  if (type == "datetime-local") return "date_time";
  return "text";
}

}  // namespace

void Browser::open(const std::string& url) {
  url_ = url;
  net::HttpCall call;
  call.url = url;
  take(town_.result_of(client_.send(std::move(call))));
}

void Browser::take(net::HttpOutcome outcome) {
  if (outcome.error) throw std::runtime_error("no page came: " + outcome.error.message());
  traffic_.push_back({person_, outcome.reply.body});
  page_ = parse_html(outcome.reply.body);
  town_.settle();
}

void Browser::post(const Fields& fields) {
  std::string body;
  for (const auto& [name, value] : fields)
    body += (body.empty() ? "" : "&") + coded(name) + "=" + coded(value);
  post(std::move(body));
}

void Browser::post(std::string body) {
  last_body_ = body;
  net::HttpCall call;
  call.method = "POST";
  call.url = url_;
  call.headers.add("Content-Type", "application/x-www-form-urlencoded");
  call.body = std::move(body);
  take(town_.result_of(client_.send(std::move(call))));
}

void Browser::send_again() {
  post(last_body_);
}

bool Browser::has_button(const std::string& label) const {
  for (const Element* button : page_.all("button"))
    if (button->attribute("name") == "t" && tidy(button->words()) == label) return true;
  return false;
}

void Browser::press(const std::string& label) {
  for (const Element* button : page_.all("button"))
    if (button->attribute("name") == "t" && tidy(button->words()) == label)
      return post(Fields{{"t", button->attribute("value")}});
  throw NoSuchButton(label);
}

const Element* Browser::form() const {
  return page_.find([](const Element& element) {
    return element.tag == "form" && element.has_class("command") == false &&
           element.find(is_field) != nullptr;
  });
}

void Browser::write(const std::string& command) {
  const Element* box = page_.find([](const Element& element) { return element.has_class("command"); });
  if (!box) throw std::runtime_error("the page has no place to write to the bot");
  post(Fields{{"t", box->find("input")->attribute("value")}, {"command", command}});
}

Seen Browser::fill(const Values& values) {
  const Element* shown = form();
  if (!shown) throw std::runtime_error("no form is open");
  Fields fields{{"t", shown->find("input")->attribute("value")}};
  std::size_t used = 0;
  Seen refused;
  for (const Element* field : shown->all(is_field)) {
    const auto found = values.find(label_of(*field));
    const Element& control = *controls(*field).front();
    const std::string name = control.attribute("name");
    const auto offered = options(*field);
    if (found == values.end()) {
      if (offered.empty()) fields.emplace_back(name, text_in(control));
      continue;
    }
    ++used;
    const std::string most = control.attribute("data-most");  // more can be written, and is refused
    if (!most.empty() && letters_in(found->second.front()) > std::stoul(most))
      refused.errors[found->first] = takes_no_more(std::stoul(most));
    for (const std::string& text : found->second) {
      std::string value = offered.empty() ? text : std::string();
      for (const auto& [option, label] : offered)
        if (label == text) value = option;
      fields.emplace_back(name, value);
    }
  }
  if (used != values.size()) throw std::runtime_error("the form lacks one of the inputs");
  if (refused.errors.empty()) post(fields);
  return refused;
}

Seen Browser::seen() const {
  Seen seen;
  const auto is_answer = [](const Element& element) { return element.attribute("id") == "answer"; };
  const auto is_buttons = [](const Element& element) {
    return element.tag == "button" && element.attribute("name") == "t";
  };
  if (const Element* shown = form()) {
    const auto is_intro = [](const Element& element) { return element.has_class("intro"); };
    const Element* intro = page_.find(is_intro);
    seen.words = page_.find("h1")->words() + "\n" + (intro ? intro->words() : "");
    for (const Element* field : shown->all(is_field)) {
      std::string line = label_of(*field) + " {" + kind_of(*field);
      for (const auto& [value, label] : options(*field)) line += " / " + label;
      seen.inputs.push_back(line + "}");
      const Element* error = field->find([](const Element& e) { return e.has_class("error"); });
      if (!error) continue;
      seen.errors[label_of(*field)] = tidy(error->words());
      seen.kept[label_of(*field)] = text_in(*controls(*field).front());
    }
    // What was refused leaves only what there is to mend.
    if (!seen.errors.empty()) {
      seen.words.clear();
      seen.inputs.clear();
    }
    return seen;
  }
  if (const Element* error =
          page_.find([](const Element& e) { return e.attribute("id") == "command-error"; })) {
    seen.words = error->words();
    return seen;
  }
  const Element* answer = page_.find(is_answer);
  if (answer) {
    seen.words = answer->words([](const Element& e) { return e.tag == "h2"; });
  } else {
    answer = page_.find("main");
    const auto aside = [](const Element& e) { return e.has_class("note") || e.has_class("back"); };
    seen.words = answer->words(aside);
    // A form without inputs says something in its introduction.
    for (const Element* form : answer->all("form"))
      for (const Element* intro : form->all([](const Element& e) { return e.has_class("intro"); }))
        seen.words += "\n" + intro->words();
  }
  for (const Element* button : answer->all(is_buttons)) seen.buttons.push_back(tidy(button->words()));
  return seen;
}

}  // namespace contract
