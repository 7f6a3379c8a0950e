#include "bot/features/pauses/view.hpp"

#include "bot/core/group_time.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/pauses/events.hpp"

namespace pauses {
namespace {

using core::Button;
using core::Language;

core::Input text_input(const char* id, std::string_view label, std::string_view hint, bool required,
                       Language language) {
  core::Input input = core::input(id, core::text(language, label));
  input.hint = core::text(language, hint);
  input.required = required;
  input.max_length = 60;
  return input;
}

// «fra ... og fra ...»
std::string say_stretches(const std::vector<core::Closed>& pauses, core::Date today, Language language) {
  std::vector<std::string> all;
  for (const core::Closed& pause : pauses) all.push_back(core::say_days(language, pause, today));
  return core::say_list(language, all);
}

}  // namespace

void say_beside(core::Message& message, const Beside& beside, core::Date today, Language language) {
  const auto add = [&](std::string_view key, const std::vector<core::Closed>& pauses) {
    // texts: pauses.gone pauses.stay
    if (!pauses.empty()) say(message, language, key, {{"when", say_stretches(pauses, today, language)}});
  };
  add("pauses.gone", beside.gone);
  add("pauses.stay", beside.stay);
}

void say_unled(core::Message& message, const std::vector<Unled>& unled, Language language) {
  for (const Unled& one : unled)
    say(message, language, "pauses.unled",
        {{"group", one.group}, {"days", core::say_dates(language, one.days)}});
}

core::Message preview(const core::Closed& pause, const Choice& choice, Language language) {
  core::Message message;
  const core::Date from = first_day(pause), until = last_day(pause);
  core::Actions actions;
  const bool one = choice.mine + (choice.group != nullptr) + (choice.groups > 0) == 1;
  say(message, language, one ? "pauses.preview.one" : "pauses.preview",
      {{"when", core::say_days(language, pause, choice.today)}});
  if (choice.mine) {
    say(message, language, "pauses.preview.mine", {});
    say_unled(message, choice.unled, language);
    say_beside(message, choice.beside_mine, choice.today, language);
    actions.buttons.push_back(events::mine.button(core::text(language, "pauses.for_me"), from, until));
  }
  if (choice.group) {
    const std::string& name = choice.group->name;
    if (core::meets_daily(*choice.group))
      say(message, language, "pauses.preview.group_daily", {{"group", name}});
    else if (choice.lost.empty())
      say(message, language, "pauses.preview.group_none", {{"group", name}});
    else
      say(message, language, "pauses.preview.group",
          {{"group", name}, {"days", core::say_dates(language, choice.lost)}});
    say_beside(message, choice.beside_group, choice.today, language);
    actions.buttons.push_back(events::of_group.button(
        core::text(language, "pauses.for_group", {{"group", name}}), choice.group->id, from, until));
  }
  if (choice.groups > 0) {
    message.blocks.emplace_back(core::Paragraph{
        {core::Span(core::text(language, "pauses.preview.groups", {{"groups", choice.groups}}),
                    core::Span::Style::strong),
         core::Span(" " + core::text_n(language, "pauses.preview.all", choice.sessions))}});
    if (choice.some_daily) say(message, language, "pauses.preview.all_daily", {});
    say_beside(message, choice.beside_all, choice.today, language);
    actions.buttons.push_back(
        events::all.button(core::text(language, "pauses.for_all"), from, until, Button::Style::danger));
  }
  message.blocks.emplace_back(std::move(actions));
  return message;
}

core::Message running(const Running& pauses, Language language) {
  core::Message message;
  core::Actions actions;
  const std::string group = pauses.group ? pauses.group->name : std::string();
  // Of several, the button says which.
  const auto add = [&](const std::vector<core::Closed>& there, std::string_view key, std::string_view end,
                       std::string_view end_one, const auto& button) {
    if (there.empty()) return;
    say(message, language, key, {{"group", group}, {"when", say_stretches(there, pauses.today, language)}});
    for (const core::Closed& each : there) {
      const std::string from = core::say_date(language, first_day(each), pauses.today);
      actions.buttons.push_back(
          button(core::text(language, there.size() > 1 ? end_one : end, {{"group", group}, {"from", from}}),
                 first_day(each)));
    }
  };
  // texts: pauses.mine pauses.end_mine pauses.end_mine_one
  add(pauses.mine, "pauses.mine", "pauses.end_mine", "pauses.end_mine_one",
      [](std::string label, core::Date first) { return events::end_mine.button(std::move(label), first); });
  // texts: pauses.of_group pauses.end_group pauses.end_group_one
  add(pauses.of_group, "pauses.of_group", "pauses.end_group", "pauses.end_group_one",
      [&](std::string label, core::Date first) {
        return events::end_group.button(std::move(label), pauses.group->id, first);
      });
  // texts: pauses.of_all pauses.end_all pauses.end_all_one
  add(pauses.all, "pauses.of_all", "pauses.end_all", "pauses.end_all_one",
      [](std::string label, core::Date first) { return events::end_all.button(std::move(label), first); });
  if (!actions.buttons.empty()) message.blocks.emplace_back(std::move(actions));
  return message;
}

std::string scope_said(const Words& words, const core::Group* near) {
  if (words.scope == Scope::all) return "all";
  return words.scope == Scope::group && near ? near->id.text : "mine";
}

core::Rich which_days(const std::string& varies, Language language) {
  return varies.empty() ? core::rich(language, "pauses.form.unclear")
                        : core::rich(language, "pauses.form.varies", {{"word", varies}});
}

core::Form form(const std::vector<core::Option>& scopes, const std::string& chosen, const std::string& from,
                Language language) {
  core::Form form = events::form.form();
  form.title = core::text(language, "pauses.form.title");
  form.intro = core::rich(language, "pauses.form.intro");
  core::Input who = core::required("who", core::text(language, "pauses.form.who"), core::Input::Kind::choice);
  who.options = scopes;
  const bool offered = std::ranges::find(scopes, chosen, &core::Option::value) != scopes.end();
  who.initial = {offered ? chosen : scopes.front().value};
  if (scopes.size() > 1) form.inputs.push_back(std::move(who));
  form.inputs.push_back(text_input("from", "pauses.form.from", "pauses.form.from.hint", false, language));
  if (!from.empty()) form.inputs.back().initial = {from};
  form.inputs.push_back(text_input("until", "pauses.form.until", "pauses.form.until.hint", true, language));
  form.submit = core::text(language, "pauses.form.submit");
  return form;
}

core::Form closed_form(const std::vector<std::string>& ticked, const std::string& days, Language language) {
  core::Form form = events::closed.form();
  form.title = core::text(language, "pauses.closed.title");
  form.intro = core::rich(language, "pauses.closed.intro");
  core::Input usual =
      core::input("eves", core::text(language, "pauses.closed.eves"), core::Input::Kind::choices);
  // texts: sessions.holiday.name.*
  for (const std::string_view eve : core::usual_eves)
    usual.options.push_back(
        {std::string(eve), core::text(language, "sessions.holiday.name." + std::string(eve))});
  usual.initial = ticked;
  form.inputs.push_back(std::move(usual));
  core::Input own = text_input("days", "pauses.closed.days", "pauses.closed.days.hint", false, language);
  own.multiline = true;
  own.max_length = 2000;
  if (!days.empty()) own.initial = {days};
  form.inputs.push_back(std::move(own));
  form.submit = core::text(language, "pauses.form.submit");
  return form;
}

}  // namespace pauses
