#include "bot/features/sessions/feature.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "bot/core/reply.hpp"
#include "bot/features/sessions/calendar.hpp"
#include "bot/features/sessions/planning.hpp"
#include "bot/features/sessions/wording.hpp"

namespace sessions {
namespace {

using core::Instant;
using core::Language;
using core::Reply;
using core::Session;
using core::whisper;
using features::CommandSpec;
using features::Here;
using features::Who;
using std::chrono::days;
using std::chrono::hours;

constexpr std::size_t listed = 5;                      // sessions in the list
constexpr std::size_t offered = 12;                    // sessions in a form's choice
constexpr auto plan_time = std::chrono::minutes{150};  // 02:30 UTC: when nothing else happens
constexpr auto fresh =
    std::chrono::minutes{5};  // handled later than this, a message says what others may not have said

class Sessions final : public features::Feature {
 public:
  Sessions(SessionStore& store, const core::Programmes& programmes, Options options)
      : store_(store),
        planner_(store, programmes),
        calendar_(store, planner_, std::move(options.calendar_address)) {}

  std::string_view name() const override { return "sessions"; }

  std::vector<CommandSpec> commands() override {
    using features::by;
    return {{"sessions",
             {"samlinger", "samlingar", "sessions"},
             core::Role::participant,
             by(this, &Sessions::list)},
            {"move", {"flytt", "flytt", "move"}, core::Role::facilitator, by(this, &Sessions::move_command)},
            {"cancel",
             {"avlys", "avlyse", "cancel-session"},
             core::Role::facilitator,
             by(this, &Sessions::cancel_command)},
            {"calendar",
             {"kalender", "kalender", "calendar"},
             core::Role::participant,
             by(&calendar_, &Calendar::show)}};
  }

  Reply press(core::Context& context, const Who& who, const core::Press& press) override {
    if (auto reply = calendar_.press(context, who, press)) return *reply;
    const Language language = who.language();
    const Asked asked = asked_in(press.value);
    const auto session = store_.find(asked.session);
    const core::Group* group = session ? context.people().group(session->group) : nullptr;
    if (!group) return whisper(language, "sessions.unknown");
    if (press.name == "sessions/coming" || press.name == "sessions/not_coming")
      return attend(context, who, *session, *group, press.name == "sessions/coming");
    if (auto refused = refusal(who, *group)) return *refused;
    if (press.name == "sessions/keep")
      return whisper(language, "sessions.kept", {{"when", say_when(*session, *group, language)}});
    if (press.name == "sessions/move_now") return move(context, who, *session, *group, asked);
    if (press.name == "sessions/cancel_now") return cancel(context, who, *session, *group, asked);
    return whisper(language, "unknown.button");
  }

  Reply submit(core::Context& context, const Who& who, const core::Submit& submit) override {
    const Language language = who.language();
    const core::Group* group = context.people().group(core::GroupId{submit.state});
    if (!group) return whisper(language, "sessions.unknown");
    if (auto refused = refusal(who, *group)) return *refused;
    const auto session = store_.find(core::SessionId{core::value_of(submit.values, "session")});
    Reply wrong;
    if (!session || session->group != group->id) {
      wrong.errors["session"] = core::text(language, "sessions.form.choose");
      return wrong;
    }
    if (auto gone = passed(context, language, *session, *group)) {
      wrong.errors["session"] = core::plain_text(*gone->whisper);
      return wrong;
    }
    if (submit.name == "sessions/cancel") return propose_cancel(context, *session, *group, language);
    if (submit.name != "sessions/move") return whisper(language, "unknown.button");
    const auto starts = instant_from_form(core::value_of(submit.values, "when"),
                                          core::Zone::named(group->zone), context.now());
    const std::string problem =
        starts ? move_problem(context, *session, *group, *starts) : "sessions.move.no_time";
    if (problem.empty()) return propose_move(context, *session, *group, *starts, language);
    // texts: sessions.move.*
    wrong.errors["when"] = core::text(language, problem);
    return wrong;
  }

  void start(core::Context& context) override {
    arrange_planning(context);
    planner_.plan_all(context, true);
  }

  void due(core::Context& context, const core::Job& job) override {
    if (job.kind == plan_job) {
      arrange_planning(context);
      planner_.plan_all(context, false);
      return;
    }
    if (job.kind == holiday_job) {
      planner_.tell_holiday(context, job);
      return;
    }
    auto session = store_.find(core::SessionId{job.subject});
    const core::Group* group = session ? context.people().group(session->group) : nullptr;
    if (!group || session->state == Session::State::cancelled) return;
    if (job.kind == ended_job) {
      if (session->ends > context.now()) return;
      session->state = Session::State::held;
      store_.save(*session);
      return;
    }
    moment_due(context, *session, *group, job);
  }

  void on(core::Context& context, const core::Fact& fact) override {
    const auto* chosen = std::get_if<core::TopicChosen>(&fact);
    if (!chosen) return;
    std::optional<Session> session;
    if (!chosen->session.empty()) {
      session = store_.find(chosen->session);
    } else if (const core::Group* group = context.people().group(chosen->group)) {
      const auto sessions = ahead(*group, context.now());
      if (!sessions.empty()) session = sessions.front();
    }
    // Nothing is lost: what finds no session, and what is replaced, goes back to the table.
    if (!session) {
      context.emit(core::TopicReturned{chosen->group, chosen->topic});
      return;
    }
    const std::string before = std::exchange(session->topic, chosen->topic);
    store_.save(*session);
    if (!before.empty() && before != session->topic)
      context.emit(core::TopicReturned{session->group, before});
  }

  void status(core::Context& context, const Here& who, std::vector<core::Block>& blocks) override {
    const core::Group& group = who.group;
    const Language language = who.language();
    const auto sessions = ahead(group, context.now());
    core::List list;
    for (const core::Occurrence& occurrence : planner_.holidays(group, context.now()))
      if (sessions.empty() || occurrence.starts < sessions.front().starts)
        list.items.push_back(listed_holiday(occurrence.date, *occurrence.holiday, language));
    if (!sessions.empty()) {
      const Session& next = sessions.front();
      list.items.push_back(core::rich(language, "sessions.next",
                                      {{"when", say_when(next, group, language)},
                                       {"title", title_of(planner_.subject_of(next, group), language)}}));
      if (core::may(who.person, group, core::Role::facilitator)) {
        auto moments = planner_.moments_of(next, group);
        std::erase_if(moments,
                      [&](const Moment& moment) { return !moment.moved || moment.at <= context.now(); });
        for (core::Rich& line : listed_moments(moments, group, language).items)
          list.items.push_back(std::move(line));
      }
    }
    if (!list.items.empty()) blocks.emplace_back(std::move(list));
  }

 private:
  void arrange_planning(core::Context& context) {
    // Weekly is often enough: months are planned ahead, and every start plans anew.
    const Instant next = std::chrono::floor<days>(context.now()) + days{7} + plan_time;
    context.arrange({std::string(plan_job), std::string(plan_job), "", next, true});
  }

  // --- moments ---

  void moment_due(core::Context& context, const Session& session, const core::Group& group,
                  const core::Job& job) {
    const std::string name = job.key.substr(job.key.rfind(':') + 1);
    const MomentRule& rule = moment_rule(name);
    const auto moments = planner_.moments_of(session, group);
    const Instant now = context.now();
    const Instant heard =
        rule.exempt ? now : core::after_quiet(now, core::Zone::named(group.zone), group.quiet);
    if (now - job.due > lateness) {
      switch (when_late(moments, name, session, job.due, now, heard)) {
        case Verdict::send:
          break;
        case Verdict::drop:
          return;
        case Verdict::wait_a_day:
          wait_a_day(context, session, group, moments, job);
          return;
      }
    }
    // Whatever was meant for before the session is pointless in it, be it five minutes late.
    if (rule.message && job.due < session.starts && heard >= session.starts) return;
    const bool full = job.kind == merged_job || now - job.due > fresh;
    carry_out(context, session, group, moments, name, full);
  }

  void wait_a_day(core::Context& context, const Session& session, const core::Group& group,
                  const std::vector<Moment>& moments, const core::Job& job) {
    const Instant later =
        core::after_quiet(context.now() + days{1}, core::Zone::named(group.zone), group.quiet);
    const bool overtaken = std::any_of(moments.begin(), moments.end(), [&](const Moment& moment) {
      return moment_rule(moment.name).message && moment.at > context.now() && moment.at <= later;
    });
    if (!overtaken && later < session.starts - hours{1})
      context.arrange({job.key, std::string(merged_job), job.subject, later});
  }

  void carry_out(core::Context& context, const Session& session, const core::Group& group,
                 const std::vector<Moment>& moments, const std::string& name, bool full) {
    const Subject subject = planner_.subject_of(session, group);
    const Language language = group.language;
    const auto post = [&](core::Message message, bool respect_quiet = true) {
      context.post({post_key(name, session, group), group.destination(), std::move(message), respect_quiet});
    };
    const auto closing = [&](std::string_view moment) {
      const Moment* found = find(moments, moment);
      return found ? found->at : Instant{};
    };
    if (name == "invitation") return post(invitation(subject, language));
    if (name == "preparation") return post(preparation(subject, language, full));
    if (name == "reminder") return post(reminder(subject, language, full));
    if (name == "checkin") return post(checkin(subject, language), false);
    if (name == "followup") {
      for (const core::Person* person : context.people().with_role(group, core::Role::facilitator))
        context.post({post_key(name, session, group) + ":" + person->id.text, core::destination_of(*person),
                      followup(subject, person->language), true});
      return;
    }
    const Instant closes = name == "topic_poll" ? closing("topic_poll_closes")
                           : name == "checkout" ? closing("checkout_closes")
                                                : Instant{};
    context.emit(core::MomentDue{session, name, closes});
  }

  // --- who comes ---

  Reply attend(core::Context& context, const Who& who, const Session& session, const core::Group& group,
               bool coming) {
    const Language language = who.language();
    if (!group.member(who.person.id))
      return whisper(language, "sessions.members_only", {{"group", group.name}});
    if (auto gone = passed(context, language, session, group, session.ends)) return *gone;
    store_.set_attendance(session.id, who.person.id, coming);
    return whisper(language, coming ? "sessions.coming.noted" : "sessions.not_coming.noted",
                   {{"when", say_when(session, group, language)}});
  }

  Attendance attendance_of(core::Context& context, const Session& session, const core::Group& group,
                           const core::Person& reader) {
    // Names are for the facilitator alone, as the invitation promises: also not for the coordinator.
    const core::Member* member = group.member(reader.id);
    const bool names = member && member->role == core::Role::facilitator;
    Attendance attendance;
    for (const auto& [id, coming] : store_.attendance(session.id)) {
      if (id == reader.id) attendance.own = coming;
      const core::Person* person = context.people().person(id);
      if (!person || !group.member(id)) continue;
      ++(coming ? attendance.coming : attendance.not_coming);
      if (names) (coming ? attendance.coming_names : attendance.not_coming_names).push_back(person->name);
    }
    return attendance;
  }

  // --- the list ---

  Reply list(core::Context& context, const Here& who, const core::CommandLine&) {
    const core::Group& group = who.group;
    const Language language = who.language();
    auto sessions = planner_.coming(group, context.now());
    if (sessions.size() > listed) sessions.resize(listed);
    core::Message message;
    auto& blocks = message.blocks;
    blocks.emplace_back(core::Heading{core::text(language, "sessions.list.title", {{"group", group.name}})});
    if (sessions.empty()) {
      blocks.emplace_back(core::Paragraph{core::rich(language, "sessions.list.none")});
      return whisper(std::move(message));
    }
    std::vector<std::pair<Instant, core::Rich>> lines;
    for (const Session& session : sessions)
      lines.emplace_back(session.starts,
                         listed_session(planner_.subject_of(session, group),
                                        attendance_of(context, session, group, who.person), language));
    for (const core::Occurrence& occurrence : planner_.holidays(group, context.now()))
      if (occurrence.starts < sessions.back().starts)
        lines.emplace_back(occurrence.starts, listed_holiday(occurrence.date, *occurrence.holiday, language));
    std::stable_sort(lines.begin(), lines.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    core::List all;
    for (auto& [starts, words] : lines) all.items.push_back(std::move(words));
    blocks.emplace_back(std::move(all));
    const Session& next = sessions.front();
    if (group.member(who.person.id)) {
      blocks.emplace_back(core::Paragraph{core::rich(language, "sessions.list.next")});
      blocks.emplace_back(attendance_buttons(next, language));
      blocks.emplace_back(core::ContextLine{core::rich(language, "sessions.attendance_note")});
    }
    if (core::may(who.person, group, core::Role::facilitator)) {
      blocks.emplace_back(core::Paragraph{core::rich(language, "sessions.list.timeline")});
      blocks.emplace_back(listed_moments(planner_.moments_of(next, group), group, language));
      blocks.emplace_back(core::ContextLine{core::rich(language, "sessions.list.change")});
    }
    return whisper(std::move(message));
  }

  // --- moving and cancelling ---

  static std::optional<Reply> refusal(const Who& who, const core::Group& group) {
    if (core::may(who.person, group, core::Role::facilitator)) return std::nullopt;
    return whisper(who.language(), "who.needs.facilitator", {{"group", group.name}});
  }

  static std::optional<Reply> passed(core::Context& context, Language language, const Session& session,
                                     const core::Group& group) {
    return passed(context, language, session, group, session.starts);
  }
  static std::optional<Reply> passed(core::Context& context, Language language, const Session& session,
                                     const core::Group& group, Instant limit) {
    if (session.state == Session::State::cancelled)
      return whisper(language, "sessions.is_cancelled", {{"when", say_when(session, group, language)}});
    if (limit <= context.now() || session.state == Session::State::held)
      return whisper(language, "sessions.is_over", {{"when", say_when(session, group, language)}});
    return std::nullopt;
  }

  // Sessions that have not begun.
  std::vector<Session> ahead(const core::Group& group, Instant now) {
    auto sessions = planner_.coming(group, now);
    std::erase_if(sessions, [&](const Session& session) { return session.starts <= now; });
    if (sessions.size() > offered) sessions.resize(offered);
    return sessions;
  }
  std::vector<Subject> subjects(const std::vector<Session>& sessions, const core::Group& group) const {
    std::vector<Subject> found;
    for (const Session& session : sessions) found.push_back(planner_.subject_of(session, group));
    return found;
  }
  // The session of that day; of a weekday alone, the first on such a day.
  static const Session* meant(const std::vector<Session>& sessions, const core::Zone& zone,
                              const core::WrittenTime& said) {
    for (const Session& session : sessions) {
      const core::Date date = core::date_of(zone.to_local(session.starts));
      if (said.weekday_alone ? std::chrono::weekday{std::chrono::sys_days{date}} == *said.weekday
                             : said.date == date && !said.contradicts)
        return &session;
    }
    return nullptr;
  }

  // The text key of what is wrong with the new time, or nothing.
  std::string move_problem(core::Context& context, const Session& session, const core::Group& group,
                           Instant starts) {
    if (starts <= context.now()) return "sessions.move.past";
    if (starts == session.starts) return "sessions.move.same";
    const Instant ends = starts + (session.ends - session.starts);
    for (const Session& other : planner_.coming(group, context.now()))
      if (other.id != session.id && other.starts < ends && starts < other.ends) return "sessions.move.clash";
    return {};
  }

  // What a button of a preview carries: see view.hpp.
  struct Asked {
    core::SessionId session;
    std::string revision;
    std::optional<Instant> starts{};
  };
  static Asked asked_in(const std::string& value) {
    const auto bar = value.find('|'), second = bar == std::string::npos ? bar : value.find('|', bar + 1);
    Asked asked{core::SessionId{value.substr(0, bar)},
                bar == std::string::npos ? "" : value.substr(bar + 1, second - bar - 1)};
    if (second == std::string::npos) return asked;
    try {
      asked.starts = core::instant_from_text(value.substr(second + 1));
    } catch (const std::invalid_argument&) {
      return asked;  // no button of ours
    }
    return asked;
  }

  Reply propose_move(core::Context& context, const Session& session, const core::Group& group, Instant starts,
                     Language language) {
    std::vector<Session> between;
    for (const Session& other : planner_.coming(group, context.now()))
      if (other.id != session.id && (other.starts < session.starts) != (other.starts < starts))
        between.push_back(other);
    return whisper(preview_move(planner_.subject_of(session, group), starts,
                                planner_.told(session, group, context.now()), subjects(between, group),
                                language));
  }

  Reply propose_cancel(core::Context& context, const Session& session, const core::Group& group,
                       Language language) {
    return whisper(preview_cancel(planner_.subject_of(session, group),
                                  planner_.told(session, group, context.now()), language));
  }

  Reply move(core::Context& context, const Who& who, const Session& session, const core::Group& group,
             const Asked& asked) {
    const Language language = who.language();
    if (auto gone = passed(context, language, session, group)) return *gone;
    if (!asked.starts || asked.revision != std::to_string(session.revision))
      return whisper(language, session.starts == asked.starts ? "sessions.move.same" : "sessions.stale");
    // texts: sessions.move.*
    if (const auto problem = move_problem(context, session, group, *asked.starts); !problem.empty())
      return whisper(language, problem);
    const bool told = planner_.told(session, group, context.now());
    const Session changed = planner_.move(context, group, session, *asked.starts);
    return whisper(language, told ? "sessions.move.done" : "sessions.move.done_quietly",
                   {{"when", say_when(changed, group, language)}});
  }

  Reply cancel(core::Context& context, const Who& who, const Session& session, const core::Group& group,
               const Asked& asked) {
    const Language language = who.language();
    if (auto gone = passed(context, language, session, group)) return *gone;
    if (asked.revision != std::to_string(session.revision)) return whisper(language, "sessions.stale");
    const std::string when = say_when(session, group, language);
    const bool told = planner_.told(session, group, context.now());
    planner_.cancel(context, group, session);
    return whisper(language, told ? "sessions.cancel.done" : "sessions.cancel.done_quietly",
                   {{"when", when}});
  }

  Reply move_command(core::Context& context, const Here& who, const core::CommandLine& line) {
    const core::Group& group = who.group;
    const Language language = who.language();
    const core::Zone zone = core::Zone::named(group.zone);
    const auto sessions = ahead(group, context.now());
    if (sessions.empty()) return whisper(language, "sessions.list.none");
    const core::Date today = core::date_of(zone.to_local(context.now()));
    const MoveWords words = read_move(line, today);
    const Session* session = meant(sessions, zone, words.from);
    const auto form = [&](const std::string& intro) {
      return core::open_form(move_form(subjects(sessions, group), group, language,
                                       session ? session->id.text : std::string(), intro));
    };
    if (!words.understood) return form("sessions.move.unclear");
    if (!words.from.date) return form("sessions.move.intro");
    if (!session) return form("sessions.move.no_session");
    if (words.to.empty() && !words.from.time) return form("sessions.move.intro");
    const auto wanted =
        wanted_start(words, zone.to_local(session->starts), zone.to_local(session->ends), today);
    if (!wanted) return form("sessions.move.unclear");
    const Instant starts = zone.to_utc(*wanted);
    const std::string problem = move_problem(context, *session, group, starts);
    // texts: sessions.move.*
    if (!problem.empty()) return whisper(language, problem);
    return propose_move(context, *session, group, starts, language);
  }

  Reply cancel_command(core::Context& context, const Here& who, const core::CommandLine& line) {
    const core::Group& group = who.group;
    const Language language = who.language();
    const core::Zone zone = core::Zone::named(group.zone);
    const auto sessions = ahead(group, context.now());
    if (sessions.empty()) return whisper(language, "sessions.list.none");
    const MoveWords words = read_move(line, core::date_of(zone.to_local(context.now())));
    const Session* session = meant(sessions, zone, words.from);
    if (words.understood && words.to.empty() && session)
      return propose_cancel(context, *session, group, language);
    return core::open_form(cancel_form(subjects(sessions, group), group, language));
  }

  SessionStore& store_;
  Planner planner_;
  Calendar calendar_;
};

}  // namespace

std::string topic_of(SessionStore& store, const core::GroupId& group, const core::SessionId& session,
                     Instant now) {
  constexpr days far{365 * 50};
  if (!session.empty()) {
    const auto found = store.find(session);
    return found && found->state == Session::State::planned ? found->topic : std::string();
  }
  for (const Session& next : store.of_group(group, now + std::chrono::seconds{1}, now + far))
    if (next.state == Session::State::planned) return next.topic;
  return {};
}

std::unique_ptr<features::Feature> make(SessionStore& store, const core::Programmes& programmes,
                                        Options options) {
  return std::make_unique<Sessions>(store, programmes, std::move(options));
}

}  // namespace sessions
