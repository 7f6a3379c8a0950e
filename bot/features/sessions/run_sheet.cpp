#include "bot/features/sessions/run_sheet.hpp"

#include <algorithm>
#include <iterator>

#include "bot/core/reply.hpp"
#include "bot/features/sessions/events.hpp"
#include "bot/features/sessions/leading.hpp"

namespace sessions {
namespace {

using core::Instant;
using core::Language;
using core::Reply;
using core::Span;
using core::whisper;
using features::Here;
using features::Right;
using std::chrono::minutes;

constexpr std::size_t methods_offered = 4, cases_offered = 5;
constexpr std::string_view free_topics = "fri";  // how a group without a programme holds its sessions
constexpr minutes rounded_to{5};

void sheet_texts(core::Message& message, const std::vector<core::Localized>& texts, Language language,
                 std::string_view heading_key) {
  if (texts.empty()) return;
  // texts: sessions.sheet.*, sessions.checkin.closing, sessions.checkin.between
  message.blocks.emplace_back(
      core::Paragraph{{Span(core::text(language, heading_key), Span::Style::strong)}});
  core::List list;
  for (const core::Localized& each : texts) list.items.push_back({Span(each.in(language))});
  message.blocks.emplace_back(std::move(list));
}

void sheet_line(core::Message& message, Language language, std::string_view key) {
  // texts: sessions.sheet.*, sessions.checkin.last
  core::say(message, language, key);
}

std::vector<core::Block> method_card(const core::Method& method, Language language) {
  core::List steps;
  steps.numbered = true;
  for (const core::Localized& step : method.steps) steps.items.push_back({Span(step.in(language))});
  return {core::Heading{method.title.in(language)}, std::move(steps)};
}

core::Actions cards_of(const Subject& subject, Language language) {
  core::Actions actions;
  if (!subject.programme) return actions;
  const auto add = [&](const char* kind, std::string_view key, const auto& all, std::size_t most) {
    // texts: sessions.sheet.method, sessions.sheet.case
    for (std::size_t i = 0; i < std::min(most, all.size()); ++i)
      actions.buttons.push_back(
          events::card.button(core::text(language, key, {{"title", all[i].title.in(language)}}),
                              subject.session.id, kind, static_cast<int>(i)));
  };
  add("method", "sessions.sheet.method", subject.programme->methods, methods_offered);
  add("case", "sessions.sheet.case", subject.programme->cases, cases_offered);
  return actions;
}

}  // namespace

std::vector<Instant> phase_starts(const std::vector<core::Phase>& phases, Instant starts, Instant ends) {
  std::vector<Instant> found;
  long long all = 0, passed = 0;
  for (const core::Phase& phase : phases) all += std::max(phase.minutes, 1);
  for (const core::Phase& phase : phases) {
    const auto exact = (ends - starts) * passed / std::max(all, 1LL);
    const auto steps = (exact + rounded_to / 2) / rounded_to;
    found.push_back(starts + steps * rounded_to);
    passed += std::max(phase.minutes, 1);
  }
  return found;
}

core::Message run_sheet(const Subject& subject, const std::vector<core::Phase>& phases,
                        const std::vector<core::Block>& brought, Language language) {
  const core::SessionPlan& practice = practice_of(subject.plan, subject.programme);
  const core::Zone zone = core::Zone::named(subject.group.zone);
  core::Message message;
  core::head(message, language, "sessions.sheet.title", {{"title", title_of(subject, language)}});
  message.blocks.emplace_back(core::Paragraph{{Span(say_when(subject.session, subject.group, language))}});
  sheet_texts(message, practice.bring, language, "sessions.sheet.bring");
  if (subject.session.number == 1) {
    sheet_line(message, language, "sessions.sheet.first");
    message.blocks.emplace_back(core::Actions{
        {core::events::say.button(core::text(language, "contract.write"), "kontrakt " + subject.group.key)}});
  }
  message.blocks.insert(message.blocks.end(), brought.begin(), brought.end());
  const auto starts = phase_starts(phases, subject.session.starts, subject.session.ends);
  core::List course;
  for (std::size_t i = 0; i < phases.size(); ++i)
    course.items.push_back(
        {Span(core::say_time(language, zone.to_local(starts[i])) + " " + phases[i].title.in(language),
              Span::Style::strong),
         Span(". " + phases[i].how.in(language))});
  message.blocks.emplace_back(std::move(course));
  sheet_texts(message, practice.questions, language, "sessions.sheet.questions");
  sheet_texts(message, practice.closing, language, "sessions.checkin.closing");
  sheet_texts(message, practice.between, language, "sessions.checkin.between");
  if (subject.last) sheet_line(message, language, "sessions.checkin.last");
  core::Actions cards = cards_of(subject, language);
  if (!cards.buttons.empty()) message.blocks.emplace_back(std::move(cards));
  core::note(message, language, "sessions.sheet.note");
  return message;
}

std::vector<features::CommandSpec> RunSheet::commands() {
  using features::by;
  return {
      {"run_sheet", {"kjøreplan", "køyreplan", "run-sheet"}, Right::facilitator, by(this, &RunSheet::sheet)}};
}

std::vector<features::EventRow> RunSheet::events() {
  namespace e = sessions::events;
  const auto find = [](RunSheet* all, const core::SessionId& id, const std::string& kind,
                       int which) -> std::optional<Card> {
    auto session = all->store_.find(id);
    if (!session) return std::nullopt;
    return Card{*std::move(session), kind, which};
  };
  const auto session = [](RunSheet* all, const core::SessionId& id) { return all->store_.find(id); };
  return {
      features::press(e::card, Right::facilitator, this, find, &RunSheet::card).otherwise("sessions.unknown"),
      features::press(e::want_taps, Right::facilitator, this, session, &RunSheet::want_taps)
          .otherwise("sessions.unknown")};
}

std::vector<core::Phase> RunSheet::phases_of(const Subject& subject) const {
  auto phases = practice_of(subject.plan, subject.programme).phases;
  if (const auto usual = programmes_.find(std::string(free_topics));
      phases.empty() && usual != programmes_.end())
    phases = usual->second.usual.phases;
  return phases;
}

std::optional<core::Message> next_run_sheet(SessionStore& store, const core::Programmes& programmes,
                                            const core::Directory& people, const core::Group& group,
                                            const std::vector<core::Block>& brought, Instant now,
                                            Language language) {
  Planner planner(store, programmes);
  const auto ahead = planner.coming(group, now);
  if (ahead.empty()) return std::nullopt;
  const Subject subject = planner.subject_of(ahead.front(), group);
  auto first = said_lead(store, people, subject.session, group, language);
  first.insert(first.end(), brought.begin(), brought.end());
  return run_sheet(subject, RunSheet(store, planner, programmes, {}).phases_of(subject), first, language);
}

std::optional<core::Message> method_cards(const core::Programmes& programmes,
                                          const core::Programme* programme, Language language) {
  if (!programme || programme->methods.empty()) {
    const auto usual = programmes.find(std::string(free_topics));
    if (usual == programmes.end() || usual->second.methods.empty()) return std::nullopt;
    programme = &usual->second;
  }
  core::Message message;
  for (const core::Method& method : programme->methods)
    for (core::Block& block : method_card(method, language)) message.blocks.push_back(std::move(block));
  return message;
}

Reply RunSheet::sheet(core::Context& context, const Here& who, const core::CommandLine&) {
  const auto ahead = planner_.coming(who.group, context.now());
  if (ahead.empty()) return whisper(who.language(), "sessions.sheet.none");
  const Subject subject = planner_.subject_of(ahead.front(), who.group);
  const auto phases = phases_of(subject);
  auto first = said_lead(store_, context.people(), subject.session, who.group, who.language());
  std::ranges::move(said_by(brought_, context.people(), subject.session.id, who.language()),
                    std::back_inserter(first));
  core::Message message = run_sheet(subject, phases, first, who.language());
  if (phases.size() > 1)
    message.blocks.emplace_back(core::Actions{
        {events::want_taps.button(core::text(who.language(), "sessions.sheet.taps"), subject.session.id)}});
  return whisper(std::move(message));
}

Reply RunSheet::card(core::Context&, const Here& who, const Card& card) {
  const Language language = who.language();
  const Subject subject = planner_.subject_of(card.session, who.group);
  const auto which = static_cast<std::size_t>(card.which);
  core::Message message;
  if (card.kind == "method" && subject.programme && which < subject.programme->methods.size()) {
    message.blocks = method_card(subject.programme->methods[which], language);
    return whisper(std::move(message));
  }
  if (card.kind == "case" && subject.programme && which < subject.programme->cases.size()) {
    const core::Case& made_up = subject.programme->cases[which];
    message.blocks.emplace_back(core::Heading{made_up.title.in(language)});
    message.blocks.emplace_back(core::Paragraph{{Span(made_up.text.in(language))}});
    core::note(message, language, "sessions.sheet.made_up");
    return whisper(std::move(message));
  }
  return whisper(language, "sessions.sheet.no_card");
}

}  // namespace sessions
