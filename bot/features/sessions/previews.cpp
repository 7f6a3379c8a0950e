// What a change will be, before anybody is told of it.

#include "bot/core/holidays.hpp"
#include "bot/core/texts.hpp"
#include "bot/features/sessions/events.hpp"
#include "bot/features/sessions/view.hpp"

namespace sessions {
namespace {

using core::Button;
using core::Language;
using core::Span;

void preview_line(core::Message& message, Language language, std::string_view key, core::Args args = {}) {
  // texts: sessions.*
  message.blocks.emplace_back(core::Paragraph{core::rich(language, key, args)});
}

}  // namespace

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
  return said;
}

core::Message preview_move(const Subject& subject, core::Instant starts, bool told,
                           const std::vector<Subject>& passed, bool themes_stay, Language language) {
  core::Session session = subject.session;
  session.ends = starts + (session.ends - session.starts);
  session.starts = starts;
  core::Message message;
  preview_line(message, language, "sessions.move.preview",
               {{"title", title_of(subject, language)},
                {"old", say_when(subject.session, subject.group, language)},
                {"new", say_when(session, subject.group, language)}});
  core::List list;
  for (std::string& caution : cautions(session.starts, session.ends, subject.group, language))
    list.items.push_back({Span(std::move(caution), Span::Style::strong)});
  for (const Subject& other : passed)
    list.items.push_back(core::rich(language,
                                    themes_stay ? "sessions.caution.passes_told" : "sessions.caution.passes",
                                    {{"when", say_when(other.session, other.group, language)}}));
  if (!list.items.empty()) message.blocks.emplace_back(std::move(list));
  preview_line(message, language, told ? "sessions.move.preview.told" : "sessions.move.preview.quiet");
  const core::Session& now = subject.session;
  message.blocks.emplace_back(
      core::Actions{{events::move_now.button(core::text(language, "sessions.move.yes"), now.id, now.revision,
                                             starts, Button::Style::primary),
                     events::keep.button(core::text(language, "sessions.move.no"), now.id)}});
  return message;
}

core::Message preview_cancel(const Subject& subject, bool told, Language language) {
  core::Message message;
  preview_line(
      message, language, "sessions.cancel.confirm",
      {{"when", say_when(subject.session, subject.group, language)}, {"title", title_of(subject, language)}});
  if (!subject.session.topic.empty())
    preview_line(message, language, "sessions.cancel.topic", {{"topic", subject.session.topic}});
  preview_line(message, language, told ? "sessions.cancel.preview.told" : "sessions.cancel.preview.quiet");
  const core::Session& now = subject.session;
  message.blocks.emplace_back(
      core::Actions{{events::cancel_now.button(core::text(language, "sessions.cancel.yes"), now.id,
                                               now.revision, Button::Style::danger),
                     events::keep.button(core::text(language, "sessions.cancel.no"), now.id)}});
  return message;
}

}  // namespace sessions
