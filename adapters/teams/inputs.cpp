#include "adapters/teams/inputs.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "adapters/net/json.hpp"
#include "adapters/teams/cards.hpp"
#include "adapters/teams/data.hpp"
#include "adapters/teams/escape.hpp"
#include "adapters/typeset/adaptive_card.hpp"
#include "adapters/typeset/measure.hpp"
#include "bot/core/form_check.hpp"
#include "bot/core/texts.hpp"

namespace teams {
namespace {

using Json = nlohmann::json;
using core::Input;

constexpr std::size_t step_bytes = card_bytes * 3 / 4;  // of inputs; the rest is what stands around them

Json small_text(const std::string& text, const char* color) {
  Json block = {{"type", "TextBlock"}, {"text", escaped(text)}, {"wrap", true}, {"spacing", "Small"}};
  if (color)
    block["color"] = color;
  else
    block["isSubtle"] = true;
  return block;
}

std::string first(const Input& input) {
  return input.initial.empty() ? std::string() : input.initial.front();
}

Json choice_set(const Input& input, const std::vector<core::Option>& options, bool several) {
  Json choices = Json::array();
  for (const core::Option& option : options)
    choices.push_back({{"title", inert(option.label)}, {"value", wire_value(option.value)}});
  Json set = {{"type", "Input.ChoiceSet"}, {"choices", std::move(choices)}, {"wrap", true}};
  // Open choices are the easiest to hit on a phone; a long list of people is one to search in.
  set["style"] = input.kind == Input::Kind::person ? "filtered" : "expanded";
  if (several) set["isMultiSelect"] = true;
  std::string chosen;
  for (const std::string& value : input.initial) {
    if (!several && !chosen.empty()) break;
    chosen += (chosen.empty() ? "" : ",") + wire_value(value);
  }
  if (!chosen.empty()) set["value"] = chosen;
  return set;
}

// What Teams checks before it lets a form go: both need words.
void label(Json& element, const Input& input, const std::string& words, core::Language language) {
  element["label"] = inert(words);
  if (!input.required) return;
  element["isRequired"] = true;
  element["errorMessage"] = core::text(language, "teams.required");
}

void add_date_and_time(Json& body, const Input& input, core::Language language) {
  Json date = {{"type", "Input.Date"}, {"id", wire_id(input)}};
  Json time = {{"type", "Input.Time"}, {"id", time_id(input)}, {"spacing", "Small"}};
  label(date, input, input.label, language);
  label(time, input, core::text(language, "teams.time_of_day"), language);
  const std::string value = first(input);
  if (value.size() >= 10) date["value"] = value.substr(0, 10);
  if (value.size() >= 16) time["value"] = value.substr(11, 5);
  body.push_back(std::move(date));
  body.push_back(std::move(time));
}

void add_input(Json& body, const Input& input, const FormStyle& style) {
  if (const auto error = style.errors.find(input.id); error != style.errors.end())
    body.push_back(small_text(error->second, "Attention"));
  Json element;
  switch (input.kind) {
    case Input::Kind::date_time:
      if (!input.hint.empty()) body.push_back(small_text(input.hint, nullptr));
      add_date_and_time(body, input, style.language);
      return;
    case Input::Kind::text:
      element = {{"type", "Input.Text"}, {"maxLength", input.max_length}, {"isMultiline", input.multiline}};
      if (!first(input).empty()) element["value"] = first(input);
      break;
    case Input::Kind::choice:
    case Input::Kind::scale:
      element = choice_set(input, input.options, false);
      break;
    case Input::Kind::choices:
      element = choice_set(input, input.options, true);
      break;
    case Input::Kind::person:
      element = choice_set(input, input.options.empty() ? style.people : input.options, false);
      break;
  }
  element["id"] = wire_id(input);
  label(element, input, input.label, style.language);
  body.push_back(std::move(element));
  // Below the field: a placeholder would be gone as soon as somebody writes.
  if (!input.hint.empty()) body.push_back(small_text(input.hint, nullptr));
}

// What is hidden until the button above it is pressed. It is sent with the rest all the same.
void add_fold(Json& body, Json inside, core::Language language) {
  const std::string id = "fold_" + std::to_string(body.size());
  Json toggle = {{"type", "Action.ToggleVisibility"},
                 {"title", core::text(language, "teams.fold")},
                 {"targetElements", Json::array({id})}};
  body.push_back(typeset::card::actions(Json::array({std::move(toggle)})));
  body.push_back({{"type", "Container"}, {"id", id}, {"isVisible", false}, {"items", std::move(inside)}});
}

// What one card asks: inputs from here to before there.
struct Step {
  std::size_t from = 0, to = 0;
};

// The same however they are filled in and whatever is wrong, so that what comes back from one step finds the
// next. What was written is in every card: in its field, or carried.
std::vector<Step> steps_of(const core::Form& form, FormStyle style) {
  style.errors.clear();
  std::size_t written = 0;
  for (const Input& input : form.inputs)
    if (input.kind == Input::Kind::text) written += static_cast<std::size_t>(std::max(input.max_length, 0));
  written = std::min(written, step_bytes / 2);
  std::vector<Step> steps(1);
  std::size_t bytes = written;
  for (std::size_t i = 0; i < form.inputs.size(); ++i) {
    Input empty = form.inputs[i];
    empty.initial.clear();
    Json alone = Json::array();
    add_input(alone, empty, style);
    const std::size_t more = net::bytes_of(alone).size();
    if (i > steps.back().from && bytes + more > step_bytes) {
      steps.push_back({i, i});
      bytes = written;
    }
    bytes += more;
    steps.back().to = i + 1;
  }
  return steps;
}

// The first that something is wrong in, else the one that is asked for.
std::size_t shown_of(const std::vector<Step>& steps, const core::Form& form, const FormStyle& style) {
  for (std::size_t n = 0; n < steps.size(); ++n)
    for (std::size_t i = steps[n].from; i < steps[n].to; ++i)
      if (style.errors.contains(form.inputs[i].id)) return n;
  return std::min(style.step, steps.size() - 1);
}

// Texts that follow each other are folded together. Where something is written or wrong, it stands open.
void add_inputs(Json& body, const core::Form& form, Step step, const FormStyle& style) {
  const bool folds = core::folds_texts(form);
  Json folded = Json::array();
  const auto end_fold = [&] {
    if (!folded.empty()) add_fold(body, std::exchange(folded, Json::array()), style.language);
  };
  for (std::size_t i = step.from; i < step.to; ++i) {
    const Input& input = form.inputs[i];
    const bool hides =
        folds && input.kind == Input::Kind::text && first(input).empty() && !style.errors.contains(input.id);
    if (!hides) end_fold();
    add_input(hides ? folded : body, input, style);
  }
  end_fold();
}

Json draw(const core::Form& form, const core::Rich& intro, const FormStyle& style) {
  const std::vector<Step> steps = steps_of(form, style);
  const std::size_t shown = shown_of(steps, form, style);
  const Step step = steps[shown];
  const bool last = shown + 1 == steps.size();
  Json body = Json::array();
  if (!intro.empty() && shown == 0) body.push_back(elements_of(intro));
  if (steps.size() > 1)
    body.push_back(
        small_text(core::text(style.language, "teams.step",
                              {{"n", std::to_string(shown + 1)}, {"all", std::to_string(steps.size())}}),
                   nullptr));
  // Errors of no field of this form still have to be read.
  for (const auto& [id, error] : style.errors) {
    bool known = false;
    for (const Input& input : form.inputs) known = known || input.id == id;
    if (!known) body.push_back(small_text(error, "Attention"));
  }
  add_inputs(body, form, step, style);
  Json card = blank_card(std::move(body));
  Json data = submit_data(form, style.slot);
  for (std::size_t i = 0; i < form.inputs.size(); ++i)
    if (i < step.from || i >= step.to) carry(data, form.inputs[i]);
  if (!last) mark_as_step(data, shown + 1);
  Json submit = {{"type", "Action.Submit"},
                 {"title", last ? form.submit : core::text(style.language, "teams.next")},
                 {"style", "positive"},
                 {"data", std::move(data)}};
  card["actions"] = Json::array({std::move(submit)});
  return card;
}

}  // namespace

Json form_card(const core::Form& form, const FormStyle& style) {
  core::Rich intro = form.intro;
  Json card = draw(form, intro, style);
  while (net::bytes_of(card).size() > card_bytes && !intro.empty()) {
    core::Span& last = intro.back();
    if (last.text.size() > 200)
      last.text = typeset::shortened(last.text, last.text.size() / 2, typeset::bytes);
    else
      intro.pop_back();
    card = draw(form, intro, style);
  }
  return card;
}

core::Form filled_in(core::Form form, const core::FormValues& values) {
  for (Input& input : form.inputs) {
    const auto found = values.find(input.id);
    input.initial = found == values.end() ? std::vector<std::string>() : found->second;
  }
  return form;
}

}  // namespace teams
