#include "bot/features/purposes/questions.hpp"

#include <algorithm>

#include "bot/core/random.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/purposes/events.hpp"

namespace purposes {
namespace {

using core::Language;
using core::localized;
using core::Question;

constexpr int words_letters = 300;
// texts: purposes.gives.*, purposes.decides.*
constexpr std::array gives{"learn", "users", "support", "lift", "common"};
constexpr std::array decides{"those", "facilitator", "leader", "programme"};

template <std::size_t N>
std::string option_key(const char* question, const std::array<const char*, N>& all, std::size_t which) {
  return std::string(question) + "." + all.at(which);
}
template <std::size_t N>
std::vector<core::Localized> options_of(const char* question, const std::array<const char*, N>& all) {
  std::vector<core::Localized> options;
  for (std::size_t i = 0; i < N; ++i) options.push_back(localized(option_key(question, all, i)));
  return options;
}
template <std::size_t N>
std::vector<core::Option> choices_of(const char* question, const std::array<const char*, N>& all,
                                     Language language) {
  std::vector<core::Option> options;
  for (std::size_t i = 0; i < N; ++i)
    options.push_back({std::to_string(i), core::text(language, option_key(question, all, i))});
  return options;
}

}  // namespace

core::PollId poll_id(const Asking& asking, int round) {
  return core::PollId{core::id_from_name("purposes:" + asking.group.text + ":" +
                                         std::to_string(asking.number) + ":" + std::to_string(round))};
}

std::vector<Question> questions() {
  return {
      {Question::Kind::choices, localized(prompts[0]), options_of(prompts[0], gives), false, gives_at_most},
      {Question::Kind::choice, localized(prompts[1]), options_of(prompts[1], decides), false},
      {Question::Kind::text, localized(prompts[2]), {}, false}};
}

core::Message card(const Asking& asking, const core::Group& group, Language language) {
  core::Message message;
  // texts: purposes.ask.1, purposes.ask.2
  core::say(message, language, "purposes.ask." + std::to_string(asking.round), {{"group", group.name}});
  message.blocks.emplace_back(
      core::Actions{{events::open_form.button(core::text(language, "purposes.answer"), group.id,
                                              asking.number, asking.round, core::Button::Style::primary)}});
  core::note(message, language, "purposes.named");
  return message;
}

core::Form form_for(const Asking& asking, int round, Language language) {
  core::Form form = events::answer.form(asking.group, asking.number, round);
  form.title = core::text(language, "purposes.title");
  form.intro = core::rich(language, "purposes.form.intro");
  core::Input what = core::required("gives", core::text(language, prompts[0]), core::Input::Kind::choices,
                                    choices_of(prompts[0], gives, language));
  core::Input who = core::required("decides", core::text(language, prompts[1]), core::Input::Kind::choice,
                                   choices_of(prompts[1], decides, language));
  core::Input words = core::input("words", core::text(language, prompts[2]));
  words.multiline = true;
  words.max_length = words_letters;
  form.inputs = {std::move(what), std::move(who), std::move(words)};
  form.submit = core::text(language, "purposes.form.submit");
  return form;
}

namespace {

// The numbers of options that were given.
std::vector<int> picks_in(const core::FormValues& filled, const char* input, std::size_t options) {
  std::vector<int> picks;
  const auto given = filled.find(input);
  if (given == filled.end()) return picks;
  for (const std::string& text : given->second) {
    int number = -1;
    if (core::unpack(text, number) && number >= 0 && number < static_cast<int>(options) &&
        std::ranges::find(picks, number) == picks.end())
      picks.push_back(number);
  }
  return picks;
}

}  // namespace

void read(const core::FormValues& filled, Said& said) {
  said.gives = picks_in(filled, "gives", gives.size());
  const auto one = picks_in(filled, "decides", decides.size());
  said.decides = one.empty() ? -1 : one.front();
  said.words = core::value_of(filled, "words");
}

std::string words_of(const Said& said, std::size_t question, Language language) {
  if (question == 2) return said.words;
  std::vector<std::string> words;
  if (question == 0)
    for (const int give : said.gives)
      words.push_back(core::text(language, option_key(prompts[0], gives, static_cast<std::size_t>(give))));
  else if (said.decides >= 0)
    words.push_back(
        core::text(language, option_key(prompts[1], decides, static_cast<std::size_t>(said.decides))));
  return words.empty() ? std::string() : core::say_list(language, words);
}

}  // namespace purposes
