#include "bot/features/recruiting/view.hpp"

#include <algorithm>
#include <array>

#include "bot/core/group_time.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/recruiting/events.hpp"

namespace recruiting {
namespace {

using core::Language;

constexpr int good_size = 8, words_letters = 200;
constexpr std::array days_open{7, 14, 21};

core::List names_where(const std::vector<Listed>& all, bool placed) {
  core::List list;
  list.numbered = true;
  for (const Listed& one : all)
    if (one.placed == placed) list.items.push_back({core::Span(one.name)});
  return list;
}

}  // namespace

int places_offered(const core::Group& group) {
  const auto taken = std::ranges::count(group.members, core::Role::participant, &core::Member::role);
  return std::clamp(good_size - static_cast<int>(taken), 1, good_size);
}

core::Message board(const Round& round, const core::Group& group, const std::vector<SignUp>& all) {
  const Language language = group.language;
  const auto placed = std::ranges::count(all, true, &SignUp::placed);
  const auto waiting = static_cast<int>(all.size()) - static_cast<int>(placed);
  core::Message message;
  core::head(message, language, "recruiting.board.title", {{"group", group.name}});
  if (round.state != Round::State::open) {
    core::say(message, language,
              round.state == Round::State::closed ? "recruiting.board.closed" : "recruiting.board.settled");
    return message;
  }
  core::Rich words = core::rich(language, "recruiting.board.intro");
  if (!round.words.empty()) words.emplace_back(" " + round.words);
  message.blocks.emplace_back(core::Paragraph{std::move(words)});
  core::Rich count = core::rich(language, "recruiting.board.count",
                                {{"taken", static_cast<int>(placed)}, {"places", round.places}});
  if (waiting > 0) count.emplace_back(" " + core::text_n(language, "recruiting.board.waiting", waiting));
  message.blocks.emplace_back(core::Paragraph{std::move(count)});
  message.blocks.emplace_back(core::Actions{
      {events::join.button(core::text(language, "recruiting.join"), round.id, core::Button::Style::primary),
       events::leave.button(core::text(language, "recruiting.leave"), round.id)}});
  core::note(message, language, "recruiting.board.note",
             {{"until", core::say_moment(language, group, round.closes)}});
  return message;
}

core::Message list(const Round& round, const core::Group& group, const std::vector<Listed>& all,
                   Reader reader, Language language) {
  core::Message message;
  core::head(message, language, "recruiting.list.title", {{"group", group.name}});
  const bool open = round.state == Round::State::open;
  core::say(message, language, open ? "recruiting.list.open" : "recruiting.list.closed",
            {{"places", round.places}, {"until", core::say_moment(language, group, round.closes)}});
  core::List placed = names_where(all, true), waiting = names_where(all, false);
  if (placed.items.empty()) {
    core::say(message, language, "recruiting.list.nobody");
  } else {
    core::say(message, language, "recruiting.list.placed");
    message.blocks.emplace_back(std::move(placed));
  }
  if (!waiting.items.empty()) {
    core::say(message, language, "recruiting.list.waiting");
    message.blocks.emplace_back(std::move(waiting));
  }
  core::Actions actions;
  if (reader != Reader::facilitator && !all.empty())
    actions.buttons.push_back(
        (reader == Reader::leader ? events::who : events::who_for)
            .button(core::text(language, "recruiting.confirm"), round.id, core::Button::Style::primary));
  if (reader != Reader::leader && open)
    actions.buttons.push_back(events::close.button(core::text(language, "recruiting.close"), round.id));
  if (!actions.buttons.empty()) message.blocks.emplace_back(std::move(actions));
  core::note(message, language, "recruiting.list.note");
  return message;
}

core::Form open_form(const core::Group& group, const RoundId& id, Language language) {
  core::Form form = events::open.form(group.id, id);
  form.title = core::text(language, "recruiting.form.title");
  const auto taken = std::ranges::count(group.members, core::Role::participant, &core::Member::role);
  form.intro = core::rich(language, "recruiting.form.intro",
                          {{"group", group.name}, {"taken", static_cast<int>(taken)}});
  core::Input places =
      core::required("places", core::text(language, "recruiting.form.places"), core::Input::Kind::choice);
  places.initial = {std::to_string(places_offered(group))};
  places.hint = core::text(language, "recruiting.form.places.hint");
  for (int number = 1; number <= most_places; ++number)
    if (number <= 12 || number % 5 == 0)
      places.options.push_back({std::to_string(number), std::to_string(number)});
  core::Input open_for =
      core::required("days", core::text(language, "recruiting.form.days"), core::Input::Kind::choice);
  open_for.initial = {"14"};
  for (const int days : days_open)
    // texts: recruiting.form.days.7, recruiting.form.days.14, recruiting.form.days.21
    open_for.options.push_back(
        {std::to_string(days), core::text(language, "recruiting.form.days." + std::to_string(days))});
  core::Input words = core::input("words", core::text(language, "recruiting.form.words"));
  words.hint = core::text(language, "recruiting.form.words.hint");
  words.max_length = words_letters;
  form.inputs = {std::move(places), std::move(open_for), std::move(words)};
  form.submit = core::text(language, "recruiting.form.submit");
  return form;
}

core::Form confirm_form(const Round& round, const core::Group& group, const std::vector<Listed>& all,
                        bool leader, Language language) {
  core::Form form = (leader ? events::confirm : events::confirm_for).form(round.id);
  form.title = core::text(language, "recruiting.confirm.title");
  form.intro = core::rich(language, "recruiting.confirm.intro", {{"group", group.name}});
  core::Input people =
      core::required("people", core::text(language, "recruiting.confirm.people"), core::Input::Kind::choices);
  for (const Listed& one : all) {
    people.options.push_back(
        {one.person.text,
         one.placed ? one.name : core::text(language, "recruiting.confirm.waits", {{"name", one.name}})});
    if (one.placed) people.initial.push_back(one.person.text);
  }
  form.inputs = {std::move(people)};
  form.submit = core::text(language, "recruiting.confirm");
  return form;
}

}  // namespace recruiting
