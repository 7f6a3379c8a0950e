#include "bot/features/sessions/view.hpp"

#include <algorithm>

#include "bot/core/holidays.hpp"
#include "bot/core/texts.hpp"
#include "bot/features/sessions/events.hpp"

namespace sessions {
namespace {

using core::Block;
using core::Button;
using core::Language;
using core::Span;

constexpr std::size_t questions_at_hand = 4;  // of the plan's: more is a lecture
constexpr int checkin_sentences = 3;          // sessions.checkin.sentence.1 ...

void say(std::vector<Block>& blocks, Language language, std::string_view key, core::Args args = {}) {
  blocks.emplace_back(core::Paragraph{core::rich(language, key, args)});
}
void whisper_line(std::vector<Block>& blocks, Language language, std::string_view key, core::Args args = {}) {
  blocks.emplace_back(core::ContextLine{core::rich(language, key, args)});
}

void say_localized(std::vector<Block>& blocks, const std::vector<core::Localized>& sentences,
                   std::size_t limit, Language language, std::string_view heading_key) {
  if (sentences.empty()) return;
  blocks.emplace_back(core::Paragraph{{Span(core::text(language, heading_key), Span::Style::strong)}});
  core::List list;
  for (std::size_t i = 0; i < std::min(limit, sentences.size()); ++i)
    list.items.push_back({Span(sentences[i].in(language))});
  blocks.emplace_back(std::move(list));
}

// When, and what was chosen where that is not the title already.
core::Facts facts_of(const Subject& subject, Language language) {
  core::Facts facts;
  facts.rows.emplace_back(core::text(language, "sessions.fact.when"),
                          say_when(subject.session, subject.group, language));
  if (!subject.session.topic.empty() && subject.plan)
    facts.rows.emplace_back(core::text(language, "sessions.fact.topic"), subject.session.topic);
  return facts;
}

void say_about(std::vector<Block>& blocks, const Subject& subject, Language language) {
  if (subject.plan && !subject.plan->about.empty())
    blocks.emplace_back(core::Paragraph{{Span(subject.plan->about.in(language))}});
  else if (!subject.plan)
    say(blocks, language, "sessions.invitation.free");
}

void ask_for_ideas(std::vector<Block>& blocks, const Subject& subject, Language language) {
  say(blocks, language, "sessions.invitation.ideas");
  blocks.emplace_back(core::Actions{
      {core::events::write_idea.button(core::text(language, "ideas.form.title"), subject.group.id)}});
}

void say_attendance(std::vector<Block>& blocks, const core::Session& session, Language language) {
  blocks.emplace_back(attendance_buttons(session, language));
  whisper_line(blocks, language, "sessions.attendance_note");
}

void say_resources(std::vector<Block>& blocks, const core::SessionPlan& plan, Language language) {
  core::List list;
  for (const core::Resource& resource : plan.preparation) {
    static constexpr const char* kinds[]{"text", "film", "course", "web"};
    // texts: sessions.kind.*
    const std::string kind =
        core::text(language, std::string("sessions.kind.") + kinds[static_cast<std::size_t>(resource.kind)]);
    core::Rich words{Span(resource.title.in(language), Span::Style::plain, resource.url)};
    words.emplace_back(" (" +
                       (resource.minutes > 0 ? core::text(language, "sessions.preparation.kind_minutes",
                                                          {{"kind", kind}, {"minutes", resource.minutes}})
                                             : kind) +
                       ")");
    list.items.push_back(std::move(words));
  }
  blocks.emplace_back(std::move(list));
  if (plan.preparation_minutes() > 0)
    say(blocks, language, "sessions.preparation.total", {{"minutes", plan.preparation_minutes()}});
  say(blocks, language, "sessions.preparation.welcome");
}

std::string names_or_number(const std::vector<std::string>& names, int number, Language language) {
  return names.empty() ? std::to_string(number) : core::say_list(language, names);
}

core::Input session_choice(const std::vector<Subject>& choices, Language language) {
  core::Input input;
  input.kind = core::Input::Kind::choice;
  input.id = "session";
  input.label = core::text(language, "sessions.form.which");
  input.required = true;
  for (const Subject& subject : choices)
    input.options.push_back({subject.session.id.text, say_when(subject.session, subject.group, language) +
                                                          ": " + title_of(subject, language)});
  return input;
}

}  // namespace

std::string title_of(const Subject& subject, Language language) {
  if (subject.plan) return subject.plan->theme.in(language);
  if (!subject.session.topic.empty()) return subject.session.topic;
  return core::text(language, "sessions.untitled", {{"number", subject.session.number}});
}

std::string say_when(const core::Session& session, const core::Group& group, Language language) {
  const core::Zone zone = core::Zone::named(group.zone);
  const core::Local from = zone.to_local(session.starts), to = zone.to_local(session.ends);
  return core::text(language, "sessions.when",
                    {{"date", core::say_date(language, core::date_of(from))},
                     {"span", core::say_span(language, from, to)}});
}

std::string say_holiday(Language language, std::string_view key) {
  // texts: sessions.holiday.name.*
  return core::text(language, "sessions.holiday.name." + std::string(key));
}

core::Actions attendance_buttons(const core::Session& session, Language language) {
  return {{events::coming.button(core::text(language, "sessions.coming"), session.id, Button::Style::primary),
           events::not_coming.button(core::text(language, "sessions.not_coming"), session.id)}};
}

core::Message hello(const core::Group& group) {
  core::Message message;
  const Language language = group.language;
  message.blocks.emplace_back(core::Heading{core::text(language, "sessions.hello.title")});
  say(message.blocks, language, "sessions.hello", {{"group", group.name}});
  message.blocks.emplace_back(
      core::Actions{{core::events::show_help.button(core::text(language, "sessions.hello.help"))}});
  return message;
}

core::Message invitation(const Subject& subject, Language language) {
  core::Message message;
  message.blocks.emplace_back(core::Heading{
      core::text(language, "sessions.invitation.title", {{"title", title_of(subject, language)}})});
  message.blocks.emplace_back(facts_of(subject, language));
  say_about(message.blocks, subject, language);
  say_attendance(message.blocks, subject.session, language);
  ask_for_ideas(message.blocks, subject, language);
  return message;
}

core::Message preparation(const Subject& subject, Language language, bool full) {
  core::Message message;
  message.blocks.emplace_back(core::Heading{
      core::text(language, "sessions.preparation.title", {{"title", title_of(subject, language)}})});
  if (full) {
    message.blocks.emplace_back(facts_of(subject, language));
    say_about(message.blocks, subject, language);
  } else {
    say(message.blocks, language, "sessions.preparation.intro",
        {{"when", say_when(subject.session, subject.group, language)}});
  }
  if (subject.plan) say_resources(message.blocks, *subject.plan, language);
  if (full) {
    say_attendance(message.blocks, subject.session, language);
    ask_for_ideas(message.blocks, subject, language);
  }
  return message;
}

core::Message reminder(const Subject& subject, Language language, bool full) {
  core::Message message;
  message.blocks.emplace_back(core::Heading{
      core::text(language, "sessions.reminder.title", {{"title", title_of(subject, language)}})});
  message.blocks.emplace_back(facts_of(subject, language));
  const bool prepared = subject.plan && !subject.plan->preparation.empty();
  if (full) say_about(message.blocks, subject, language);
  if (full && prepared)
    say_resources(message.blocks, *subject.plan, language);
  else if (prepared && subject.plan->preparation_minutes() > 0)
    say(message.blocks, language, "sessions.reminder.preparation",
        {{"minutes", subject.plan->preparation_minutes()}});
  say_attendance(message.blocks, subject.session, language);
  return message;
}

core::Message checkin(const Subject& subject, Language language) {
  core::Message message;
  message.blocks.emplace_back(core::Heading{
      core::text(language, "sessions.checkin.title", {{"title", title_of(subject, language)}})});
  message.blocks.emplace_back(facts_of(subject, language));
  // texts: sessions.checkin.sentence.*
  const int which = (std::max(subject.session.number, 1) - 1) % checkin_sentences + 1;
  say(message.blocks, language, "sessions.checkin.round",
      {{"sentence", core::text(language, "sessions.checkin.sentence." + std::to_string(which))}});
  if (subject.plan) {
    say_localized(message.blocks, subject.plan->questions, questions_at_hand, language,
                  "sessions.checkin.questions");
    say_localized(message.blocks, subject.plan->closing, subject.plan->closing.size(), language,
                  "sessions.checkin.closing");
  }
  return message;
}

core::Message moved(const Subject& subject, core::Instant from, Language language) {
  core::Message message;
  const core::Zone zone = core::Zone::named(subject.group.zone);
  message.blocks.emplace_back(
      core::Heading{core::text(language, "sessions.moved.title", {{"title", title_of(subject, language)}})});
  say(message.blocks, language, "sessions.moved",
      {{"old", core::say_moment(language, zone.to_local(from))},
       {"new", say_when(subject.session, subject.group, language)}});
  say_attendance(message.blocks, subject.session, language);
  return message;
}

core::Message cancelled(const Subject& subject, const Subject* next, Language language) {
  core::Message message;
  message.blocks.emplace_back(core::Heading{
      core::text(language, "sessions.cancelled.title", {{"title", title_of(subject, language)}})});
  say(message.blocks, language, "sessions.cancelled",
      {{"when", say_when(subject.session, subject.group, language)}});
  if (next)
    say(message.blocks, language, "sessions.next",
        {{"when", say_when(next->session, next->group, language)}, {"title", title_of(*next, language)}});
  return message;
}

core::Message no_session(core::Date date, std::string_view holiday, const Subject* next, Language language) {
  core::Message message;
  const std::string said = core::say_date(language, date), why = say_holiday(language, holiday);
  if (next)
    say(message.blocks, language, "sessions.holiday",
        {{"date", said}, {"holiday", why}, {"next", say_when(next->session, next->group, language)}});
  else
    say(message.blocks, language, "sessions.holiday.last", {{"date", said}, {"holiday", why}});
  return message;
}

core::Rich listed_holiday(core::Date date, std::string_view holiday, Language language) {
  return core::rich(language, "sessions.holiday.last",
                    {{"date", core::say_date(language, date)}, {"holiday", say_holiday(language, holiday)}});
}

core::Rich listed_session(const Subject& subject, const Attendance& attendance, Language language) {
  core::Rich words{Span(say_when(subject.session, subject.group, language), Span::Style::strong),
                   Span(": " + title_of(subject, language))};
  const auto add = [&](std::string_view key, core::Args args) {
    words.emplace_back(" · " + core::text(language, key, args));
  };
  if (subject.plan && !subject.session.topic.empty())
    add("sessions.list.topic", {{"topic", subject.session.topic}});
  if (attendance.coming > 0)
    add("sessions.list.coming",
        {{"who", names_or_number(attendance.coming_names, attendance.coming, language)}});
  if (attendance.not_coming > 0)
    add("sessions.list.not_coming",
        {{"who", names_or_number(attendance.not_coming_names, attendance.not_coming, language)}});
  if (attendance.own) add(*attendance.own ? "sessions.list.own_coming" : "sessions.list.own_not_coming", {});
  return words;
}

core::List listed_moments(const std::vector<Moment>& moments, const core::Group& group, Language language) {
  const core::Zone zone = core::Zone::named(group.zone);
  core::List list;
  for (const Moment& moment : moments) {
    // texts: sessions.moment.*
    const std::string name = core::text(language, "sessions.moment." + std::string(moment.name));
    const std::string at = core::say_moment(language, zone.to_local(moment.at));
    if (!moment.moved)
      list.items.push_back({Span(name + ": " + at)});
    else
      list.items.push_back(
          core::rich(language, "sessions.list.moved_moment",
                     {{"moment", name},
                      {"at", at},
                      {"wanted", core::say_moment(language, zone.to_local(moment.wanted))}}));
  }
  return list;
}

core::Form move_form(const std::vector<Subject>& choices, const core::Group& group, Language language,
                     const std::string& chosen, const std::string& intro_key) {
  core::Form form = events::move.form(group.id);
  form.title = core::text(language, "sessions.move.title");
  // texts: sessions.move.*
  form.intro = core::rich(language, intro_key);
  form.inputs.push_back(session_choice(choices, language));
  if (!chosen.empty()) form.inputs.back().initial = {chosen};
  core::Input when;
  when.kind = core::Input::Kind::date_time;
  when.id = "when";
  when.label = core::text(language, "sessions.form.new_time");
  when.required = true;
  form.inputs.push_back(std::move(when));
  form.submit = core::text(language, "sessions.move.submit");
  return form;
}

core::Form cancel_form(const std::vector<Subject>& choices, const core::Group& group, Language language) {
  core::Form form = events::cancel.form(group.id);
  form.title = core::text(language, "sessions.cancel.title");
  form.intro = core::rich(language, "sessions.cancel.intro");
  form.inputs.push_back(session_choice(choices, language));
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
  return said;
}

core::Message preview_move(const Subject& subject, core::Instant starts, bool told,
                           const std::vector<Subject>& passed, bool themes_stay, Language language) {
  core::Session session = subject.session;
  session.ends = starts + (session.ends - session.starts);
  session.starts = starts;
  core::Message message;
  say(message.blocks, language, "sessions.move.preview",
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
  say(message.blocks, language, told ? "sessions.move.preview.told" : "sessions.move.preview.quiet");
  const core::Session& now = subject.session;
  message.blocks.emplace_back(
      core::Actions{{events::move_now.button(core::text(language, "sessions.move.yes"), now.id, now.revision,
                                             starts, Button::Style::primary),
                     events::keep.button(core::text(language, "sessions.move.no"), now.id)}});
  return message;
}

core::Message preview_cancel(const Subject& subject, bool told, Language language) {
  core::Message message;
  say(message.blocks, language, "sessions.cancel.confirm",
      {{"when", say_when(subject.session, subject.group, language)}, {"title", title_of(subject, language)}});
  if (!subject.session.topic.empty())
    say(message.blocks, language, "sessions.cancel.topic", {{"topic", subject.session.topic}});
  say(message.blocks, language, told ? "sessions.cancel.preview.told" : "sessions.cancel.preview.quiet");
  const core::Session& now = subject.session;
  message.blocks.emplace_back(
      core::Actions{{events::cancel_now.button(core::text(language, "sessions.cancel.yes"), now.id,
                                               now.revision, Button::Style::danger),
                     events::keep.button(core::text(language, "sessions.cancel.no"), now.id)}});
  return message;
}

}  // namespace sessions
