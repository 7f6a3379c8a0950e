#include "bot/features/polls/view.hpp"

#include <algorithm>
#include <set>

#include "bot/core/ascii.hpp"
#include "bot/core/holidays.hpp"
#include "bot/core/random.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/utf8.hpp"
#include "bot/features/polls/events.hpp"
#include "bot/features/polls/kinds.hpp"
#include "bot/results/result_view.hpp"

namespace polls {
namespace {

using core::Block;
using core::Button;
using core::Language;
using core::Poll;
using core::Question;

constexpr std::size_t quick_options = 5;
constexpr int two_can_tell = 5;  // voters: from six on, two who tell each other are not certain either
constexpr std::size_t quick_letters = 40;  // bytes: a button on a phone

std::string input_id(std::size_t question) {
  return "q" + std::to_string(question);
}

std::string rank_id(std::size_t question, int place) {
  return place == 0 ? input_id(question) : input_id(question) + "r" + std::to_string(place);
}

std::optional<int> pick_from(const std::string& value, const Question& question) {
  if (value.size() > 2 || !core::ascii::is_digits(value)) return std::nullopt;
  const int pick = std::stoi(value);
  return pick < std::ssize(question.options) ? std::optional(pick) : std::nullopt;
}

// As they were given, in the order of the places where they are ranked.
std::vector<int> picks_of(const Question& question, std::size_t q, const core::FormValues& values) {
  std::vector<int> picks;
  const auto take = [&](const std::string& id, bool many) {
    const auto found = values.find(id);
    if (found == values.end()) return;
    for (const std::string& value : found->second)
      if (const auto pick = pick_from(value, question)) {
        picks.push_back(*pick);
        if (!many) return;
      }
  };
  if (question.kind != Question::Kind::ranked)
    take(input_id(q), question.kind == Question::Kind::choices);
  else
    for (int place = 0; place < core::places_of(question); ++place) take(rank_id(q, place), false);
  return picks;
}

// What to know about texts is said once: above them where there are several, else beside the one.
bool says_texts_above(const Poll& poll) {
  return !poll.named && std::count_if(poll.questions.begin(), poll.questions.end(),
                                      [](const Question& q) { return q.kind == Question::Kind::text; }) > 1;
}

// A ranking is a choice for each place: every platform has that.
void add_inputs(std::vector<core::Input>& inputs, const Poll& poll, std::size_t q, Language language) {
  const Question& question = poll.questions[q];
  core::Input input;
  input.id = input_id(q);
  input.kind = row_of(question).input;
  input.label = question.prompt.in(language);
  input.required = question.required;
  for (std::size_t i = 0; i < question.options.size(); ++i)
    input.options.push_back({std::to_string(i), question.options[i].in(language)});
  if (question.kind == Question::Kind::text) {
    input.multiline = true;
    input.max_length = core::answer_letters;
    if (!poll.named && !says_texts_above(poll)) input.hint = core::text(language, "polls.form.text_hint");
  }
  if (question.kind == Question::Kind::choices && question.most > 0)
    input.hint = core::text(language, "polls.form.most", {{"n", question.most}});
  if (question.kind != Question::Kind::ranked) return inputs.push_back(std::move(input));
  for (int place = 0; place < core::places_of(question); ++place) {
    core::Input one = input;
    one.id = rank_id(q, place);
    one.label = core::text(language, "polls.form.place", {{"question", input.label}, {"n", place + 1}});
    one.required = input.required && place == 0;
    inputs.push_back(std::move(one));
  }
}

std::string opens_word(Language language, const Poll& poll) {
  return core::text(language, poll.named ? "polls.named" : "polls.anonymous");
}

bool is_checkout(const Poll& poll) {
  return poll.purpose == Poll::Purpose::checkout;
}

// What it is, how long it takes, and until when.
core::Rich ask_words(const Poll& poll, Language language, const core::Zone& zone) {
  constexpr std::size_t a_minute = 3, least = 2;  // questions; minutes
  const std::size_t minutes = std::max(least, poll.questions.size() / a_minute);
  // texts: polls.ask.anonymous polls.ask.named polls.ask.checkout polls.ask.checkout_open
  const std::string what = is_checkout(poll) ? (poll.named ? "checkout_open" : "checkout")
                           : poll.named      ? "named"
                                             : "anonymous";
  return core::rich(language, "polls.ask." + what,
                    {{"closes", core::say_moment(language, zone.to_local(poll.closes))},
                     {"n", std::to_string(poll.questions.size())},
                     {"minutes", std::to_string(minutes)}});
}

core::Rich form_intro(const Poll& poll, Language language, bool answered) {
  // Both sentences come out equally long, so that the size of what crosses the wire tells nothing.
  std::string yes = core::text(language, "polls.form.answered"),
              no = core::text(language, "polls.form.unanswered");
  yes.resize(std::max(yes.size(), no.size()), ' ');
  no.resize(yes.size(), ' ');
  core::Rich intro;
  if (is_checkout(poll))
    intro.emplace_back(core::text(language, poll.named ? "polls.form.checkout_open" : "polls.form.checkout") +
                       " ");
  intro.emplace_back(answered ? yes : no);
  if (!is_checkout(poll)) intro.emplace_back(" " + opens_word(language, poll));
  if (says_texts_above(poll)) intro.emplace_back(" " + core::text(language, "polls.form.text_hint"));
  return intro;
}

}  // namespace

bool quick(const Poll& poll) {
  if (poll.questions.size() != 1) return false;
  const Question& question = poll.questions.front();
  return (question.kind == Question::Kind::choice || question.kind == Question::Kind::scale) &&
         question.options.size() <= quick_options &&
         std::all_of(question.options.begin(), question.options.end(), [](const core::Localized& option) {
           return option.in(Language::nb).size() <= quick_letters;
         });
}

core::Message question_message(const Poll& poll, Language language, const core::Zone& zone,
                               const std::vector<std::string>& names, int slips) {
  core::Message message;
  auto& blocks = message.blocks;
  blocks.emplace_back(core::Heading{poll.title.in(language)});
  core::Rich words;
  if (poll.questions.size() == 1) {
    const std::string& prompt = poll.questions.front().prompt.in(language);
    if (prompt != poll.title.in(language)) blocks.emplace_back(core::Paragraph{{core::Span(prompt)}});
  }
  if (poll.questions.size() > 1 && poll.purpose == Poll::Purpose::command) {
    core::List all{{}, true};
    for (const Question& question : poll.questions)
      all.items.push_back({core::Span(question.prompt.in(language))});
    blocks.emplace_back(std::move(all));
  }
  blocks.emplace_back(core::Paragraph{ask_words(poll, language, zone)});
  const events::AnswerEvents& answers = events::answer_events_of(poll);
  core::Actions actions;
  if (quick(poll)) {
    const auto& options = poll.questions.front().options;
    for (std::size_t i = 0; i < options.size(); ++i)
      actions.buttons.push_back(answers.quick.button(options[i].in(language), poll.id, static_cast<int>(i)));
  } else {
    actions.buttons.push_back(
        answers.form.button(core::text(language, "polls.answer"), poll.id, Button::Style::primary));
  }
  blocks.emplace_back(std::move(actions));
  blocks.emplace_back(core::ContextLine{{core::Span(
      slips > 0 ? core::text(language, "polls.eligible_slips",
                             {{"names", core::say_list(language, names)}, {"n", std::to_string(slips)}})
                : core::text(language, "polls.eligible", {{"names", core::say_list(language, names)}}))}});
  return message;
}

core::Message ended_message(const Poll& poll, Language language) {
  core::Message message;
  message.blocks.emplace_back(core::Heading{poll.title.in(language)});
  // texts: polls.ended.* polls.checkout.ended.*
  core::say(
      message, language,
      (is_checkout(poll) ? "polls.checkout.ended." : "polls.ended.") + std::string(core::code(poll.state)));
  return message;
}

core::Message result_message(const Poll& poll, const core::Result& result, Language language,
                             core::ResultLine::Audience audience,
                             const std::vector<std::pair<std::string, core::Ballot>>& named) {
  core::Message message;
  core::head(message, language, "polls.result", {{"title", poll.title.in(language)}});
  core::Message said = results::result_said(poll, result, language, audience);
  for (Block& block : said.blocks) message.blocks.push_back(std::move(block));
  message.pictures = std::move(said.pictures);
  if (audience == core::ResultLine::Audience::group && result.by_sheet) {
    // Also when there are no texts, so that a result does not tell whether somebody used the sheet.
    core::note(message, language, "polls.sheet.who");
    if (!result.sheet_texts.empty()) {
      core::head(message, language, "polls.sheet");
      const core::Result sheet{{}, result.sheet_texts};
      for (Block& block : results::result_blocks(poll, sheet, language, audience))
        message.blocks.push_back(std::move(block));
    }
  }
  if (poll.named) {
    core::Facts who;
    for (const auto& [name, ballot] : named) {
      std::vector<std::string> chosen;
      for (std::size_t q = 0; q < ballot.size() && q < poll.questions.size(); ++q) {
        for (int pick : ballot[q].picks)
          chosen.push_back(poll.questions[q].options[static_cast<std::size_t>(pick)].in(language));
        if (!ballot[q].text.empty()) chosen.push_back(ballot[q].text);
      }
      if (!chosen.empty()) who.rows.emplace_back(name, core::say_list(language, chosen));
    }
    if (who.rows.empty())
      core::say(message, language, "polls.nobody");
    else
      message.blocks.emplace_back(std::move(who));
  } else if (std::any_of(result.lines.begin(), result.lines.end(), [&](const core::ResultLine& line) {
               return line.audience == audience && line.part != core::ResultLine::Part::too_few;
             })) {
    core::Rich claim = core::rich(language, "polls.claim");
    if (poll.slips == 0 && poll.roster > 0 && poll.roster <= two_can_tell) {
      claim.emplace_back(" ");
      for (core::Span& span : core::rich(language, "polls.claim.two")) claim.push_back(std::move(span));
    }
    message.blocks.emplace_back(core::ContextLine{std::move(claim)});
  }
  return message;
}

core::Form answer_form(const Poll& poll, Language language, bool answered) {
  core::Form form = events::answer_events_of(poll).answer.form(poll.id);
  form.title = poll.title.in(language);
  form.intro = form_intro(poll, language, answered);
  for (std::size_t q = 0; q < poll.questions.size(); ++q) add_inputs(form.inputs, poll, q, language);
  form.submit = core::text(language, "polls.form.submit");
  return form;
}

core::Ballot ballot_from(const Poll& poll, const core::FormValues& values) {
  core::Ballot ballot(poll.questions.size());
  for (std::size_t q = 0; q < poll.questions.size(); ++q) {
    const Question& question = poll.questions[q];
    if (question.kind == Question::Kind::text) {
      const auto found = values.find(input_id(q));
      if (found != values.end() && !found->second.empty())
        ballot[q].text = core::trimmed(found->second.front());
      continue;
    }
    auto picks = picks_of(question, q, values);
    // What is given twice counts once.
    for (const int pick : picks)
      if (std::ranges::find(ballot[q].picks, pick) == ballot[q].picks.end()) ballot[q].picks.push_back(pick);
    if (question.most > 0 && ballot[q].picks.size() > static_cast<std::size_t>(question.most))
      ballot[q].picks.resize(static_cast<std::size_t>(question.most));
  }
  if (std::all_of(ballot.begin(), ballot.end(), [](const core::Answer& a) { return a.empty(); })) return {};
  return ballot;
}

std::map<std::string, std::string> wrong_picks(const Poll& poll, const core::FormValues& values,
                                               Language language) {
  std::map<std::string, std::string> errors;
  for (std::size_t q = 0; q < poll.questions.size(); ++q) {
    const Question& question = poll.questions[q];
    const auto picks = picks_of(question, q, values);
    if (question.kind == Question::Kind::choices && question.most > 0 &&
        picks.size() > static_cast<std::size_t>(question.most))
      errors[input_id(q)] = core::text(language, "polls.form.most", {{"n", question.most}});
    if (question.kind == Question::Kind::ranked &&
        std::set<int>(picks.begin(), picks.end()).size() < picks.size())
      errors[input_id(q)] = core::text(language, "polls.form.twice");
  }
  return errors;
}

std::string mark_of(const Poll& poll) {
  constexpr std::size_t letters = 8;
  std::string all = std::string(poll.named ? "named" : "anonymous") + core::to_text(poll.closes);
  for (const Question& question : poll.questions) {
    all += "\n" + std::string(core::code(question.kind)) + std::to_string(question.most) +
           question.prompt.in(Language::nb);
    for (const core::Localized& option : question.options) all += "\n" + option.in(Language::nb);
  }
  return core::id_from_name(all).substr(0, letters);
}

core::Button opening_button(const Poll& poll, Language language, const std::optional<core::Lasting>& lasts) {
  const auto lasting = lasts ? std::optional(core::code(*lasts)) : std::nullopt;
  return events::open.button(core::text(language, "polls.open_now"), poll.id, lasting, mark_of(poll),
                             Button::Style::primary);
}

core::Message preview_cancel(const Poll& poll, Language language) {
  core::Message message;
  core::say(message, language, "polls.cancel.ask", {{"title", poll.title.in(language)}});
  message.blocks.emplace_back(core::Actions{
      {events::cancel_now.button(core::text(language, "polls.cancel.yes"), poll.id, Button::Style::danger),
       events::keep.button(core::text(language, "polls.keep"), poll.id)}});
  return message;
}

// What to think of before a poll closes then.
static void add_cautions(std::vector<core::Block>& blocks, core::Local closes, Language language) {
  constexpr core::Minutes morning = std::chrono::hours{6}, late = std::chrono::hours{22};
  const core::Date date = core::date_of(closes);
  const auto time = core::time_of_day(closes);
  const auto say = [&](core::Rich words) { blocks.emplace_back(core::Paragraph{std::move(words)}); };
  if (time < morning || time > late) say(core::rich(language, "polls.preview.night"));
  if (std::chrono::weekday{std::chrono::sys_days{date}}.iso_encoding() > 5)
    say(core::rich(language, "polls.preview.weekend"));
  // texts: sessions.holiday.name.*
  if (const auto holiday = core::norwegian_holiday(date)) {
    const std::string name = core::text(language, "sessions.holiday.name." + std::string(*holiday));
    say(core::rich(language, "polls.preview.holiday", {{"holiday", name}}));
  }
}

core::Message preview_extend(const Poll& poll, core::Instant until, const core::Zone& zone,
                             Language language) {
  core::Message message;
  core::say(message, language, "polls.extend.ask",
            {{"title", poll.title.in(language)},
             {"old", core::say_moment(language, zone.to_local(poll.closes))},
             {"new", core::say_moment(language, zone.to_local(until))}});
  message.blocks.emplace_back(
      core::Actions{{events::extend_now.button(core::text(language, "polls.extend.yes"), poll.id, until,
                                               Button::Style::primary),
                     events::keep.button(core::text(language, "polls.keep"), poll.id)}});
  return message;
}

core::Message preview_message(const Poll& poll, Language language, const core::Zone& zone,
                              const std::optional<core::Lasting>& lasts) {
  core::Message message;
  auto& blocks = message.blocks;
  core::say(blocks, language, "polls.preview");
  for (const Question& question : poll.questions) {
    blocks.emplace_back(core::Heading{question.prompt.in(language)});
    std::vector<core::Rich> options;
    for (const core::Localized& option : question.options)
      options.push_back({core::Span(option.in(language))});
    // texts: polls.kind.*
    if (!options.empty()) blocks.emplace_back(core::List{std::move(options), true});
    std::string kind = core::text(language, "polls.kind." + std::string(row_of(question).name));
    if (question.kind == Question::Kind::ranked)
      kind += " · " + core::text(language, "polls.preview.places", {{"n", core::places_of(question)}});
    else if (question.most > 0)
      kind += " · " + core::text(language, "polls.form.most", {{"n", question.most}});
    blocks.emplace_back(core::ContextLine{{core::Span(std::move(kind))}});
  }
  std::string closes = core::say_moment(language, zone.to_local(poll.closes));
  if (lasts) closes = core::text(language, "polls.fact.if_now", {{"when", closes}});
  blocks.emplace_back(core::Facts{{{core::text(language, "polls.fact.who"), opens_word(language, poll)},
                                   {core::text(language, "polls.fact.closes"), std::move(closes)}}});
  add_cautions(blocks, zone.to_local(poll.closes), language);
  core::Actions actions{{opening_button(poll, language, lasts)}};
  const int questions = static_cast<int>(poll.questions.size());
  for (int q = 0; q < questions; ++q)
    actions.buttons.push_back(
        events::correct.button(questions == 1 ? core::text(language, "polls.correct")
                                              : core::text(language, "polls.correct_one", {{"n", q + 1}}),
                               poll.id, q));
  if (questions < static_cast<int>(max_questions))
    actions.buttons.push_back(events::correct.button(core::text(language, "polls.add"), poll.id, questions));
  actions.buttons.push_back(events::discard.button(core::text(language, "polls.discard"), poll.id));
  blocks.emplace_back(std::move(actions));
  return message;
}

}  // namespace polls
