#include "bot/features/sessions/period_view.hpp"

#include "bot/core/group_time.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/sessions/events.hpp"

namespace sessions {
namespace {

using core::Button;
using core::Instant;
using core::Language;

constexpr std::chrono::days time_to_invite{14};

core::Actions ways_on(const Period& period, Language language) {
  const auto& [run, group, programme, held, next] = period;
  core::Actions actions;
  const auto add = [&](std::string_view key, const char* kind, Button::Style style) {
    // texts: sessions.period.button.*
    actions.buttons.push_back(
        events::next_period.button(core::text(language, key), group.id, run.number, kind, style));
  };
  if (programme && !programme->sessions.empty())
    add("sessions.period.button.again", "again", Button::Style::primary);
  add("sessions.period.button.other", "other", Button::Style::plain);
  add("sessions.period.button.free", "free", Button::Style::plain);
  if (run.state != Run::State::stopped)
    actions.buttons.push_back(
        events::stop_group.button(core::text(language, "sessions.period.button.stop"), group.id, run.number));
  return actions;
}

}  // namespace

std::string title_of(const Period& period, Language language) {
  return period.programme ? period.programme->title.in(language)
                          : core::text(language, "sessions.period.free");
}

core::Message period_over(const Period& period, Language language) {
  core::Message message;
  core::head(message, language, "sessions.period.over.title", {{"programme", title_of(period, language)}});
  message.blocks.emplace_back(
      core::Paragraph{{core::Span(core::text_n(language, "sessions.period.over.thanks", period.held))}});
  core::say(message, language, "sessions.period.over.round");
  core::say(message, language, "sessions.period.over.next");
  message.blocks.emplace_back(core::Actions{
      {core::events::write_idea.button(core::text(language, "ideas.form.title"), period.group.id)}});
  return message;
}

core::Message what_next(const Period& period, Language language, bool again) {
  core::Message message;
  core::say(message, language, again ? "sessions.period.ask.again" : "sessions.period.ask",
            {{"group", period.group.name}, {"programme", title_of(period, language)}});
  message.blocks.emplace_back(ways_on(period, language));
  core::note(message, language, "sessions.period.ask.note");
  return message;
}

core::Message period_begins(const Period& period, Instant first, Language language) {
  core::Message message;
  core::head(message, language, "sessions.period.begins.title", {{"programme", title_of(period, language)}});
  if (period.programme)
    message.blocks.emplace_back(core::Paragraph{{core::Span(period.programme->about.in(language))}});
  core::say(message, language, "sessions.period.begins",
            {{"when", core::say_moment(language, period.group, first)}});
  return message;
}

core::Message group_stopped(const Period& period, Language language) {
  core::Message message;
  core::head(message, language, "sessions.period.stopped.title", {{"group", period.group.name}});
  core::say(message, language, "sessions.period.stopped");
  return message;
}

core::Message group_over(const core::Group& group, Language language) {
  core::Message message;
  core::head(message, language, "sessions.period.stopped.title", {{"group", group.name}});
  core::say(message, language, "sessions.period.over_for_good");
  return message;
}

core::Message group_ended(const core::Group& group, const core::Person& by, bool stays, Language language) {
  core::Message message;
  core::head(message, language, "sessions.period.stopped.title", {{"group", group.name}});
  // texts: sessions.period.ended sessions.period.ended.for_good
  core::say(message, language, stays ? "sessions.period.ended" : "sessions.period.ended.for_good",
            {{"name", by.name}});
  if (!stays) return message;
  message.blocks.emplace_back(core::Actions{
      {core::events::say.button(core::text(language, "groups.handed_over.matters"), "saker " + group.key)}});
  return message;
}

core::Message where_we_are(const Period& period, Language language, bool may) {
  const auto& [run, group, programme, held, next] = period;
  core::Message message;
  core::head(message, language, "sessions.period.title", {{"group", group.name}});
  core::Facts facts;
  facts.rows.emplace_back(core::text(language, "sessions.period.fact.programme"), title_of(period, language));
  const int length = programme ? static_cast<int>(programme->sessions.size()) : 0;
  facts.rows.emplace_back(
      core::text(language, "sessions.period.fact.held"),
      length > 0 ? core::text(language, "sessions.period.fact.of", {{"held", held}, {"all", length}})
                 : std::to_string(held));
  if (next)
    facts.rows.emplace_back(core::text(language, "sessions.period.fact.next"),
                            core::say_moment(language, group, *next));
  message.blocks.emplace_back(std::move(facts));
  if (run.state == Run::State::over && !may) core::say(message, language, "sessions.period.is_over");
  if (run.state == Run::State::stopped) core::say(message, language, "sessions.period.is_stopped");
  if (!may) return message;
  core::say(message, language,
            run.state == Run::State::running ? "sessions.period.ways.early"
            : run.state == Run::State::over  ? "sessions.period.ways.over"
                                             : "sessions.period.ways");
  message.blocks.emplace_back(ways_on(period, language));
  return message;
}

core::Message ask_stop(const Period& period, Language language) {
  core::Message message;
  core::say(message, language, period.next ? "sessions.period.stop.ask.sessions" : "sessions.period.stop.ask",
            {{"group", period.group.name}});
  message.blocks.emplace_back(
      core::Actions{{events::stop_now.button(core::text(language, "sessions.period.stop.yes"),
                                             period.group.id, period.run.number, Button::Style::danger),
                     events::go_on.button(core::text(language, "sessions.period.stop.no"), period.group.id,
                                          period.run.number)}});
  return message;
}

core::Form next_form(const Period& period, const core::Programmes& programmes,
                     const std::vector<Instant>& starts, Instant now, const std::string& kind,
                     Language language) {
  const core::Group& group = period.group;
  core::Form form = events::begin_period.form(group.id, period.run.number);
  form.title = core::text(language, "sessions.period.form.title");
  form.intro = core::rich(language, period.run.state == Run::State::running ? "sessions.period.form.early"
                                                                            : "sessions.period.form.intro");
  core::Input programme = core::required("programme", core::text(language, "sessions.period.form.programme"),
                                         core::Input::Kind::choice);
  for (const auto& [key, pack] : programmes) programme.options.push_back({key, pack.title.in(language)});
  const std::string wanted = kind == "again" ? period.run.programme : kind == "free" ? "fri" : "";
  if (programmes.contains(wanted)) programme.initial = {wanted};
  core::Input first =
      core::required("from", core::text(language, "sessions.period.form.from"), core::Input::Kind::choice);
  for (const Instant start : starts) {
    first.options.push_back({core::to_text(start), core::say_moment(language, group, start)});
    if (first.initial.empty() && start >= now + time_to_invite) first.initial = {core::to_text(start)};
  }
  if (first.initial.empty() && !starts.empty()) first.initial = {core::to_text(starts.front())};
  form.inputs = {std::move(programme), std::move(first)};
  form.submit = core::text(language, "sessions.period.form.submit");
  return form;
}

core::Form themes_form(const Period& period, const core::Programme& chosen, Instant from, Language language) {
  core::Form form = events::pick_themes.form(period.group.id, period.run.number, chosen.key, from);
  form.title = chosen.title.in(language);
  form.intro = core::rich(language, "sessions.period.themes.intro",
                          {{"date", core::say_date(language, period.group, from)}});
  core::Input themes = core::required("themes", core::text(language, "sessions.period.themes.label"),
                                      core::Input::Kind::choices);
  for (std::size_t i = 0; i < chosen.sessions.size(); ++i) {
    themes.options.push_back({std::to_string(i + 1), chosen.sessions[i].theme.in(language)});
    themes.initial.push_back(std::to_string(i + 1));
  }
  form.inputs = {std::move(themes)};
  form.submit = core::text(language, "sessions.period.form.submit");
  return form;
}

}  // namespace sessions
