#include "bot/features/sessions/plan.hpp"

#include "bot/core/group_time.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/written_time.hpp"
#include "bot/features/sessions/changes.hpp"
#include "bot/features/sessions/events.hpp"
#include "bot/features/sessions/leading.hpp"
#include "bot/features/sessions/wording.hpp"

namespace sessions {
namespace {

using core::Instant;
using core::Language;
using core::Reply;
using core::Session;
using core::whisper;
using features::Given;
using features::Here;
using features::Right;

constexpr std::size_t on_the_list = 10;
constexpr core::Minutes usual_length{90};

// What is said of one more session: a week alone is the group's weekday in it, and what is not said of the
// time of day is as the group's always is. Nothing: the day or the time is missing.
std::optional<TimeSpan> span_said(const core::WrittenTime& said, const core::Group& group) {
  const auto& rhythm = group.cadence;
  auto day = said.date;
  if (!day && said.week && rhythm)
    day = core::Date{std::chrono::sys_days{*said.week} + (rhythm->weekday - std::chrono::Monday)};
  const auto time = said.time ? said.time : rhythm ? std::optional(rhythm->start) : std::nullopt;
  if (!day || !time || said.contradicts) return std::nullopt;
  const core::Minutes length = rhythm ? rhythm->length : usual_length;
  const core::Local starts = core::at(*day, *time);
  return TimeSpan{starts, said.ends ? core::at(*day, *said.ends) : starts + length};
}

std::string day_of(const Session& session, const core::Group& group) {
  return core::date_text(local_date(group, session.starts));
}

// With its year where that is not today's.
std::string moment_and_year(Language language, const core::Group& group, Instant at, Instant now) {
  const core::Local local = core::Zone::named(group.zone).to_local(at);
  return core::text(language, "date.moment",
                    {{"date", core::say_date(language, core::date_of(local), local_date(group, now))},
                     {"time", core::say_time(language, local)}});
}

core::Button to_plan(const core::Group& group, Language language, std::string_view label_key) {
  // texts: sessions.plan.*
  return core::events::say.button(core::text(language, label_key), "plan " + group.key);
}

}  // namespace

std::vector<features::CommandSpec> Plan::commands() {
  return {{"plan", {"plan", "plan", "plan"}, Right::facilitator, features::by(this, &Plan::command)}};
}

std::vector<features::EventRow> Plan::events() {
  namespace e = sessions::events;
  using features::press;
  using features::the_group;
  return {
      press(e::add, Right::facilitator, this, the_group, &Plan::form),
      features::submit(e::add, Right::facilitator, this, the_group, &Plan::form_sent),
      press(e::add_now, Right::facilitator, this, &Plan::wish, &Plan::add),
      press(e::restore, Right::facilitator, this, &Plan::cancelled_one, &Plan::ask_restore, &Plan::too_late)
          .otherwise("sessions.unknown"),
      press(e::restore_now, Right::facilitator, this, &Plan::cancelled_one, &Plan::restore, &Plan::too_late)
          .otherwise("sessions.unknown")};
}

// plan | plan 24.11 13.00-14.30
Reply Plan::command(core::Context& context, const Here& who, const core::CommandLine& line) {
  const core::Zone zone = core::Zone::named(who.group.zone);
  auto words = line.plain();
  drop_new_session(words);
  if (words.empty()) return list(context, who);
  std::size_t at = 0;
  const auto said = core::read_time(words, at, core::local_date(who.group, context.now()));
  const auto wanted = span_said(said, who.group);
  if (at < words.size() && means_all(line)) return one_at_a_time(who, "sessions.plan.all");
  if (at < words.size() || !wanted) {
    Reply asked = form(context, who, who.group.id);
    asked.form->intro = core::rich(who.language(), "sessions.plan.unclear");
    std::string typed;
    for (const std::string& word : words) typed += (typed.empty() ? "" : " ") + word;
    core::Input& when = asked.form->inputs.front();
    if (core::letters_in(typed) <= static_cast<std::size_t>(when.max_length))
      when.initial = {std::move(typed)};
    return asked;
  }
  const auto [starts, ends] = instants_of(*wanted, zone);
  if (const auto wrong = problem(context, who.group, starts, ends); !wrong.empty())
    return whisper(who.language(), wrong);  // texts: sessions.move.* sessions.plan.*
  return propose(context, who, starts, ends);
}

Reply Plan::list(core::Context& context, const Here& who) {
  const core::Group& group = who.group;
  const Language language = who.language();
  core::Message message;
  auto& blocks = message.blocks;
  core::head(blocks, language, "sessions.plan.title", {{"group", group.name}});
  std::vector<Session> shown;
  for (Session& session : store_.of_group(group.id, context.now(), context.now() + farthest))
    if (shown.size() < on_the_list && session.number > 0 && session.state != Session::State::held)
      shown.push_back(std::move(session));
  if (shown.empty()) core::say(blocks, language, "sessions.plan.none");
  auto holidays = planner_.holidays(group, context.now());
  const auto say_holidays = [&](Instant before) {
    while (!holidays.empty() && holidays.front().starts < before) {
      blocks.emplace_back(
          core::Paragraph{listed_holiday(holidays.front().date, *holidays.front().holiday, language)});
      holidays.erase(holidays.begin());
    }
  };
  for (const Session& session : shown) {
    say_holidays(session.starts);
    const bool off = session.state == Session::State::cancelled;
    core::Rich line = listed_session(planner_.subject_of(session, group), {}, language, context.now());
    if (off) line.emplace_back(" · " + core::text(language, "sessions.plan.off"));
    if (session.extra) line.emplace_back(" · " + core::text(language, "sessions.plan.extra"));
    if (const core::Person* lead = off ? nullptr : lead_of(store_, context.people(), session, group))
      line.emplace_back(" · " + core::text(language, "sessions.plan.lead", {{"name", lead->name}}));
    blocks.emplace_back(core::Paragraph{std::move(line)});
    core::Actions actions;
    const std::string meant = group.key + " " + day_of(session, group);  // in its own channel, too
    if (off) {
      actions.buttons.push_back(events::restore.button(core::text(language, "sessions.plan.restore"),
                                                       session.id, session.revision));
    } else {
      actions.buttons.push_back(
          core::events::say.button(core::text(language, "sessions.plan.move"), "flytt " + meant));
      actions.buttons.push_back(
          core::events::say.button(core::text(language, "sessions.plan.cancel"), "avlys " + meant));
    }
    blocks.emplace_back(std::move(actions));
  }
  blocks.emplace_back(core::Divider{});
  blocks.emplace_back(core::Actions{
      {events::add.button(core::text(language, "sessions.plan.add"), group.id, core::Button::Style::primary),
       core::events::say.button(core::text(language, "sessions.plan.group"), "gruppe " + group.key)}});
  return whisper(std::move(message));
}

Reply Plan::form(core::Context&, const Here& who, const core::GroupId&) {
  const Language language = who.language();
  core::Form form = events::add.form(who.group.id);
  form.title = core::text(language, "sessions.plan.add");
  form.intro = core::rich(language, "sessions.plan.add.intro");
  core::Input when = core::required("when", core::text(language, "sessions.plan.when"));
  when.hint = core::text(language, "sessions.plan.when_hint");
  when.max_length = 80;
  form.inputs = {std::move(when)};
  form.submit = core::text(language, "sessions.plan.preview");
  return core::open_form(std::move(form));
}

Reply Plan::form_sent(core::Context& context, const Here& who, const core::GroupId&, const Given& given) {
  const core::Zone zone = core::Zone::named(who.group.zone);
  const auto said =
      core::time_in(core::value_of(given.filled, "when"), core::local_date(who.group, context.now()));
  Reply wrong;
  std::string trouble = "sessions.plan.unclear";
  if (const auto wanted = said ? span_said(*said, who.group) : std::nullopt) {
    const auto [starts, ends] = instants_of(*wanted, zone);
    trouble = problem(context, who.group, starts, ends);
    if (trouble.empty()) return propose(context, who, starts, ends);
  }
  wrong.errors["when"] = core::text(who.language(), trouble);
  return wrong;
}

std::string Plan::problem(core::Context& context, const core::Group& group, Instant starts, Instant ends) {
  if (starts <= context.now()) return "sessions.move.past";
  if (starts > context.now() + farthest) return "sessions.plan.far";
  if (ends <= starts) return "sessions.plan.unclear";
  for (const Session& other : planner_.coming(group, context.now()))
    if (overlaps(other, starts, ends)) return "sessions.move.clash";
  return closing_problem(group, starts, ends);
}

Reply Plan::propose(core::Context& context, const Here& who, Instant starts, Instant ends) {
  const Language language = who.language();
  Session session;
  session.group = who.group.id;
  session.starts = starts;
  session.ends = ends;
  core::Message message;
  core::say(message, language, "sessions.plan.add.ask",
            {{"when", say_when_and_year(session, who.group, language, context.now())}});
  core::List odd;
  for (std::string& caution : cautions(starts, ends, who.group, language))
    odd.items.push_back({core::Span(std::move(caution), core::Span::Style::strong)});
  if (!odd.items.empty()) message.blocks.emplace_back(std::move(odd));
  const auto moments = planner_.moments_of(session, who.group);
  const Moment* invited = find(moments, "invitation");
  const bool at_once = invited && invited->at <= context.now();
  if (at_once)
    core::say(message, language, "sessions.plan.add.now");
  else if (invited)
    core::say(message, language, "sessions.plan.add.later",
              {{"when", moment_and_year(language, who.group, invited->at, context.now())}});
  message.blocks.emplace_back(
      core::Actions{{events::add_now.button(core::text(language, "sessions.plan.add.yes"), who.group.id,
                                            starts, ends, core::Button::Style::primary),
                     to_plan(who.group, language, "sessions.plan.no")}});
  return whisper(std::move(message));
}

std::optional<Plan::Wish> Plan::wish(const core::GroupId& group, const Instant& starts, const Instant& ends) {
  return Wish{group, starts, ends};
}

Reply Plan::add(core::Context& context, const Here& who, const Wish& wish) {
  if (const auto wrong = problem(context, who.group, wish.starts, wish.ends); !wrong.empty()) {
    for (const Session& other : planner_.coming(who.group, context.now()))  // pressed twice
      if (other.starts == wish.starts && other.ends == wish.ends)
        return whisper(who.language(), "sessions.plan.is_on",
                       {{"when", say_when(other, who.group, who.language())}});
    return whisper(who.language(), wrong);
  }
  const core::SessionId id = planner_.add(context, who.group, wish.starts, wish.ends);
  const auto added = store_.find(id);
  Reply reply =
      whisper(who.language(), "sessions.plan.added",
              {{"when", say_when_and_year(added.value(), who.group, who.language(), context.now())}});
  reply.whisper.own().blocks.emplace_back(
      core::Actions{{to_plan(who.group, who.language(), "sessions.plan.show")}});
  return reply;
}

std::optional<Plan::Back> Plan::cancelled_one(const core::SessionId& id, const int& revision) {
  auto session = store_.find(id);
  return session ? std::optional(Back{*std::move(session), revision}) : std::nullopt;
}

std::optional<Reply> Plan::too_late(core::Context& context, const Here& who, const Back& back) {
  const core::Args when{{"when", say_when(back.session, who.group, who.language())}};
  if (back.session.state == Session::State::planned)
    return whisper(who.language(), "sessions.plan.is_on", when);
  if (back.session.starts <= context.now() || back.session.number == 0)
    return whisper(who.language(), "sessions.is_over", when);
  if (back.session.revision != back.revision) return whisper(who.language(), "sessions.stale");
  for (const Session& other : planner_.coming(who.group, context.now()))
    if (other.starts < back.session.ends && back.session.starts < other.ends)
      return whisper(who.language(), "sessions.move.clash");
  // texts: sessions.move.in_pause sessions.move.closed
  if (const auto problem = closing_problem(who.group, back.session.starts, back.session.ends);
      !problem.empty())
    return whisper(who.language(), problem);
  return std::nullopt;
}

Reply Plan::ask_restore(core::Context& context, const Here& who, const Back& back) {
  const Language language = who.language();
  Session again = back.session;
  again.state = Session::State::planned;
  const bool told = planner_.told(again, who.group, context.now());
  Reply reply =
      whisper(language, "sessions.plan.restore.ask", {{"when", say_when(back.session, who.group, language)}});
  core::Message& said = reply.whisper.own();
  // texts: sessions.plan.restore.quiet*
  core::say(
      said, language,
      told ? "sessions.plan.restore.told" : quietly("sessions.plan.restore.quiet", back.session, who.group));
  said.blocks.emplace_back(
      core::Actions{{events::restore_now.button(core::text(language, "sessions.plan.restore.yes"),
                                                back.session.id, back.revision, core::Button::Style::primary),
                     to_plan(who.group, language, "sessions.plan.no")}});
  return reply;
}

Reply Plan::restore(core::Context& context, const Here& who, const Back& back) {
  const Session session = planner_.restore(context, who.group, back.session);
  return whisper(who.language(), "sessions.plan.restored",
                 {{"when", say_when(session, who.group, who.language())}});
}

}  // namespace sessions
