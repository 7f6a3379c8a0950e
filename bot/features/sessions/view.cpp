#include "bot/features/sessions/view.hpp"

#include <algorithm>

#include "bot/core/command_line.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/sessions/events.hpp"
#include "bot/features/sessions/planning.hpp"

namespace sessions {
namespace {

using core::Block;
using core::Button;
using core::Language;
using core::Span;

constexpr std::size_t questions_at_hand = 4;  // of the plan's: more is a lecture
constexpr std::size_t checkin_sentences = 3;  // sessions.checkin.sentence.1 ...

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
  if (!subject.group.place.empty())
    facts.rows.emplace_back(core::text(language, "sessions.fact.place"), subject.group.place);
  if (!subject.session.topic.empty() && subject.plan)
    facts.rows.emplace_back(core::text(language, "sessions.fact.topic"), subject.session.topic);
  return facts;
}

// So that it can be pressed.
void say_link(std::vector<Block>& blocks, const core::Group& group, Language language) {
  if (!group.link.empty())
    blocks.emplace_back(core::Paragraph{{Span(core::text(language, "sessions.fact.link") + ": "),
                                         Span(group.link, Span::Style::plain, group.link)}});
}

void say_about(std::vector<Block>& blocks, const Subject& subject, Language language) {
  if (subject.plan && !subject.plan->about.empty())
    blocks.emplace_back(core::Paragraph{{Span(subject.plan->about.in(language))}});
  else if (!subject.plan)
    core::say(blocks, language, "sessions.invitation.free");
}

void ask_for_ideas(std::vector<Block>& blocks, const Subject& subject, Language language) {
  core::say(blocks, language, "sessions.invitation.ideas");
  blocks.emplace_back(core::Actions{
      {core::events::write_idea.button(core::text(language, "ideas.form.title"), subject.group.id)}});
}

void say_attendance(std::vector<Block>& blocks, const core::Session& session, Language language) {
  blocks.emplace_back(attendance_buttons(session, language));
  core::note(blocks, language, "sessions.attendance_note");
}

void say_resources(std::vector<Block>& blocks, const core::SessionPlan& plan, Language language) {
  core::List list;
  for (const core::Resource& resource : plan.preparation) {
    static constexpr const char* kinds[]{"text", "film", "course", "web"};
    // texts: sessions.kind.*
    const std::string kind =
        core::text(language, std::string("sessions.kind.") + kinds[static_cast<std::size_t>(resource.kind)]);
    const std::string& title = resource.title.in(language);
    core::Rich words{Span(title, Span::Style::plain, resource.url)};
    // "Film: ..." need not be said to be a film.
    const bool says_kind = core::folded(title).starts_with(core::folded(kind) + ":");
    // texts: sessions.preparation.minutes sessions.preparation.kind_minutes
    const std::string how = resource.minutes > 0 ? core::text(language,
                                                              says_kind ? "sessions.preparation.minutes"
                                                                        : "sessions.preparation.kind_minutes",
                                                              {{"kind", kind}, {"minutes", resource.minutes}})
                            : says_kind          ? std::string()
                                                 : kind;
    if (!how.empty()) words.emplace_back(" (" + how + ")");
    list.items.push_back(std::move(words));
  }
  blocks.emplace_back(std::move(list));
  if (plan.preparation_minutes() > 0)
    core::say(blocks, language, "sessions.preparation.total", {{"minutes", plan.preparation_minutes()}});
  core::say(blocks, language, "sessions.preparation.welcome");
}

// The pack's or the house's, one after another.
std::string checkin_sentence(const core::SessionPlan& practice, int number, Language language) {
  const std::size_t which = static_cast<std::size_t>(std::max(number, 1) - 1);
  if (!practice.checkin.empty()) return practice.checkin[which % practice.checkin.size()].in(language);
  // texts: sessions.checkin.sentence.*
  return core::text(language, "sessions.checkin.sentence." + std::to_string(which % checkin_sentences + 1));
}

std::string names_or_number(const std::vector<std::string>& names, int number, Language language) {
  return names.empty() ? std::to_string(number) : core::say_list(language, names);
}

}  // namespace

std::string title_of(const Subject& subject, Language language) {
  if (subject.plan) return subject.plan->theme.in(language);
  if (!subject.session.topic.empty()) return subject.session.topic;
  // Beyond the programme's last: no number that it does not have.
  if (subject.programme && !subject.programme->sessions.empty())
    return core::text(language, "sessions.untitled.beyond");
  return core::text(language, "sessions.untitled", {{"number", subject.session.number}});
}

namespace {

std::string when_of(const core::Session& session, const core::Group& group, Language language,
                    std::optional<core::Instant> now) {
  const core::Zone zone = core::Zone::named(group.zone);
  const core::Local from = zone.to_local(session.starts), to = zone.to_local(session.ends);
  const core::Date day = core::date_of(from);
  const std::string said =
      now ? core::say_date(language, day, core::local_date(group, *now)) : core::say_date(language, day);
  return core::text(language, "sessions.when",
                    {{"date", said}, {"span", core::say_span(language, from, to)}});
}

}  // namespace

std::string say_when(const core::Session& session, const core::Group& group, Language language) {
  return when_of(session, group, language, std::nullopt);
}
std::string say_when_and_year(const core::Session& session, const core::Group& group, Language language,
                              core::Instant now) {
  return when_of(session, group, language, now);
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
  core::head(message, language, "sessions.hello.title");
  core::say(message.blocks, language, core::meets_daily(group) ? "sessions.hello.daily" : "sessions.hello",
            {{"group", group.name}});
  message.blocks.emplace_back(
      core::Actions{{core::events::show_help.button(core::text(language, "sessions.hello.help"))}});
  return message;
}

core::Message invitation(const Subject& subject, const std::vector<const core::Person*>& leaders,
                         bool to_leaders, Language language) {
  core::Message message;
  core::head(message, language, "sessions.invitation.title", {{"title", title_of(subject, language)}});
  message.blocks.emplace_back(facts_of(subject, language));
  say_link(message.blocks, subject.group, language);
  say_about(message.blocks, subject, language);
  if (subject.group.expected) core::say(message.blocks, language, "sessions.invitation.expected");
  if (!leaders.empty() && !to_leaders) {
    std::vector<std::string> names;
    for (const core::Person* one : leaders) names.push_back(one->name);
    core::say(message.blocks, language, "sessions.invitation.leaders",
              {{"names", core::say_list(language, names)}});
  }
  if (subject.programme && subject.programme->open_evaluation && !to_leaders)
    core::say(message.blocks, language, "sessions.invitation.open_evaluation");
  say_attendance(message.blocks, subject.session, language);
  if (to_leaders)
    core::note(message.blocks, language, "sessions.invitation.to_leader", {{"group", subject.group.name}});
  else
    ask_for_ideas(message.blocks, subject, language);
  return message;
}

core::Message preparation(const Subject& subject, Language language, bool full) {
  core::Message message;
  core::head(message, language, "sessions.preparation.title", {{"title", title_of(subject, language)}});
  if (full) {
    message.blocks.emplace_back(facts_of(subject, language));
    say_about(message.blocks, subject, language);
  } else {
    core::say(message.blocks, language, "sessions.preparation.intro",
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
  core::head(message, language, "sessions.reminder.title", {{"title", title_of(subject, language)}});
  message.blocks.emplace_back(facts_of(subject, language));
  say_link(message.blocks, subject.group, language);
  const bool prepared = subject.plan && !subject.plan->preparation.empty();
  if (full) say_about(message.blocks, subject, language);
  if (full && prepared)
    say_resources(message.blocks, *subject.plan, language);
  else if (prepared && subject.plan->preparation_minutes() > 0)
    core::say(message.blocks, language, "sessions.reminder.preparation",
              {{"minutes", subject.plan->preparation_minutes()}});
  say_attendance(message.blocks, subject.session, language);
  return message;
}

core::Message checkin(const Subject& subject, Language language) {
  core::Message message;
  core::head(message, language, "sessions.checkin.title", {{"title", title_of(subject, language)}});
  message.blocks.emplace_back(facts_of(subject, language));
  const core::SessionPlan& practice = practice_of(subject.plan, subject.programme);
  core::say(message.blocks, language, "sessions.checkin.round",
            {{"sentence", checkin_sentence(practice, subject.session.number, language)}});
  say_localized(message.blocks, practice.questions, questions_at_hand, language,
                "sessions.checkin.questions");
  say_localized(message.blocks, practice.closing, practice.closing.size(), language,
                "sessions.checkin.closing");
  say_localized(message.blocks, practice.between, practice.between.size(), language,
                "sessions.checkin.between");
  if (subject.last) core::say(message.blocks, language, "sessions.checkin.last");
  return message;
}

core::Message does_not_take_place(const Subject& subject, Language language) {
  core::Message message;
  core::say(message.blocks, language, "sessions.cancelled",
            {{"when", say_when(subject.session, subject.group, language)}});
  return message;
}

core::Message to_bring(const Subject& subject, const std::vector<Block>& brought, Language language) {
  core::Message message;
  core::say(message.blocks, language, "sessions.bring",
            {{"title", title_of(subject, language)},
             {"group", subject.group.name},
             {"when", say_when(subject.session, subject.group, language)}});
  core::List list;
  for (const core::Localized& each : practice_of(subject.plan, subject.programme).bring)
    list.items.push_back({Span(each.in(language))});
  message.blocks.emplace_back(std::move(list));
  message.blocks.insert(message.blocks.end(), brought.begin(), brought.end());
  message.blocks.emplace_back(core::Actions{{core::events::say.button(
      core::text(language, "sessions.sheet.see"), "kjøreplan " + subject.group.key)}});
  return message;
}

core::Message long_preparation(const Subject& subject, Language language) {
  core::Message message;
  core::say(message.blocks, language, "sessions.long_preparation",
            {{"title", title_of(subject, language)},
             {"group", subject.group.name},
             {"minutes", subject.plan->preparation_minutes()}});
  return message;
}

core::Message moved(const Subject& subject, core::Instant from, Language language) {
  core::Message message;
  core::head(message, language, "sessions.moved.title", {{"title", title_of(subject, language)}});
  core::say(message.blocks, language, "sessions.moved",
            {{"old", core::say_moment(language, subject.group, from)},
             {"new", say_when(subject.session, subject.group, language)}});
  say_attendance(message.blocks, subject.session, language);
  return message;
}

core::Message restored(const Subject& subject, Language language) {
  core::Message message;
  core::head(message, language, "sessions.restored.title", {{"title", title_of(subject, language)}});
  message.blocks.emplace_back(facts_of(subject, language));
  say_attendance(message.blocks, subject.session, language);
  return message;
}

core::Message cancelled(const Subject& subject, const Subject* next, Language language) {
  core::Message message;
  core::head(message, language, "sessions.cancelled.title", {{"title", title_of(subject, language)}});
  core::say(message.blocks, language, "sessions.cancelled",
            {{"when", say_when(subject.session, subject.group, language)}});
  if (next)
    core::say(
        message.blocks, language, "sessions.next",
        {{"when", say_when(next->session, next->group, language)}, {"title", title_of(*next, language)}});
  return message;
}

core::Message no_session(core::Date date, std::string_view holiday, const Subject* next, Language language) {
  core::Message message;
  const std::string said = core::say_date(language, date), why = say_holiday(language, holiday);
  if (next)
    core::say(message.blocks, language, "sessions.holiday",
              {{"date", said}, {"holiday", why}, {"next", say_when(next->session, next->group, language)}});
  else
    core::say(message.blocks, language, "sessions.holiday.last", {{"date", said}, {"holiday", why}});
  return message;
}

core::Rich listed_holiday(core::Date date, std::string_view holiday, Language language) {
  return core::rich(language, "sessions.holiday.last",
                    {{"date", core::say_date(language, date)}, {"holiday", say_holiday(language, holiday)}});
}

std::vector<std::pair<core::Instant, core::Rich>> listed_holidays(
    const std::vector<core::Occurrence>& holidays, Language language) {
  std::vector<std::pair<core::Instant, core::Rich>> lines;
  for (std::size_t i = 0; i < holidays.size();) {
    const core::Occurrence& first = holidays[i];
    std::vector<core::Date> dates;
    do dates.push_back(holidays[i].date);
    while (++i < holidays.size() && first.holiday == in_pause && holidays[i].holiday == in_pause);
    lines.emplace_back(first.starts, core::rich(language, "sessions.holiday.last",
                                                {{"date", core::say_dates(language, dates)},
                                                 {"holiday", say_holiday(language, *first.holiday)}}));
  }
  return lines;
}

core::Rich listed_session(const Subject& subject, const Attendance& attendance, Language language,
                          core::Instant now) {
  core::Rich words{
      Span(say_when_and_year(subject.session, subject.group, language, now), Span::Style::strong),
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
  core::List list;
  for (const Moment& moment : moments) {
    // texts: sessions.moment.*
    const std::string name = core::text(language, "sessions.moment." + std::string(moment.name));
    const std::string at = core::say_moment(language, group, moment.at);
    if (!moment.moved)
      list.items.push_back({Span(name + ": " + at)});
    else
      list.items.push_back(core::rich(
          language, "sessions.list.moved_moment",
          {{"moment", name}, {"at", at}, {"wanted", core::say_moment(language, group, moment.wanted)}}));
  }
  return list;
}

void say_waiting(std::vector<Block>& blocks, const Subject& subject, std::optional<bool> own,
                 Language language) {
  core::head(blocks, language, "sessions.waiting.title");
  core::Rich words{Span(say_when(subject.session, subject.group, language) + ": "),
                   Span(title_of(subject, language), Span::Style::strong),
                   Span(" (" + subject.group.name + ")")};
  // In one paragraph, so that the session is what stands over the buttons.
  if (own)
    words.emplace_back(
        "\n" + core::text(language, *own ? "sessions.waiting.coming" : "sessions.waiting.not_coming"));
  blocks.emplace_back(core::Paragraph{std::move(words)});
  core::Actions buttons = attendance_buttons(subject.session, language);
  // What was said already is no question.
  if (own) buttons.buttons.front().style = Button::Style::plain;
  blocks.emplace_back(std::move(buttons));
}

}  // namespace sessions
