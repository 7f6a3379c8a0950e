#include "adapters/mattermost/dialog.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/mattermost/limits.hpp"
#include "adapters/mattermost/screen.hpp"
#include "adapters/mattermost/text.hpp"
#include "adapters/typeset/choices.hpp"
#include "adapters/typeset/measure.hpp"
#include "bot/core/log.hpp"
#include "bot/core/random.hpp"
#include "bot/core/texts.hpp"
#include "bot/core/utf8.hpp"

namespace mattermost {
namespace {

using Json = nlohmann::json;
using core::Input;
using core::Span;

constexpr const char* callback = "refleks";  // one for all: what it is about is in the state
constexpr const char* choice_input = "choice";

std::string prefix_of(const Asked& asked) {
  return core::id_from_name(asked.name + "\n" + asked.state + "\n" + asked.serial).substr(0, 8) + ":";
}

std::string short_label(const std::string& label) {
  const std::string words = typeset::shortened(one_line(label), limit::display_name, typeset::bytes);
  return words.empty() ? "…" : words;
}

bool fits(const std::string& text, std::size_t bytes) {
  return one_line(text).size() <= bytes;
}

// What stands above the elements: the words that do not fit beside them.
class Introduction {
 public:
  explicit Introduction(const core::Rich& words) { add(markdown(words)); }

  void add(const std::string& piece) {
    if (!piece.empty()) text_ += (text_.empty() ? "" : "\n\n") + piece;
  }
  void add(const std::string& label, const std::string& hint) {
    add(markdown({Span(one_line(label), Span::Style::strong)}) + (hint.empty() ? "" : "\n" + escaped(hint)));
  }
  // Every choice in full, with the numbers that stand where one chooses.
  void list(const std::vector<core::Option>& options) {
    std::string lines;
    for (std::size_t i = 0; i < options.size(); ++i)
      lines +=
          (lines.empty() ? "" : "\n") + std::to_string(i + 1) + ". " + escaped(one_line(options[i].label));
    add(lines);
  }
  std::string text() const { return typeset::shortened(text_, limit::introduction, typeset::code_points); }

 private:
  std::string text_;
};

// The elements of one form, in order.
class Elements {
 public:
  Elements(const core::Form& form, const Asked& asked, core::Language language, Introduction& above)
      : prefix_(prefix_of(asked)),
        language_(language),
        above_(above),
        title_(form.title),
        many_(form.inputs.size() > 1) {
    for (const Input& input : form.inputs) add(input);
  }
  Json take() { return std::move(all_); }

 private:
  void add(const Input& input) {
    ++number_;
    switch (input.kind) {
      case Input::Kind::text:
        return add_text(input);
      case Input::Kind::date_time:
        return add_moment(input);
      case Input::Kind::choices:
        return add_boxes(input);
      case Input::Kind::choice:
      case Input::Kind::scale:
      case Input::Kind::person:
        return add_choice(input);
    }
  }

  // "2. " where the words above must be found again.
  std::string number() const { return many_ ? std::to_string(number_) + ". " : std::string(); }

  // The form's title, which stands in full already.
  bool is_title(const Input& input) const { return !many_ && input.label == title_; }

  void say_above(const Input& input, const std::string& hint) {
    if (!is_title(input))
      above_.add(number() + input.label, hint);
    else if (!hint.empty())
      above_.add(escaped(hint));
  }

  void list_above(const Input& input) {
    if (listed_ && typeset::same_choices(*listed_, input)) return;
    listed_ = &input;
    above_.list(input.options);
  }

  // Name, label and help. What does not fit stands above, in full; `listed`: its choices do.
  Json element(const Input& input, const char* type, const std::string& own_hint = {}, bool listed = false) {
    const std::string hint = input.hint.empty() ? own_hint : input.hint;
    Json out{{"type", type}, {"name", prefix_ + input.id}, {"optional", !input.required}};
    out["display_name"] = short_label(input.label);
    const bool whole = fits(input.label, limit::display_name) || is_title(input);
    std::string help = one_line(hint);
    if (!whole) help = one_line(input.label) + (hint.empty() ? "" : " (" + help + ")");
    if (!listed && help.size() <= limit::help) {
      if (!help.empty()) out["help_text"] = help;
      return out;
    }
    out["display_name"] = short_label(number() + input.label);
    say_above(input, hint);
    return out;
  }

  void add_text(const Input& input) {
    const auto most =
        static_cast<std::size_t>(std::clamp(input.max_length, 1, static_cast<int>(limit::textarea)));
    const bool area = input.multiline || most > limit::text;
    Json out = element(input, area ? "textarea" : "text");
    out["max_length"] = most;
    if (!input.initial.empty())
      out["default"] = typeset::shortened(core::cleaned(input.initial.front()),
                                          area ? limit::textarea : limit::text, typeset::bytes);
    all_.push_back(std::move(out));
  }

  // The kinds "date" and "datetime" are too new to build on.
  void add_moment(const Input& input) {
    Json out = element(input, "text", core::text(language_, "mattermost.moment"));
    out["max_length"] = 40;
    out["placeholder"] = "2026-11-24 13:00";
    if (!input.initial.empty())
      out["default"] = typeset::shortened(input.initial.front(), 40, typeset::bytes);
    all_.push_back(std::move(out));
  }

  void add_choice(const Input& input) {
    const bool anybody = input.kind == Input::Kind::person && input.options.empty();
    if (input.options.empty() && !anybody) return;
    const bool menu = anybody || input.kind == Input::Kind::person || input.options.size() > limit::radios;
    const bool listed = menu && any_longer(input, [](const std::string& words) {
                          return typeset::size_in(typeset::code_points, words) > limit::menu_option;
                        });
    Json out = element(input, menu ? "select" : "radio", {}, listed);
    if (listed) list_above(input);
    if (anybody) {
      out["name"] = prefix_ + input.id + "@";
      out["data_source"] = "users";
    } else {
      Json options = Json::array();
      for (const core::Option& option : input.options) {
        if (option.value.empty()) {
          core::log(core::Level::error, "mattermost: an option without a value was left out");
          continue;
        }
        const auto place = static_cast<std::size_t>(&option - input.options.data());
        options.push_back(
            {{"text", listed ? numbered(place, option) : words(option)}, {"value", option.value}});
        if (!input.initial.empty() && input.initial.front() == option.value) out["default"] = option.value;
      }
      out["options"] = std::move(options);
    }
    all_.push_back(std::move(out));
  }

  // A menu for several came with version 11.0: a box for each is understood by all.
  void add_boxes(const Input& input) {
    if (input.options.empty()) return;
    say_above(input, input.hint);
    const bool listed =
        any_longer(input, [](const std::string& words) { return words.size() > limit::placeholder; });
    if (listed) list_above(input);
    for (std::size_t i = 0; i < input.options.size(); ++i) {
      const core::Option& option = input.options[i];
      const auto& chosen = input.initial;
      const bool on = std::find(chosen.begin(), chosen.end(), option.value) != chosen.end();
      // Never required: a required box must be ticked.
      Json out{{"type", "bool"}, {"optional", true}, {"default", on ? "true" : "false"}};
      out["name"] = prefix_ + input.id + "=" + option.value;
      // The words are beside the box: above it stands its number alone, "2.1" where there are more questions.
      out["display_name"] = (many_ ? std::to_string(number_) + "." : "") + std::to_string(i + 1);
      out["placeholder"] = listed ? numbered(i, option) : words(option);
      all_.push_back(std::move(out));
    }
  }

  template <class Longer>
  static bool any_longer(const Input& input, Longer longer) {
    return std::any_of(input.options.begin(), input.options.end(),
                       [&](const core::Option& option) { return longer(words(option)); });
  }

  // "3. Når pårørende er …", as it begins: the whole of it stands above.
  static std::string numbered(std::size_t i, const core::Option& option) {
    return std::to_string(i + 1) + ". " +
           typeset::shortened(words(option), limit::menu_option, typeset::code_points);
  }

  static std::string words(const core::Option& option) {
    const std::string label = one_line(option.label);
    return label.empty() ? "–" : label;
  }

  std::string prefix_;
  core::Language language_;
  Introduction& above_;
  const std::string& title_;
  bool many_;
  int number_ = 0;
  const Input* listed_ = nullptr;  // whose choices stand above already
  Json all_ = Json::array();
};

Json dialog_of(const std::string& title, const std::string& introduction, Json elements,
               const std::string& submit) {
  Json dialog{{"callback_id", callback}, {"notify_on_cancel", false}, {"elements", std::move(elements)}};
  dialog["title"] = typeset::shortened(one_line(title), limit::title, typeset::bytes);
  if (!introduction.empty()) dialog["introduction_text"] = introduction;
  dialog["submit_label"] = one_line(submit);
  return dialog;
}

// The elements of this dialog alone: calls with what stands behind the mark.
template <class Take>
void each_element(const Submission& submission, const Asked& asked, Take take) {
  const std::string prefix = prefix_of(asked);
  for (const auto& [name, written] : submission)
    if (name.starts_with(prefix)) take(name, name.substr(prefix.size()), written);
}

}  // namespace

Json form_dialog(const core::Form& form, Asked& asked, core::Language language) {
  asked.kind = Asked::Kind::form;
  asked.name = form.name;
  asked.state = form.state;
  Introduction above(form.intro);
  Json elements = Elements(form, asked, language, above).take();
  const bool asks = !elements.empty();
  std::string submit = form.submit;
  if (submit.empty()) submit = core::text(language, asks ? "mattermost.send" : "mattermost.close");
  std::string title = form.title;
  if (!fits(title, limit::title)) {
    Introduction whole({Span(one_line(title), Span::Style::strong)});
    whole.add(above.text());
    return dialog_of(title, whole.text(), std::move(elements), submit);
  }
  if (title.empty()) title = core::text(language, "mattermost.title");
  return dialog_of(title, above.text(), std::move(elements), submit);
}

Json message_dialog(const core::Message& message, Asked& asked, core::Language language) {
  const std::vector<core::Button> buttons = buttons_of(message);
  const std::string title = core::text(language, "mattermost.title");
  if (buttons.empty()) {
    asked.kind = Asked::Kind::notice;
    const std::string words = words_of(message, language, limit::introduction);
    return dialog_of(title, words, Json::array(), core::text(language, "mattermost.close"));
  }
  asked.kind = Asked::Kind::choice;
  core::Form form;
  core::Input choice;
  choice.kind = core::Input::Kind::choice;
  choice.id = choice_input;
  choice.label = core::text(language, "mattermost.choose");
  choice.required = true;
  for (std::size_t i = 0; i < buttons.size(); ++i) {
    asked.buttons.emplace_back(buttons[i].name, buttons[i].value);
    choice.options.push_back(
        {std::to_string(i + 1), std::to_string(i + 1) + ". " + one_line(buttons[i].label)});
  }
  form.inputs.push_back(std::move(choice));
  Introduction nothing{core::Rich()};
  Json elements = Elements(form, asked, language, nothing).take();
  return dialog_of(title, words_of(with_numbers(message), language, limit::introduction), std::move(elements),
                   core::text(language, "mattermost.go_on"));
}

core::FormValues values_of(const Submission& submission, const Asked& asked,
                           const std::function<std::string(const std::string&)>& person) {
  core::FormValues values;
  each_element(submission, asked,
               [&](const std::string&, const std::string& id, const std::vector<std::string>& written) {
                 const auto mark = id.find_first_of("=@");
                 std::vector<std::string>& here = values[id.substr(0, mark)];
                 if (mark != id.npos && id[mark] == '=') {
                   if (written == std::vector<std::string>{"true"}) here.push_back(id.substr(mark + 1));
                   return;
                 }
                 here = written;
                 if (mark == id.npos || !person) return;
                 for (std::string& chosen : here) chosen = person(chosen);
               });
  return values;
}

std::optional<std::pair<std::string, std::string>> choice_of(const Submission& submission,
                                                             const Asked& asked) {
  const core::FormValues values = values_of(submission, asked);
  const auto chosen = values.find(choice_input);
  if (chosen == values.end() || chosen->second.empty()) return std::nullopt;
  for (std::size_t i = 0; i < asked.buttons.size(); ++i)
    if (chosen->second.front() == std::to_string(i + 1)) return asked.buttons[i];
  return std::nullopt;
}

Json errors_at(const Submission& submission, const Asked& asked,
               const std::map<std::string, std::string>& errors) {
  Json at = Json::object();
  std::string rest;
  for (const auto& [input, words] : errors) {
    std::string element;
    each_element(submission, asked, [&](const std::string& name, const std::string& id, const auto&) {
      if (element.empty() && id.substr(0, id.find_first_of("=@")) == input) element = name;
    });
    if (!element.empty())
      at[element] = one_line(words);
    else
      rest += (rest.empty() ? "" : " ") + one_line(words);
  }
  Json answer = Json::object();
  if (!at.empty()) answer["errors"] = std::move(at);
  if (!rest.empty()) answer["error"] = rest;
  return answer;
}

}  // namespace mattermost
