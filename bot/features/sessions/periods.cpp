#include "bot/features/sessions/periods.hpp"

#include <algorithm>

#include "bot/core/coordinators.hpp"
#include "bot/core/group_due.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/sessions/events.hpp"
#include "bot/features/sessions/feature.hpp"

namespace sessions {
namespace {

using core::Instant;
using core::Language;
using core::Reply;
using core::whisper;
using features::Given;
using features::Here;
using features::Right;
using std::chrono::days;

// Asked at the end, then after a week, then every second week; the third time coordinators hear of it, and
// after the fifth the question waits in /refleks status.
constexpr days ask_again{7}, ask_once_more{14};
constexpr int coordinators_hear = 3, asked_most = 5;
constexpr int worth_asking = 2;  // sessions that were held, for questions about all of them

std::string run_key(std::string_view kind, const Run& run) {
  return std::string(kind) + ":" + run.group.text + ":" + std::to_string(run.number);
}

Reply with_way_in(Reply reply, const Here& who) {
  reply.whisper.own().blocks.emplace_back(core::Actions{{core::events::say.button(
      core::text(who.language(), "sessions.period.see"), "periode " + who.group.key)}});
  return reply;
}

}  // namespace

std::vector<features::CommandSpec> Periods::commands() {
  using features::by;
  return {{"period", {"periode", "periode", "period"}, Right::participant, by(this, &Periods::tell)}};
}

std::vector<features::EventRow> Periods::events() {
  namespace e = sessions::events;
  using features::press;
  const auto picking = [](Periods* all, const core::GroupId& group, int number, const std::string& programme,
                          Instant from) { return all->choosing(group, number, programme, from); };
  const auto way = [](Periods* all, const core::GroupId& group, int number, const std::string& kind) {
    return all->choosing(group, number, kind, {});
  };
  return {press(e::next_period, Right::facilitator, this, way, &Periods::open, &Periods::stale_choice),
          features::submit(e::begin_period, Right::facilitator, this, &Periods::find, &Periods::begin,
                           &Periods::stale),
          features::submit(e::pick_themes, Right::facilitator, this, picking, &Periods::pick,
                           &Periods::stale_choice),
          press(e::stop_group, Right::facilitator, this, &Periods::find, &Periods::ask_stop, &Periods::stale),
          press(e::stop_now, Right::facilitator, this, &Periods::find, &Periods::stop, &Periods::stale),
          press(e::go_on, Right::facilitator, this, &Periods::find, &Periods::go_on)};
}

Period Periods::period_of(const Run& run, const core::Group& group) {
  const auto all = planner_.sessions_of(run);
  const auto held = std::ranges::count(all, core::Session::State::held, &core::Session::state);
  return {run, group, planner_.programme_of(run), static_cast<int>(held), std::nullopt};
}

// --- the end

void Periods::due(core::Context& context, const core::GroupId& id) {
  const core::Group& group = core::group_due(context, id);
  Run run = planner_.run_of(group);
  if (!planner_.is_over(run, context.now())) return;
  if (run.state != Run::State::running && run.state != Run::State::over) return;
  const auto all = planner_.sessions_of(run);
  run.state = Run::State::over;
  run.to = all.back().ends;
  ++run.asked;
  store_.save(run);
  if (run.asked == 1 && over_ && period_of(run, group).held >= worth_asking)
    over_(context, group, run.number);
  if (run.asked == 1)
    context.post({run_key("period-over", run), group.destination(),
                  period_over(period_of(run, group), group.language), true});
  ask(context, group, run);
  if (run.asked >= asked_most) return;
  context.arrange({std::string(period_job) + ":" + group.id.text, std::string(period_job), group.id.text,
                   context.now() + (run.asked == 1 ? ask_again : ask_once_more)});
}

void Periods::ask(core::Context& context, const core::Group& group, const Run& run) {
  const std::string key = run_key("period", run) + ":" + std::to_string(run.asked);
  const auto facilitators = context.people().with_role(group, core::Role::facilitator);
  for (const core::Person* person : facilitators)
    context.post(core::of_group(
        group.id, core::may_wait({key + ":" + person->id.text, core::destination_of(*person),
                                  what_next(period_of(run, group), person->language, run.asked > 1), true})));
  if (facilitators.empty() || run.asked == coordinators_hear)
    for (const core::Person* person : context.people().coordinators())
      context.post(core::of_group(
          core::coordinators_alone,
          core::may_wait({key + ":" + person->id.text, core::destination_of(*person),
                          what_next(period_of(run, group), person->language, run.asked > 1), true})));
}

void Periods::answered(core::Context& context, const Here& who, const Run& run, std::string_view text) {
  auto asked = context.people().with_role(who.group, core::Role::facilitator);
  for (const core::Person* person : context.people().coordinators())
    if (std::ranges::find(asked, person) == asked.end()) asked.push_back(person);
  for (const core::Person* person : asked) {
    // texts: sessions.period.answered, sessions.period.answered.stopped
    core::Message message;
    core::say(message, person->language, text,
              {{"group", who.group.name},
               {"by", who.person.name},
               {"programme", title_of(period_of(planner_.run_of(who.group), who.group), person->language)}});
    for (int time = 1; time <= run.asked; ++time)
      context.update(run_key("period", run) + ":" + std::to_string(time) + ":" + person->id.text, message);
  }
}

void Periods::status(core::Context& context, const Here& who, std::vector<core::Block>& blocks) {
  const Run run = planner_.run_of(who.group);
  if (run.state == Run::State::running) {
    if (!planner_.is_over(run, context.now())) return;
  }
  const bool may = core::may(who.person, who.group, core::Role::facilitator);
  core::say(blocks, who.language(),
            run.state == Run::State::stopped ? "sessions.period.is_stopped"
            : may                            ? "sessions.period.ways.over"
                                             : "sessions.period.is_over");
  if (may)
    blocks.emplace_back(core::Actions{{core::events::say.button(
        core::text(who.language(), "sessions.period.see"), "periode " + who.group.key)}});
}

// --- what comes next

Reply Periods::tell(core::Context& context, const Here& who, const core::CommandLine&) {
  Period period = period_of(planner_.run_of(who.group), who.group);
  const auto ahead = planner_.coming(who.group, context.now());
  if (!ahead.empty()) period.next = ahead.front().starts;
  return whisper(where_we_are(period, who.language(),
                              core::may(who.person, who.group, core::Role::facilitator) &&
                                  store_.run(who.group.id, period.run.number)));
}

std::optional<Periods::Choosing> Periods::choosing(const core::GroupId& group, int number, std::string word,
                                                   Instant from) {
  auto run = find(group, number);
  return run ? std::optional(Choosing{*std::move(run), std::move(word), from}) : std::nullopt;
}
std::optional<Reply> Periods::stale(core::Context&, const Here& who, const Run& run) {
  const Run newest = planner_.run_of(who.group);
  if (newest.number == run.number) return std::nullopt;
  return with_way_in(whisper(who.language(), "sessions.period.already",
                             {{"programme", title_of(period_of(newest, who.group), who.language())}}),
                     who);
}
std::optional<Reply> Periods::stale_choice(core::Context& context, const Here& who,
                                           const Choosing& choosing) {
  return stale(context, who, choosing.run);
}

Reply Periods::open(core::Context& context, const Here& who, const Choosing& choosing) {
  const auto starts = planner_.possible_starts(who.group, context.now());
  if (starts.empty()) return whisper(who.language(), "sessions.period.no_times");
  return core::open_form(next_form(period_of(choosing.run, who.group), programmes_, starts, context.now(),
                                   choosing.word, who.language()));
}

Reply Periods::begin(core::Context& context, const Here& who, const Run& run, const Given& given) {
  const Language language = who.language();
  const auto starts = planner_.possible_starts(who.group, context.now());
  const auto chosen = programmes_.find(core::value_of(given.filled, "programme"));
  const std::string from = core::value_of(given.filled, "from");
  const auto first =
      std::ranges::find_if(starts, [&](Instant start) { return core::to_text(start) == from; });
  Reply wrong;
  if (chosen == programmes_.end())
    wrong.errors["programme"] = core::text(language, "sessions.period.form.choose");
  if (first == starts.end()) wrong.errors["from"] = core::text(language, "sessions.period.form.choose");
  if (!wrong.errors.empty()) return wrong;
  if (chosen->second.pick && chosen->second.sessions.size() > 1)
    return core::open_form(themes_form(period_of(run, who.group), chosen->second, *first, language));
  return begin_now(context, who, chosen->first, {}, *first);
}

Reply Periods::pick(core::Context& context, const Here& who, const Choosing& choosing, const Given& given) {
  const Language language = who.language();
  const auto starts = planner_.possible_starts(who.group, context.now());
  const auto chosen = programmes_.find(choosing.word);
  if (chosen == programmes_.end() || std::ranges::find(starts, choosing.from) == starts.end())
    return with_way_in(whisper(language, "sessions.period.too_late"), who);
  std::vector<int> plans;
  for (std::size_t i = 1; i <= chosen->second.sessions.size(); ++i)
    if (core::is_chosen(given.filled, "themes", std::to_string(i))) plans.push_back(static_cast<int>(i));
  if (plans.empty()) {
    Reply wrong;
    wrong.errors["themes"] = core::text(language, "sessions.period.form.choose");
    return wrong;
  }
  return begin_now(context, who, chosen->first, std::move(plans), choosing.from);
}

Reply Periods::begin_now(core::Context& context, const Here& who, const std::string& programme,
                         std::vector<int> plans, Instant from) {
  const Run before = planner_.run_of(who.group);
  const Run run = planner_.begin(context, who.group, programme, std::move(plans), from);
  answered(context, who, before, "sessions.period.answered");
  const Period period = period_of(run, who.group);
  context.post({run_key("period-new", run), who.group.destination(),
                period_begins(period, from, who.group.language), true});
  const core::Local local = core::Zone::named(who.group.zone).to_local(from);
  return whisper(
      who.language(), "sessions.period.begun",
      {{"programme", title_of(period, who.language())}, {"when", core::say_moment(who.language(), local)}});
}

Reply Periods::ask_stop(core::Context& context, const Here& who, const Run& run) {
  if (run.state == Run::State::stopped) return whisper(who.language(), "sessions.period.is_stopped");
  Period period = period_of(run, who.group);
  const auto ahead = planner_.coming(who.group, context.now());
  if (!ahead.empty()) period.next = ahead.front().starts;
  return whisper(sessions::ask_stop(period, who.language()));
}

Reply Periods::stop(core::Context& context, const Here& who, const Run& run) {
  if (run.state == Run::State::stopped) return whisper(who.language(), "sessions.period.is_stopped");
  planner_.stop(context, who.group, who.person.id);
  answered(context, who, run, "sessions.period.answered.stopped");
  context.post({run_key("period-stopped", run), who.group.destination(),
                group_stopped(period_of(run, who.group), who.group.language), true});
  return with_way_in(whisper(who.language(), "sessions.period.stop.done", {{"group", who.group.name}}), who);
}

void Periods::ended(core::Context& context, const core::GroupStopped& stopped) {
  const core::Group* group = context.people().group(stopped.group);
  const core::Person* by = context.people().person(stopped.by);
  if (!group) return;
  Run run = planner_.run_of(*group);
  const bool stays = run.state == Run::State::stopped && run.to == context.now();  // stop() did it just now
  const bool was_over = run.state == Run::State::stopped;
  const bool heard = planner_.ended(context, stopped.group);
  // Where no session is called off they would wait for the next one.
  if (!was_over && !heard)
    context.post(core::of_group(core::everybody, {run_key("group-over", run), group->destination(),
                                                  group_over(*group, group->language), true}));
  if (!by) return;
  const std::string key = run_key(stays ? "group-ended" : "group-gone", run) + ":";
  const auto tell = [&](const core::Person& person, const core::GroupId& of) {
    if (person.id != by->id)
      context.post(core::of_group(of, {key + person.id.text, core::destination_of(person),
                                       group_ended(*group, *by, stays, person.language), true}));
  };
  // They are not in the channel.
  const auto leaders = context.people().with_role(*group, core::Role::leader);
  for (const core::Person* leader : leaders) tell(*leader, stays ? group->id : core::everybody);
  for (const core::Person* coordinator : context.people().coordinators())
    if (std::ranges::find(leaders, coordinator) == leaders.end())
      tell(*coordinator, core::coordinators_alone);
}

Reply Periods::go_on(core::Context&, const Here& who, const Run& run) {
  if (run.state == Run::State::stopped) return whisper(who.language(), "sessions.period.is_stopped");
  return whisper(who.language(), "sessions.period.goes_on");
}

bool waits_for_choice(SessionStore& store, const core::Programmes& programmes, const core::Group& group,
                      Instant now) {
  Planner planner(store, programmes);
  const Run run = planner.run_of(group);
  const bool open = run.state == Run::State::running || run.state == Run::State::over;
  return open && run.asked < asked_most && planner.is_over(run, now);
}

}  // namespace sessions
