// Forms and previews of what a facilitator changes.

#include "bot/core/holidays.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/sessions/events.hpp"
#include "bot/features/sessions/view.hpp"

namespace sessions {
namespace {

using core::Block;
using core::Button;
using core::Language;
using core::Span;

core::Input session_choice(const std::vector<Subject>& choices, core::Instant now, Language language) {
  core::Input input =
      core::required("session", core::text(language, "sessions.form.which"), core::Input::Kind::choice);
  for (const Subject& subject : choices)
    input.options.push_back(
        {subject.session.id.text, say_when_and_year(subject.session, subject.group, language, now) + ": " +
                                      title_of(subject, language)});
  return input;
}

}  // namespace

core::Form move_form(const std::vector<Subject>& choices, const core::Group& group, core::Instant now,
                     Language language, const std::string& chosen, const std::string& intro_key) {
  core::Form form = events::move.form(group.id);
  form.title = core::text(language, "sessions.move.title");
  // texts: sessions.move.*
  form.intro = core::rich(language, intro_key);
  form.inputs.push_back(session_choice(choices, now, language));
  if (!chosen.empty()) form.inputs.back().initial = {chosen};
  core::Input when =
      core::required("when", core::text(language, "sessions.form.new_time"), core::Input::Kind::date_time);
  form.inputs.push_back(std::move(when));
  form.submit = core::text(language, "sessions.move.submit");
  return form;
}

core::Form cancel_form(const std::vector<Subject>& choices, const core::Group& group, core::Instant now,
                       Language language, const std::string& intro_key) {
  core::Form form = events::cancel.form(group.id);
  form.title = core::text(language, "sessions.cancel.title");
  // texts: sessions.cancel.*
  form.intro = core::rich(language, intro_key);
  form.inputs.push_back(session_choice(choices, now, language));
  form.submit = core::text(language, "sessions.cancel.submit");
  return form;
}

std::vector<std::string> cautions(core::Instant starts, core::Instant ends, const core::Group& group,
                                  Language language) {
  constexpr core::Minutes morning = std::chrono::hours{6}, late = std::chrono::hours{22};
  const core::Zone zone = core::Zone::named(group.zone);
  const core::Local from = zone.to_local(starts), to = zone.to_local(ends);
  const core::Date date = core::date_of(from);
  const std::chrono::weekday day{std::chrono::sys_days{date}};
  std::vector<std::string> said;
  if (core::time_of_day(from) < morning || core::time_of_day(from) >= late || to > core::at(date, late))
    said.push_back(core::text(language, "sessions.caution.night"));
  if (day == std::chrono::Saturday || day == std::chrono::Sunday)
    said.push_back(core::text(language, "sessions.caution.weekend"));
  if (const auto holiday = core::norwegian_holiday(date))
    said.push_back(
        core::text(language, "sessions.caution.holiday", {{"holiday", say_holiday(language, *holiday)}}));
  else if (const auto eve = core::eve_on(date))
    said.push_back(core::text(language, "sessions.caution.eve", {{"holiday", say_holiday(language, *eve)}}));
  return said;
}

core::Message preview_move(const Subject& subject, core::Instant starts, core::Instant ends,
                           core::Instant now, bool told, const std::vector<Subject>& passed, bool themes_stay,
                           Language language) {
  core::Session session = subject.session;
  session.ends = ends;
  session.starts = starts;
  core::Message message;
  core::say(message.blocks, language, "sessions.move.preview",
            {{"title", title_of(subject, language)},
             {"old", say_when_and_year(subject.session, subject.group, language, now)},
             {"new", say_when_and_year(session, subject.group, language, now)}});
  core::List list;
  for (std::string& caution : cautions(session.starts, session.ends, subject.group, language))
    list.items.push_back({Span(std::move(caution), Span::Style::strong)});
  for (const Subject& other : passed)
    list.items.push_back(core::rich(language,
                                    themes_stay ? "sessions.caution.passes_told" : "sessions.caution.passes",
                                    {{"when", say_when(other.session, other.group, language)}}));
  if (!list.items.empty()) message.blocks.emplace_back(std::move(list));
  // texts: sessions.move.preview.quiet*
  core::say(message.blocks, language,
            told ? "sessions.move.preview.told"
                 : quietly("sessions.move.preview.quiet", subject.session, subject.group));
  const core::Session& before = subject.session;
  message.blocks.emplace_back(core::Actions{
      {events::move_now.button(core::text(language, "sessions.move.yes"), before.id, before.revision, starts,
                               std::optional(ends), Button::Style::primary),
       events::keep.button(core::text(language, "sessions.move.no"), before.id)}});
  return message;
}

core::Message preview_cancel(const Subject& subject, core::Instant now, bool told, Language language) {
  core::Message message;
  // texts: sessions.cancel.confirm*
  core::say(message.blocks, language,
            subject.session.starts <= now ? "sessions.cancel.confirm.begun" : "sessions.cancel.confirm",
            {{"when", say_when_and_year(subject.session, subject.group, language, now)},
             {"title", title_of(subject, language)}});
  if (!subject.session.topic.empty())
    core::say(message.blocks, language, "sessions.cancel.topic", {{"topic", subject.session.topic}});
  // texts: sessions.cancel.preview.quiet*
  core::say(message.blocks, language,
            told ? "sessions.cancel.preview.told"
                 : quietly("sessions.cancel.preview.quiet", subject.session, subject.group));
  const core::Session& session = subject.session;
  message.blocks.emplace_back(
      core::Actions{{events::cancel_now.button(core::text(language, "sessions.cancel.yes"), session.id,
                                               session.revision, Button::Style::danger),
                     events::keep.button(core::text(language, "sessions.cancel.no"), session.id)}});
  return message;
}

}  // namespace sessions
