#include "bot/features/sessions/changes.hpp"

#include <algorithm>
#include <utility>

#include "bot/core/group_time.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/sessions/events.hpp"
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

constexpr std::size_t offered = 12;  // sessions in a form's choice

// The first session that it may be: of that day, on such a weekday, on such a day of a month, in that week or
// month.
const Session* meant(const std::vector<Session>& sessions, const core::Zone& zone,
                     const core::WrittenTime& said) {
  const auto fits = [&](const Session& session) {
    const std::chrono::sys_days day = std::chrono::floor<std::chrono::days>(
        std::chrono::sys_seconds{zone.to_local(session.starts).time_since_epoch()});
    if (const auto all = said.all_days())
      return day >= std::chrono::sys_days{all->first} && day <= std::chrono::sys_days{all->last};
    if (said.weekday_alone) return std::chrono::weekday{day} == *said.weekday;
    if (said.day_alone)
      return core::Date{day}.day() == said.date->day() &&
             (!said.weekday || std::chrono::weekday{day} == *said.weekday);
    return !said.contradicts && said.date && core::Date{day} == *said.date;
  };
  const auto found = std::ranges::find_if(sessions, fits);
  return found == sessions.end() ? nullptr : &*found;
}

std::vector<Session> first_of(std::vector<Session> sessions) {
  if (sessions.size() > offered) sessions.resize(offered);
  return sessions;
}

TimeSpan span_of(const Session& session, const core::Zone& zone) {
  return {zone.to_local(session.starts), zone.to_local(session.ends)};
}

// In the evening: when the group gets the news, so that whoever changed it can tell those who must know
// before.
Reply with_hearing(Reply reply, const core::Context& context, const Here& who, Instant before) {
  const Instant now = context.now(), heard = heard_at(who.group, now);
  if (heard > now && waits_for_quiet(who.group, now, before))
    core::say(reply.whisper.own(), who.language(), "sessions.told_later",
              {{"when", core::say_moment(who.language(), who.group, heard)}});
  return reply;
}

}  // namespace

std::optional<Reply> passed(Instant now, Language language, const Session& session, const core::Group& group,
                            Instant limit) {
  if (session.state == Session::State::cancelled)
    return whisper(language, "sessions.is_cancelled", {{"when", say_when(session, group, language)}});
  if (limit <= now || session.state == Session::State::held)
    return whisper(language, "sessions.is_over", {{"when", say_when(session, group, language)}});
  return std::nullopt;
}

Reply one_at_a_time(const Here& who, std::string_view text_key) {
  // texts: sessions.move.all sessions.plan.all
  Reply reply = whisper(who.language(), std::string(text_key));
  reply.whisper.own().blocks.emplace_back(core::Actions{{core::events::say.button(
      core::text(who.language(), "sessions.plan.group"), "gruppe " + who.group.key)}});
  return reply;
}

std::vector<features::CommandSpec> Changes::commands() {
  using features::by;
  return {{"move", {"flytt", "flytt", "move"}, Right::facilitator, by(this, &Changes::move_command)},
          {"cancel",
           {"avlys", "avlys", "cancel-session", "avlyse"},
           Right::facilitator,
           by(this, &Changes::cancel_command)}};
}

std::vector<features::EventRow> Changes::events() {
  namespace e = sessions::events;
  using features::submit;
  using features::the_group;
  const auto to_cancel = [](Changes* all, const core::SessionId& id, const std::optional<int>& revision) {
    return all->previewed(id, revision, {}, {});
  };
  return {features::press(e::cancel_now, Right::facilitator, this, to_cancel, &Changes::cancel_now,
                          &Changes::stale_to_cancel)
              .otherwise("sessions.unknown"),
          features::press(e::move_now, Right::facilitator, this, &Changes::previewed, &Changes::move_now,
                          &Changes::stale)
              .otherwise("sessions.unknown"),
          features::press(e::keep, Right::facilitator, this, &Changes::find, &Changes::keep, &Changes::over)
              .otherwise("sessions.unknown"),
          features::press(e::not_held, Right::facilitator, this, &Changes::find, &Changes::ask_not_held,
                          &Changes::not_over)
              .otherwise("sessions.unknown"),
          features::press(e::not_held_now, Right::facilitator, this, &Changes::find, &Changes::not_held,
                          &Changes::not_over)
              .otherwise("sessions.unknown"),
          features::press(e::was_held, Right::facilitator, this, &Changes::find, &Changes::was_held,
                          &Changes::not_over)
              .otherwise("sessions.unknown"),
          submit(e::move, Right::facilitator, this, the_group, &Changes::move_form_sent),
          submit(e::cancel, Right::facilitator, this, the_group, &Changes::cancel_form_sent)};
}

std::optional<Reply> Changes::begun(core::Context& context, const Here& who, const Session& session) {
  return passed(context.now(), who.language(), session, who.group, session.starts);
}
std::optional<Reply> Changes::over(core::Context& context, const Here& who, const Session& session) {
  return passed(context.now(), who.language(), session, who.group, session.ends);
}

Reply Changes::cancel_now(core::Context& context, const Here& who, const Previewed& seen) {
  const Session& session = seen.session;
  const std::string when = say_when(session, who.group, who.language());
  const bool told = planner_.told(session, who.group, context.now());
  planner_.cancel(context, who.group, session);
  // texts: sessions.cancel.done_quietly*
  if (!told)
    return whisper(who.language(), quietly("sessions.cancel.done_quietly", session, who.group),
                   {{"when", when}});
  return with_hearing(whisper(who.language(), "sessions.cancel.done", {{"when", when}}), context, who,
                      session.starts);
}

Reply Changes::move_now(core::Context& context, const Here& who, const Previewed& seen) {
  const Language language = who.language();
  // texts: sessions.move.*
  if (const auto problem = move_problem(context, seen.session, who.group, seen.starts, seen.ends);
      !problem.empty())
    return whisper(language, problem);
  const bool told = planner_.told(seen.session, who.group, context.now());
  const Session changed = planner_.move(context, who.group, seen.session, seen.starts, seen.ends);
  const std::string when = say_when(changed, who.group, language);
  // texts: sessions.move.done_quietly*
  if (!told)
    return whisper(language, quietly("sessions.move.done_quietly", changed, who.group), {{"when", when}});
  return with_hearing(whisper(language, "sessions.move.done", {{"when", when}}), context, who,
                      std::min(seen.session.starts, changed.starts));
}

Reply Changes::keep(core::Context&, const Here& who, const Session& session) {
  return whisper(who.language(), "sessions.kept", {{"when", say_when(session, who.group, who.language())}});
}

std::optional<Reply> Changes::not_over(core::Context& context, const Here& who, const Session& session) {
  if (session.ends <= context.now()) return std::nullopt;
  if (session.starts <= context.now() && session.state == Session::State::planned)
    return propose_cancel(context, who, session);
  Reply reply = whisper(who.language(), "sessions.not_held.early",
                        {{"when", say_when(session, who.group, who.language())}});
  reply.whisper.own().blocks.emplace_back(core::Actions{{core::events::say.button(
      core::text(who.language(), "sessions.cancel.title"), "avlys " + who.group.key)}});
  return reply;
}
Reply Changes::ask_not_held(core::Context&, const Here& who, const Session& session) {
  return whisper(preview_not_held(planner_.subject_of(session, who.group), who.language()));
}
Reply Changes::not_held(core::Context& context, const Here& who, const Session& session) {
  planner_.set_held(context, who.group, session, false);
  return whisper(told_not_held(planner_.subject_of(session, who.group), who.language()));
}
Reply Changes::was_held(core::Context& context, const Here& who, const Session& session) {
  planner_.set_held(context, who.group, session, true);
  return whisper(who.language(), "sessions.was_held",
                 {{"when", say_when(session, who.group, who.language())}});
}

std::optional<Changes::Previewed> Changes::previewed(const core::SessionId& id, std::optional<int> revision,
                                                     Instant starts, std::optional<Instant> ends) {
  auto session = store_.find(id);
  if (!session) return std::nullopt;
  const Instant until = ends.value_or(starts + (session->ends - session->starts));
  return Previewed{*std::move(session), revision, starts, until};
}
std::optional<Reply> Changes::stale(core::Context& context, const Here& who, const Previewed& seen) {
  if (auto gone = begun(context, who, seen.session)) return gone;
  return stale_to_cancel(context, who, seen);
}
// One that goes on can be cancelled, and not moved; of one that is over meanwhile it is asked whether it was
// held.
std::optional<Reply> Changes::stale_to_cancel(core::Context& context, const Here& who,
                                              const Previewed& seen) {
  if (seen.session.state != Session::State::cancelled && seen.session.ends <= context.now())
    return ask_not_held(context, who, seen.session);
  if (auto gone = over(context, who, seen.session)) return gone;
  if (seen.revision == seen.session.revision) return std::nullopt;
  return whisper(who.language(), seen.session.starts == seen.starts && seen.session.ends == seen.ends
                                     ? "sessions.move.same"
                                     : "sessions.stale");
}

std::optional<Session> Changes::chosen(core::Context& context, const Here& who,
                                       const core::FormValues& values, Refusal refusal, Reply& wrong) {
  auto session = find(core::SessionId{core::value_of(values, "session")});
  if (!session || session->group != who.group.id) {
    wrong.errors["session"] = core::text(who.language(), "sessions.form.choose");
    return std::nullopt;
  }
  if (const auto gone = (this->*refusal)(context, who, *session)) {
    wrong.errors["session"] = core::plain_text(*gone->whisper);
    return std::nullopt;
  }
  return session;
}

Reply Changes::cancel_form_sent(core::Context& context, const Here& who, const core::GroupId&,
                                const Given& given) {
  Reply wrong;
  const auto session = chosen(context, who, given.filled, &Changes::over, wrong);
  if (!session) return wrong;
  return propose_cancel(context, who, *session);
}

Reply Changes::move_form_sent(core::Context& context, const Here& who, const core::GroupId&,
                              const Given& given) {
  Reply wrong;
  const auto session = chosen(context, who, given.filled, &Changes::begun, wrong);
  if (!session) return wrong;
  const core::Zone zone = core::Zone::named(who.group.zone);
  const auto wanted =
      span_from_form(core::value_of(given.filled, "when"), span_of(*session, zone), zone, context.now());
  std::string problem = "sessions.move.no_time";
  if (wanted) {
    const auto [starts, ends] = instants_of(*wanted, zone);
    problem = move_problem(context, *session, who.group, starts, ends);
    if (problem.empty()) return propose_move(context, who, *session, starts, ends);
  }
  // texts: sessions.move.*
  wrong.errors["when"] = core::text(who.language(), problem);
  return wrong;
}

std::vector<Session> Changes::ahead(const core::Group& group, Instant now) {
  auto sessions = planner_.coming(group, now);
  std::erase_if(sessions, [&](const Session& session) { return session.starts <= now; });
  return first_of(std::move(sessions));
}
std::vector<Subject> Changes::subjects(const std::vector<Session>& sessions, const core::Group& group) const {
  std::vector<Subject> found;
  for (const Session& session : sessions) found.push_back(planner_.subject_of(session, group));
  return found;
}

// The text key of what is wrong with the new time, or nothing.
std::string Changes::move_problem(core::Context& context, const Session& session, const core::Group& group,
                                  Instant starts, Instant ends) {
  if (starts <= context.now()) return "sessions.move.past";
  if (starts > context.now() + farthest) return "sessions.plan.far";
  if (ends <= starts) return "sessions.move.unclear";
  if (starts == session.starts && ends == session.ends) return "sessions.move.same";
  for (const Session& other : planner_.coming(group, context.now()))
    if (other.id != session.id && overlaps(other, starts, ends)) return "sessions.move.clash";
  return closing_problem(group, starts, ends);
}

Reply Changes::propose_move(core::Context& context, const Here& who, const Session& session, Instant starts,
                            Instant ends) {
  const core::Group& group = who.group;
  const Language language = who.language();
  std::vector<Session> between;
  for (const Session& other : planner_.coming(group, context.now()))
    if (other.id != session.id && (other.starts < session.starts) != (other.starts < starts))
      between.push_back(other);
  const auto told = [&](const Session& each) { return planner_.told(each, group, context.now()); };
  return whisper(preview_move(planner_.subject_of(session, group), starts, ends, context.now(), told(session),
                              subjects(between, group), told(session) || std::ranges::any_of(between, told),
                              language));
}

Reply Changes::propose_cancel(core::Context& context, const Here& who, const Session& session) {
  const core::Group& group = who.group;
  const Language language = who.language();
  return whisper(preview_cancel(planner_.subject_of(session, group), context.now(),
                                planner_.told(session, group, context.now()), language));
}

std::optional<Session> Changes::gone_on(const core::Group& group, const core::WrittenTime& said,
                                        Instant now) {
  if (!said.date || said.weekday_alone || said.day_alone || said.contradicts) return std::nullopt;
  const Instant from = core::midnight(group, *said.date);
  for (Session& session : store_.of_group(group.id, from, from + std::chrono::days{1}))
    if (session.number > 0 && (session.starts <= now || session.state != Session::State::planned))
      return std::move(session);
  return std::nullopt;
}

Reply Changes::move_command(core::Context& context, const Here& who, const core::CommandLine& line) {
  const core::Group& group = who.group;
  const Language language = who.language();
  const core::Zone zone = core::Zone::named(group.zone);
  const auto sessions = ahead(group, context.now());
  if (sessions.empty()) return whisper(language, "sessions.list.none");
  const core::Date today = core::local_date(group, context.now());
  MoveWords words = read_move(line, today);
  const bool next_one = words.next || (words.from.empty() && (!words.to.empty() || words.apart));
  const Session* session = next_one ? &sessions.front() : meant(sessions, zone, words.from);
  const auto form = [&](const std::string& intro) {
    return core::open_form(move_form(subjects(sessions, group), group, context.now(), language,
                                     session ? session->id.text : std::string(), intro));
  };
  if (!words.understood && means_all(line)) return one_at_a_time(who, "sessions.move.all");
  if (!words.understood) return form("sessions.move.unclear");
  if (!next_one && !words.from.date && !words.from.all_days()) return form("sessions.move.intro");
  if (auto gone = session ? std::nullopt : gone_on(group, words.from, context.now()))
    return begun(context, who, *gone).value();
  // "flytt torsdag kl 13.30", where none is: a time of day is of the new one.
  if (!session && words.from.time && words.to.empty() && !words.apart) {
    words.to = std::exchange(words.from, {});
    session = &sessions.front();
  }
  if (!session) return form("sessions.move.no_session");
  if (words.to.empty() && !words.from.time && !words.apart) return form("sessions.move.intro");
  const auto wanted = wanted_span(words, span_of(*session, zone), today);
  if (!wanted) return form("sessions.move.unclear");
  const auto [starts, ends] = instants_of(*wanted, zone);
  const std::string problem = move_problem(context, *session, group, starts, ends);
  // texts: sessions.move.*
  if (!problem.empty()) return whisper(language, problem);
  return propose_move(context, who, *session, starts, ends);
}

Reply Changes::cancel_command(core::Context& context, const Here& who, const core::CommandLine& line) {
  const core::Group& group = who.group;
  const Language language = who.language();
  const core::Zone zone = core::Zone::named(group.zone);
  const Instant now = context.now();
  const auto sessions = first_of(planner_.coming(group, now));
  if (sessions.empty()) return whisper(language, "sessions.list.none");
  MoveWords words = read_move(line, core::local_date(group, now));
  if (words.apart) words.understood = false;
  // "avlys samlingen" is one that goes on, and "avlys neste" is not.
  const bool goes_on = words.said_next && sessions.front().starts <= now;
  const Session* session = !words.next           ? meant(sessions, zone, words.from)
                           : !goes_on            ? &sessions.front()
                           : sessions.size() > 1 ? &sessions[1]
                                                 : nullptr;
  if (words.understood && words.to.empty() && session) return propose_cancel(context, who, *session);
  if (auto gone = words.understood && !session ? gone_on(group, words.from, now) : std::nullopt) {
    return gone->state == Session::State::cancelled ? over(context, who, *gone).value()
                                                    : ask_not_held(context, who, *gone);
  }
  const bool nothing_said = words.understood && words.from.empty() && words.to.empty();
  const bool other_day = words.understood && words.to.empty() && !words.from.empty();
  // texts: sessions.cancel.*
  return core::open_form(cancel_form(subjects(sessions, group), group, now, language,
                                     nothing_said ? "sessions.cancel.intro"
                                     : other_day  ? "sessions.cancel.no_session"
                                                  : "sessions.cancel.unclear"));
}

}  // namespace sessions
