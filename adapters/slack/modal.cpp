#include "adapters/slack/modal.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "adapters/net/json.hpp"
#include "adapters/slack/blocks.hpp"
#include "adapters/slack/text.hpp"
#include "adapters/typeset/block_kit.hpp"
#include "adapters/typeset/choices.hpp"
#include "adapters/typeset/measure.hpp"
#include "bot/core/log.hpp"
#include "bot/core/random.hpp"
#include "bot/core/texts.hpp"
#include "bot/core/time.hpp"

namespace slack {
namespace {

using Json = nlohmann::json;
using core::Input;
using runtime::JsonView;

constexpr std::string_view form_callback = "form";

// --- there ---

// A label that is too long for an option goes on in its description; both together hold twice as much.
struct Words {
  std::string text, more;
  bool whole = true;
};
Words split(const std::string& label) {
  const std::string line = never_empty(one_line(label));
  if (length(line) <= limit::option_text) return {line, {}, true};
  std::string first = typeset::pieces(line, limit::option_text, typeset::utf16).front();
  if (const auto blank = first.rfind(' '); blank != std::string::npos && blank > first.size() / 2)
    first.resize(blank);
  std::string rest = line.substr(first.size());
  rest.erase(0, rest.find_first_not_of(' '));
  const std::string shown = cut(rest, limit::option_description);
  return {first, shown, shown == rest};
}

Json option_of(const core::Option& option, std::size_t number) {
  const Words words = split(option.label);
  Json out{{"value", option.value}};
  if (words.whole) {
    out["text"] = plain(words.text);
    if (!words.more.empty()) out["description"] = plain(words.more);
  } else {  // the whole list stands above the input
    out["text"] = plain(cut(std::to_string(number) + ". " + one_line(option.label), limit::option_text));
  }
  return out;
}

bool needs_list_above(const Input& input) {
  return input.options.size() <= limit::options &&
         std::any_of(input.options.begin(), input.options.end(),
                     [](const core::Option& option) { return !split(option.label).whole; });
}

Json options_of(const Input& input) {
  Json options = Json::array();
  for (const core::Option& option : input.options) {
    if (option.value.empty() || length(option.value) > limit::option_value) {
      core::log(core::Level::error, "slack: an option whose value does not fit was left out");
      continue;
    }
    options.push_back(option_of(option, options.size() + 1));
  }
  return options;
}

void put_options(Json& element, Json options) {
  if (options.size() <= limit::options) {
    element["options"] = std::move(options);
    return;
  }
  Json groups = Json::array();
  for (std::size_t at = 0; at < options.size() && groups.size() < limit::groups; at += limit::options) {
    const std::size_t end = std::min(options.size(), at + limit::options);
    Json part = Json::array();
    for (std::size_t i = at; i < end; ++i) part.push_back(options[i]);
    groups.push_back(
        {{"label", plain(std::to_string(at + 1) + "–" + std::to_string(end))}, {"options", std::move(part)}});
  }
  element["option_groups"] = std::move(groups);
}

Json chosen(const Json& options, const std::vector<std::string>& values) {
  Json out = Json::array();
  for (const Json& option : options)
    if (std::find(values.begin(), values.end(), net::text_at(option, "value")) != values.end())
      out.push_back(option);
  return out;
}

std::optional<Json> choice_element(const Input& input) {
  const bool many = input.gives() == Input::Gives::several;
  Json options = options_of(input);
  if (options.empty()) return std::nullopt;
  const Json initial = chosen(options, input.initial);
  Json element = Json::object();
  if (input.kind != Input::Kind::person && options.size() <= limit::few_options)
    element["type"] = many ? "checkboxes" : "radio_buttons";
  else
    element["type"] = many ? "multi_static_select" : "static_select";
  put_options(element, std::move(options));
  if (many && !initial.empty()) element["initial_options"] = initial;
  if (!many && !initial.empty()) element["initial_option"] = initial.front();
  return element;
}

Json text_element(const Input& input) {
  const auto most = static_cast<std::size_t>(std::clamp(input.max_length, 1, 3'000));
  Json element{{"type", "plain_text_input"}, {"multiline", input.multiline}, {"max_length", most}};
  // Our own limit counts characters, Slack's may count units: what is already written must fit.
  if (!input.initial.empty() && !input.initial.front().empty())
    element["initial_value"] = cut(input.initial.front(), most);
  return element;
}

void fill_in_moment(Json& element, const std::string& moment) {
  try {
    element["initial_date_time"] = core::instant_from_text(moment).time_since_epoch().count();
  } catch (const std::invalid_argument&) {
    // A local reading without its zone: better nothing filled in than a wrong time.
  }
}

Json moment_element(const Input& input) {
  Json element{{"type", "datetimepicker"}};
  if (!input.initial.empty()) fill_in_moment(element, input.initial.front());
  return element;
}

std::optional<Json> element_of(const Input& input) {
  switch (input.kind) {
    case Input::Kind::text:
      return text_element(input);
    case Input::Kind::date_time:
      return moment_element(input);
    case Input::Kind::choice:
    case Input::Kind::choices:
    case Input::Kind::scale:
    case Input::Kind::person:
      break;
  }
  return choice_element(input);
}

// `listed`: whose choices stand above already.
void add_input(Json& blocks, const Input& input, const std::string& mark, const Input*& listed) {
  std::optional<Json> element = element_of(input);
  if (!element) return;
  if (needs_list_above(input) && !(listed && typeset::same_choices(*listed, input))) {
    listed = &input;
    core::List all{{}, true};
    for (const core::Option& option : input.options) all.items.push_back({core::Span(option.label)});
    const core::Message above{{core::Paragraph{{core::Span(input.label)}}, all}};
    for (Json& block : blocks_of(above, Surface::modal, core::Language::nb)) blocks.push_back(block);
  }
  (*element)["action_id"] = "in:" + input.id;
  Json block{{"type", "input"}, {"block_id", mark + ":" + input.id}, {"optional", !input.required}};
  block["label"] = plain(cut(input.label, limit::label));
  if (!input.hint.empty()) block["hint"] = plain(cut(input.hint, limit::label));
  block["element"] = std::move(*element);
  blocks.push_back(std::move(block));
}

Json modal(std::string title, Json blocks, const std::string& close) {
  Json view{{"type", "modal"}, {"blocks", std::move(blocks)}};
  view["title"] = plain(cut(one_line(title), limit::title));
  view["close"] = plain(cut(close, limit::title));
  return view;
}

// --- and back ---

std::vector<std::string> values_of(JsonView state) {
  std::vector<std::string> values;
  const auto take = [&values](JsonView option) {
    if (std::string value = option.text_at("value"); !value.empty()) values.push_back(std::move(value));
  };
  if (const JsonView written = state.at("value"); written.is_text()) values.emplace_back(written.text());
  take(state.at("selected_option"));
  state.at("selected_options").each(take);
  if (const auto seconds = state.at("selected_date_time").integer())
    if (*seconds >= 0 && *seconds < 253'402'300'800)  // the year 10000
      values.push_back(core::to_text(core::Instant(std::chrono::seconds(*seconds))));
  return values;
}

// Puts what was written back into an element of the view that was submitted.
void fill(Json& element, const std::vector<std::string>& values) {
  Json options = element.value("options", Json::array());
  for (const Json& group : element.value("option_groups", Json::array()))
    for (const Json& option : group.value("options", Json::array())) options.push_back(option);
  const Json picked = chosen(options, values);
  const bool many = net::text_at(element, "type").find("checkboxes") == 0 ||
                    net::text_at(element, "type").find("multi_") == 0;
  for (const char* key : {"initial_value", "initial_option", "initial_options", "initial_date_time"})
    element.erase(key);
  if (!picked.empty() && many) element["initial_options"] = picked;
  if (!picked.empty() && !many) element["initial_option"] = picked.front();
  if (values.empty() || values.front().empty()) return;
  if (net::text_at(element, "type") == "plain_text_input")
    element["initial_value"] = cut(values.front(), limit::input_text);
  if (net::text_at(element, "type") == "datetimepicker") fill_in_moment(element, values.front());
}

}  // namespace

Json form_view(const core::Form& form, core::Language language) {
  Json blocks = Json::array();
  if (auto intro = rich_block(form.intro)) blocks.push_back(std::move(*intro));
  const std::string mark = core::id_from_name(form.name + "\n" + form.state).substr(0, 8);
  bool asks = false;
  const Input* listed = nullptr;
  for (const Input& input : form.inputs) {
    const std::size_t before = blocks.size();
    add_input(blocks, input, mark, listed);
    asks = asks || blocks.size() > before;
  }
  if (blocks.empty()) blocks.push_back(*rich_block({core::Span("–")}));
  Json view =
      modal(form.title, std::move(blocks), core::text(language, asks ? "slack.cancel" : "slack.close"));
  if (!asks) return view;
  view["submit"] = plain(
      cut(one_line(form.submit.empty() ? core::text(language, "slack.send") : form.submit), limit::title));
  view["callback_id"] = form_callback;
  view["private_metadata"] = dumped({{"n", form.name}, {"s", form.state}});
  if (length(view["private_metadata"].get_ref<const std::string&>()) > limit::private_metadata)
    throw std::length_error("the form's state is too long for a modal");
  return view;
}

Json notice_view(const core::Message& message, const std::string& title, core::Language language) {
  return modal(title, blocks_of(message, Surface::modal, language), core::text(language, "slack.close"));
}

std::optional<Submitted> read_submission(JsonView view) {
  if (view.at("callback_id").text() != form_callback) return std::nullopt;
  const runtime::JsonText carried(view.at("private_metadata").text());
  Submitted submitted;
  submitted.name = carried.root().text_at("n");
  submitted.state = carried.root().text_at("s");
  if (submitted.name.empty()) return std::nullopt;
  view.at("state").at("values").each_member([&](std::string_view block_id, JsonView actions) {
    const auto colon = block_id.find(':');
    if (colon == block_id.npos) return;
    const std::string id(block_id.substr(colon + 1));
    bool first = true;
    actions.each_member([&](std::string_view, JsonView state) {
      if (!std::exchange(first, false)) return;
      submitted.blocks[id] = block_id;
      submitted.values[id] = values_of(state);
    });
  });
  return submitted;
}

std::string first_input(JsonView view) {
  std::string first;
  view.at("blocks").each([&](JsonView block) {
    if (first.empty() && block.at("type").text() == "input") first = block.text_at("block_id");
  });
  return first;
}

Json errors_at(const Submitted& submitted, const std::map<std::string, std::string>& errors) {
  Json out = Json::object();
  for (const auto& [id, words] : errors) {
    const auto known = submitted.blocks.find(id);
    if (known == submitted.blocks.end() && submitted.blocks.empty()) continue;
    const std::string& block =
        known == submitted.blocks.end() ? submitted.blocks.begin()->second : known->second;
    const std::string before = out.contains(block) ? out[block].get<std::string>() + " " : "";
    out[block] = never_empty(cut(before + words, limit::label));
  }
  return out;
}

Json view_with_errors(const Json& view, const Submitted& submitted, const Json& errors) {
  Json out = Json::object();
  for (const char* key : {"type", "title", "submit", "close", "callback_id", "private_metadata"})
    if (const auto found = view.find(key); found != view.end() && !found->is_null()) out[key] = *found;
  Json blocks = Json::array();
  for (Json block : view.value("blocks", Json::array())) {
    const std::string id = net::text_at(block, "block_id");
    if (net::text_at(block, "type") == "input" && block.contains("element")) {
      if (errors.contains(id) && blocks.size() + 1 < limit::view_blocks) {
        const std::string words = "⚠ " + errors[id].get<std::string>();
        Json element = typeset::block_kit::plain(cut(words, limit::text));
        blocks.push_back(typeset::block_kit::context(Json::array({std::move(element)})));
      }
      for (const auto& [input, block_id] : submitted.blocks)
        if (block_id == id) fill(block["element"], submitted.values.at(input));
    } else {
      block.erase("block_id");  // Slack's own; it makes new ones
    }
    blocks.push_back(std::move(block));
  }
  while (blocks.size() > limit::view_blocks) blocks.erase(blocks.size() - 1);
  out["blocks"] = std::move(blocks);
  return out;
}

}  // namespace slack
