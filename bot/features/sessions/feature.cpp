#include "bot/features/sessions/feature.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "bot/core/group_due.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/sorting.hpp"
#include "bot/features/sessions/calendar.hpp"
#include "bot/features/sessions/changes.hpp"
#include "bot/features/sessions/events.hpp"
#include "bot/features/sessions/leading.hpp"
#include "bot/features/sessions/moments.hpp"
#include "bot/features/sessions/periods.hpp"
#include "bot/features/sessions/plan.hpp"
#include "bot/features/sessions/planning.hpp"
#include "bot/features/sessions/questions.hpp"
#include "bot/features/sessions/room.hpp"
#include "bot/features/sessions/run_sheet.hpp"

namespace sessions {
namespace {

using core::Instant;
using core::Language;
using core::Reply;
using core::Session;
using core::whisper;
using features::CommandSpec;
using features::Here;
using features::Right;
using std::chrono::days;

constexpr std::size_t listed = 5;                      // sessions in the list
constexpr std::chrono::hours plan_again{1};            // while the clock may be wrong
constexpr auto plan_time = std::chrono::minutes{150};  // 02:30 UTC: when nothing else happens

class Sessions final : public features::Feature {
 public:
  Sessions(SessionStore& store, const core::Programmes& programmes, Options options)
      : store_(store),
        planner_(store, programmes, options.last_time, options.in_channel),
        calendar_(store, planner_, std::move(options.calendar_address)),
        changes_(store, planner_),
        plan_(store, planner_),
        periods_(store, planner_, programmes, options.period_over),
        leading_(store, planner_),
        questions_(store, planner_, leading_, options.taken_by),
        run_sheet_(store, planner_, programmes, options.brought),
        options_(std::move(options)),
        moments_(store, planner_, leading_, questions_, options_) {}

  std::string_view name() const override { return "sessions"; }

  std::vector<CommandSpec> commands() override {
    using features::by;
    // Who writes that they are ill gets the buttons that say so of the next session.
    std::vector<CommandSpec> all{{"sessions",
                                  {"samlinger", "samlingar", "sessions", "kommer", "kjem", "coming", "avbud",
                                   "forfall", "syk", "sjuk", "sick"},
                                  Right::participant,
                                  by(this, &Sessions::list)}};
    const auto add = [&](auto&... parts) {
      (std::ranges::move(parts.commands(), std::back_inserter(all)), ...);
    };
    add(changes_, plan_, calendar_, periods_, leading_, run_sheet_);
    return all;
  }

  std::vector<features::EventRow> events() override {
    namespace e = sessions::events;
    using features::press;
    auto all = changes_.events();
    const auto add = [&](auto&... parts) {
      (std::ranges::move(parts.events(), std::back_inserter(all)), ...);
    };
    add(plan_, calendar_, periods_, leading_, run_sheet_);
    all.push_back(
        press(e::coming, Right::member, this, &Sessions::session_of, &Sessions::comes, &Sessions::over)
            .otherwise("sessions.unknown"));
    all.push_back(press(e::not_coming, Right::member, this, &Sessions::session_of, &Sessions::stays_away,
                        &Sessions::over)
                      .otherwise("sessions.unknown"));
    return all;
  }

  void start(core::Context& context) override {
    arrange_planning(context);
    planner_.plan_all(context, true);
  }

  void due(core::Context& context, const core::Job& job) override {
    if (job.kind == plan_job && !job.subject.empty()) {
      planner_.settle(context, core::GroupId(job.subject));
      moments_.settled(context, core::GroupId(job.subject));
      return;
    }
    if (job.kind == plan_job) {
      arrange_planning(context);
      planner_.plan_all(context, false);
      return;
    }
    if (job.kind == holiday_job) return planner_.tell_holiday(context, job);
    if (job.kind == pauses_job || job.kind == tell_pause_job) return planner_.pauses_due(context, job);
    if (job.kind == events::phase.name) return run_sheet_.tap(context, job);
    if (job.kind == period_job) return periods_.due(context, core::GroupId{job.subject});
    auto session = store_.find(core::SessionId{job.subject});
    if (!session || session->state == Session::State::cancelled) return;
    const core::Group& group = core::group_due(context, session->group);
    if (job.kind == room_job) return questions_.ask_for_room(context, *session, group, job.due);
    if (job.kind == ask_other.name) return questions_.ask_second(context, *session, group, job);
    if (job.kind == ended_job) {
      if (session->ends > context.now()) return;
      leading_.keep(context.people(), *session, group);
      session->state = Session::State::held;
      store_.save(*session);
      planner_.over(context, session->id);
      planner_.ask_when_over(context, group);
      return;
    }
    moments_.due(context, *session, group, job);
  }

  void on(core::Context& context, const core::Fact& fact) override {
    if (const auto* taken = std::get_if<core::AttendanceTaken>(&fact)) questions_.taken(context, *taken);
    if (const auto* changed = std::get_if<core::SessionChanged>(&fact)) {
      questions_.changed(context, changed->session);
      moments_.changed(context, changed->session);
      run_sheet_.changed(context, changed->session);
    }
    if (const auto* stopped = std::get_if<core::GroupStopped>(&fact))
      return periods_.ended(context, *stopped);
    if (const auto* pauses = std::get_if<core::PausesChanged>(&fact))
      context.arrange(Planner::job_of(pauses_job, *pauses, context.now()));
    if (const auto* taken = std::get_if<core::PauseTaken>(&fact))
      return take_back_yes(store_, context.people(), *taken, context.now());
    if (const auto* changed = std::get_if<core::GroupChanged>(&fact))
      return planner_.follow(context, *changed);
    const auto* chosen = std::get_if<core::TopicChosen>(&fact);
    if (!chosen) return;
    std::optional<Session> session;
    if (!chosen->session.empty()) {
      session = store_.find(chosen->session);
    } else if (const core::Group* group = context.people().group(chosen->group)) {
      const auto sessions = changes_.ahead(*group, context.now());
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
    const auto sessions = changes_.ahead(group, context.now());
    core::List list;
    auto holidays = planner_.holidays(group, context.now());
    std::erase_if(holidays, [&](const core::Occurrence& one) {
      return !sessions.empty() && one.starts >= sessions.front().starts;
    });
    for (auto& [starts, words] : listed_holidays(holidays, language)) list.items.push_back(std::move(words));
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
    periods_.status(context, who, blocks);
  }

  // The next session that the group has been told of.
  void waiting(core::Context& context, const Here& who, std::vector<core::Block>& blocks) override {
    if (!core::takes_part(who.group, who.person.id)) return;
    const auto sessions = changes_.ahead(who.group, context.now());
    if (sessions.empty() || !planner_.told(sessions.front(), who.group, context.now())) return;
    const Session& next = sessions.front();
    const auto own = attendance_of(store_, context.people(), next, who.group, who.person).own;
    say_waiting(blocks, planner_.subject_of(next, who.group), own, who.language());
  }

 private:
  void arrange_planning(core::Context& context) {
    // Weekly is often enough: months are planned ahead, and every start plans anew.
    const Instant next = context.time_is_certain()
                             ? std::chrono::floor<days>(context.now()) + days{7} + plan_time
                             : context.now() + plan_again;
    context.arrange({std::string(plan_job), std::string(plan_job), "", next, true});
  }

  // --- who comes ---

  std::optional<Session> session_of(const core::SessionId& id) { return store_.find(id); }
  std::optional<Reply> over(core::Context& context, const Here& who, const Session& session) {
    return passed(context.now(), who.language(), session, who.group, session.ends);
  }
  Reply comes(core::Context& context, const Here& who, const Session& session) {
    return attend(context, who, session, true);
  }
  Reply stays_away(core::Context& context, const Here& who, const Session& session) {
    return attend(context, who, session, false);
  }
  Reply attend(core::Context& context, const Here& who, const Session& session, bool coming) {
    std::optional<bool> before;
    for (const auto& [person, said] : store_.attendance(session.id))
      if (person == who.person.id) before = said;
    store_.set_attendance(session.id, who.person.id, coming);
    context.emit(core::SaidAboutComing{session, who.person.id, before, coming});
    const bool unled = !coming && session.starts > context.now() && leads_alone(context, who, session);
    // texts: sessions.coming.noted sessions.not_coming.*
    Reply reply = whisper(who.language(),
                          coming  ? "sessions.coming.noted"
                          : unled ? "sessions.not_coming.alone"
                                  : "sessions.not_coming.noted",
                          {{"when", say_when(session, who.group, who.language())}});
    if (unled) {
      const std::string meant =
          who.group.key + " " + core::date_text(core::local_date(who.group, session.starts));
      const auto say = [&](std::string_view label, const char* verb) {
        return core::events::say.button(core::text(who.language(), label), verb + meant);
      };
      reply.whisper.own().blocks.emplace_back(
          core::Actions{{say("sessions.plan.move", "flytt "), say("sessions.plan.cancel", "avlys ")}});
    }
    return reply;
  }
  // Whoever facilitates, where no other facilitator is there who may come.
  bool leads_alone(core::Context& context, const Here& who, const Session& session) {
    if (!core::facilitates(who.group, who.person.id)) return false;
    const auto said = store_.attendance(session.id);
    const core::Zone zone = core::Zone::named(who.group.zone);
    return std::ranges::none_of(
        context.people().with_role(who.group, core::Role::facilitator), [&](const core::Person* other) {
          return other->id != who.person.id && !core::is_away(*other, zone, session.starts) &&
                 std::ranges::find(said, std::pair(other->id, false)) == said.end();
        });
  }

  // --- the list ---

  Reply list(core::Context& context, const Here& who, const core::CommandLine&) {
    const core::Group& group = who.group;
    const Language language = who.language();
    auto sessions = planner_.coming(group, context.now());
    if (sessions.size() > listed) sessions.resize(listed);
    core::Message message;
    auto& blocks = message.blocks;
    core::head(blocks, language, "sessions.list.title", {{"group", group.name}});
    if (sessions.empty()) {
      core::say(blocks, language, "sessions.list.none");
      return whisper(std::move(message));
    }
    std::vector<std::pair<Instant, core::Rich>> lines;
    for (const Session& session : sessions) {
      core::Rich words = listed_session(planner_.subject_of(session, group),
                                        attendance_of(store_, context.people(), session, group, who.person),
                                        language, context.now());
      if (session.starts <= context.now())
        words.emplace_back(" · " + core::text(language, "sessions.list.now"));
      lines.emplace_back(session.starts, std::move(words));
    }
    auto holidays = planner_.holidays(group, context.now());
    std::erase_if(holidays,
                  [&](const core::Occurrence& one) { return one.starts >= sessions.back().starts; });
    std::ranges::move(listed_holidays(holidays, language), std::back_inserter(lines));
    std::stable_sort(lines.begin(), lines.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    core::List all;
    for (auto& [starts, words] : lines) all.items.push_back(std::move(words));
    blocks.emplace_back(std::move(all));
    // What goes on is not the next one: as `status` and `plan` have it.
    const auto next = std::ranges::find_if(
        sessions, [&](const Session& session) { return session.starts > context.now(); });
    if (next != sessions.end() && group.member(who.person.id)) {
      core::say(blocks, language, "sessions.list.next");
      blocks.emplace_back(attendance_buttons(*next, language));
      core::note(blocks, language, "sessions.attendance_note");
    }
    if (core::may(who.person, group, core::Role::facilitator)) {
      if (next != sessions.end()) {
        core::say(blocks, language, "sessions.list.timeline");
        blocks.emplace_back(listed_moments(planner_.moments_of(*next, group), group, language));
      }
      core::note(blocks, language, "sessions.list.change");
      // texts: sessions.move.title sessions.cancel.title sessions.sheet.see
      const auto say = [&](std::string_view label, const std::string& verb) {
        return core::events::say.button(core::text(language, label), verb + group.key);
      };
      blocks.emplace_back(
          core::Actions{{say("sessions.move.title", "flytt "), say("sessions.cancel.title", "avlys "),
                         say("sessions.sheet.see", "kjøreplan ")}});
    }
    return whisper(std::move(message));
  }

  SessionStore& store_;
  Planner planner_;
  Calendar calendar_;
  Changes changes_;
  Plan plan_;
  Periods periods_;
  Leading leading_;
  Questions questions_;
  RunSheet run_sheet_;
  Options options_;
  Moments moments_;
};

}  // namespace

std::unique_ptr<features::Feature> make(SessionStore& store, const core::Programmes& programmes,
                                        Options options) {
  return std::make_unique<Sessions>(store, programmes, std::move(options));
}

}  // namespace sessions
