#include "adapters/web/form_view.hpp"

#include <algorithm>

#include "adapters/web/fields.hpp"
#include "adapters/web/message_view.hpp"
#include "bot/core/form_check.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/texts.hpp"

namespace web {
namespace {

using kainjow::mustache::data;
using Kind = core::Input::Kind;

// What form.mustache draws it as.
const char* drawn_as(const core::Input& input) {
  switch (input.kind) {
    case Kind::choice:
    case Kind::choices:
    case Kind::scale:
      return "group";
    case Kind::person:
      return "select";
    case Kind::date_time:
      return "moment";
    case Kind::text:
      break;
  }
  return input.multiline ? "area" : "line";
}

// A scale whose steps fit beside each other on a wide screen.
bool side_by_side(const core::Input& input) {
  constexpr std::size_t few = 5, short_label = 3;
  return input.kind == Kind::scale &&
         (input.options.size() <= few ||
          std::all_of(input.options.begin(), input.options.end(), [](const core::Option& option) {
            return core::letters_in(option.label) <= short_label;
          }));
}

data options_of(const core::Input& input, const std::string& id, const std::vector<std::string>& chosen) {
  data list(data::type::list);
  for (std::size_t n = 0; n < input.options.size(); ++n) {
    const core::Option& option = input.options[n];
    data row;
    row.set("option_id", id + "-" + std::to_string(n));
    row.set("value", option.value);
    row.set("option", option.label);
    row.set("chosen", std::find(chosen.begin(), chosen.end(), option.value) != chosen.end());
    list.push_back(row);
  }
  return list;
}

data field_of(const FormView& view, const core::Input& input, std::size_t n, bool folds) {
  const std::string id = "f" + std::to_string(n);
  std::vector<std::string> now = input.initial;
  if (view.values) {
    const auto written = view.values->find(input.id);
    now = written == view.values->end() ? std::vector<std::string>{} : written->second;
  }
  const auto error = view.errors.find(input.id);
  const bool wrong = error != view.errors.end();

  data field;
  field.set("id", id);
  field.set("name", field_name(input));
  field.set("label", input.label);
  field.set("optional", core::text(view.language, "web.optional"));
  field.set("marked", !folds && !input.required);
  field.set("folded", folds && input.kind == Kind::text);
  field.set("open", wrong || !now.empty());
  field.set("required", input.required);
  field.set("has_hint", !input.hint.empty());
  field.set("hint", input.hint);
  field.set("wrong", wrong);
  field.set("error", wrong ? error->second : std::string());
  std::string described;
  if (wrong) described = id + "-error";
  if (!input.hint.empty()) described += (described.empty() ? "" : " ") + id + "-hint";
  field.set("described", !described.empty());
  field.set("described_by", described);
  field.set("value", now.empty() ? std::string() : now.front());
  field.set("max_length", std::to_string(std::max(1, input.max_length)));

  for (const std::string_view look : {"group", "select", "moment", "line", "area"})
    field.set(std::string(look), look == drawn_as(input));
  field.set("many", input.gives() == core::Input::Gives::several);
  field.set("group_class", side_by_side(input) ? "picks scale" : "picks");
  field.set("file", input.of_file);
  field.set("file_words", core::text(view.language, "web.file"));
  field.set("or_paste", core::text(view.language, "web.file.or_paste"));
  field.set("options", options_of(input, id, now));
  field.set("choose", core::text(view.language, "web.choose"));
  return field;
}

// What is wrong, each a link to its field; what belongs to no field first.
data summary_of(const FormView& view) {
  data list(data::type::list);
  const auto add = [&list](const std::string& target, const std::string& label, const std::string& error) {
    data row;
    row.set("target", target);
    row.set("linked", !target.empty());
    row.set("what", before_words(label));
    row.set("error", error);
    list.push_back(row);
  };
  const auto& inputs = view.form->inputs;
  for (const auto& [id, error] : view.errors)
    if (std::none_of(inputs.begin(), inputs.end(), [&, &key = id](const auto& i) { return i.id == key; }))
      add({}, {}, error);
  for (std::size_t n = 0; n < inputs.size(); ++n)
    if (const auto error = view.errors.find(inputs[n].id); error != view.errors.end()) {
      const std::string id = "f" + std::to_string(n);
      const bool group = std::string_view(drawn_as(inputs[n])) == "group";
      add(group && !inputs[n].options.empty() ? id + "-0" : id, inputs[n].label, error->second);
    }
  return list;
}

}  // namespace

data form_data(const FormView& view) {
  const core::Form& form = *view.form;
  data fields(data::type::list), all;
  const bool folds = core::folds_texts(form);
  for (std::size_t n = 0; n < form.inputs.size(); ++n)
    fields.push_back(field_of(view, form.inputs[n], n, folds));
  all.set("has_intro", !form.intro.empty());
  all.set("intro", html_of(form.intro));
  all.set("has_errors", !view.errors.empty());
  all.set("errors", summary_of(view));
  all.set("errors_words", core::text(view.language, "web.errors"));
  all.set("with_file", std::ranges::any_of(form.inputs, &core::Input::of_file));
  all.set("fields", fields);
  all.set("ticket", view.ticket);
  all.set("sends", view.sends);
  all.set("submit", form.submit.empty() ? core::text(view.language, "web.send") : form.submit);
  return all;
}

}  // namespace web
