#include "bot/features/sessions/moments.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "bot/core/job_name.hpp"
#include "bot/features/sessions/room.hpp"

namespace sessions {

// A moment that has come. `full`: an earlier message may not have gone out; this one says what it would have
// said.
struct Occasion {
  core::Context& context;
  const core::Session& session;
  const core::Group& group;
  const std::vector<Moment>& moments;
  const MomentRule& rule;
  bool full;
  SessionStore& store;
  Planner& planner;
  Leading& leading;
  Questions& questions;
  const Options& options;

  Subject subject() const { return planner.subject_of(session, group); }
  std::string key() const { return post_key(rule.name, session, group); }
};

namespace {

using core::Instant;
using core::Language;
using core::Session;
using std::chrono::days;

constexpr auto looked_back = days{120};  // for the session before
constexpr auto fresh =
    std::chrono::minutes{5};  // handled later than this, a message says what others may not have said

// Of no use when the session has begun.
core::Post before_it(const Occasion& now, core::Message message) {
  return core::until(now.session.starts, {now.key(), now.group.destination(), std::move(message)});
}

void post_to_all(const Occasion& now, core::Message message, const core::Message& to_leaders) {
  now.context.post(before_it(now, std::move(message)));
  now.planner.tell_leaders(now.context, now.group, before_it(now, to_leaders));
}

// To each facilitator who is asked about the session; `kind` is the key of the post.
template <class Say>
void to_facilitators(const Occasion& now, std::string_view kind, const Say& say) {
  for (const core::Person* person : now.leading.asked(now.context, now.session, now.group))
    now.context.post(core::of_group(
        now.group.id,
        core::until(now.session.starts, {post_key(kind, now.session, now.group) + ":" + person->id.text,
                                         core::destination_of(*person), say(person->language), true,
                                         kind == beside_the_invitation})));
}

// Others have their part in it.
void come_near(const Occasion& now, bool begins) {
  if (!now.options.before_session) return;
  const Subject subject = now.subject();
  now.options.before_session({now.context, now.group, now.session, begins,
                              subject.programme && subject.programme->hopes, subject.last});
}

// With what has happened since the session before.
core::Message opened(const Occasion& now, core::Message message) {
  if (!now.options.opening) return message;
  Instant since = now.session.starts - looked_back;
  for (const Session& before : now.store.of_group(now.group.id, since, now.session.starts))
    if (before.state != Session::State::cancelled) since = before.starts;
  auto blocks = now.options.opening(now.group, since, now.context.now());
  message.blocks.insert(message.blocks.begin() + 1, std::make_move_iterator(blocks.begin()),
                        std::make_move_iterator(blocks.end()));
  return message;
}

// --- what rows name

// Nothing of ours: whoever hears of it does it.
void tell(const Occasion& now) {
  const std::string name(now.rule.name);
  const Moment* closes = find(now.moments, name + "_closes");
  now.context.emit(core::MomentDue{now.session, name, closes ? closes->at : Instant{},
                                   now.planner.run_of(now.session, now.group).programme});
}

void invite(const Occasion& now) {
  const Subject subject = now.subject();
  if (subject.plan && subject.plan->preparation_minutes() > core::preparation_offered)
    to_facilitators(now, beside_the_invitation,
                    [&](Language theirs) { return long_preparation(subject, theirs); });
  const auto invited = [&](bool to_leaders) {
    return now.planner.mailed(
        now.context, "invited", subject,
        now.planner.invitation_of(now.context.people(), now.session, now.group, to_leaders));
  };
  post_to_all(now, invited(false), invited(true));
  tell(now);
}

void prepare(const Occasion& now) {
  const Subject subject = now.subject();
  const Language language = now.group.language;
  post_to_all(now, preparation(subject, language, now.full), preparation(subject, language, false));
}

core::Message said_to_bring(const Occasion& now, Language language) {
  const core::Directory& people = now.context.people();
  auto first = said_lead(now.store, people, now.session, now.group, language);
  std::ranges::move(said_by(now.options.brought, people, now.session.id, language),
                    std::back_inserter(first));
  return to_bring(now.subject(), first, language);
}

void bring(const Occasion& now) {
  to_facilitators(now, now.rule.name, [&](Language theirs) { return said_to_bring(now, theirs); });
}

void remind(const Occasion& now) {
  come_near(now, false);
  const Subject subject = now.subject();
  const core::Message reminded = now.planner.mailed(now.context, now.rule.name, subject,
                                                    reminder(subject, now.group.language, now.full));
  post_to_all(now, reminded, reminded);
}

void check_in(const Occasion& now) {
  come_near(now, true);
  now.context.post(core::urgent(core::until(
      now.session.ends,
      {now.key(), now.group.destination(), opened(now, checkin(now.subject(), now.group.language)), false})));
  tell(now);
}

void follow_up(const Occasion& now) {
  now.questions.follow_up(now.context, now.session, now.group);
}

constexpr std::array table{
    // moment, default, days after the session before, what it closes, exempt from quiet hours, message before
    // the session, what is posted, after downtime, what is done, what the documents say of it
    MomentRule{"invitation", "-14d 10:00", 2, "", false, true, Posts::whenever, Late::newest_only, invite,
               "when the invitation is posted"},
    MomentRule{"preparation", "-7d 10:00", 3, "", false, true, Posts::whenever, Late::newest_only, prepare,
               "when the preparation is posted"},
    MomentRule{"ideas", "-5d 12:00", 3, "", false, false, Posts::nothing, Late::always, tell,
               "when the group is asked for topics"},
    MomentRule{"topic_poll", "-4d 12:00", 4, "", false, false, Posts::nothing, Late::two_hours_left, tell,
               "when the vote over topics opens"},
    MomentRule{"topic_poll_closes", "-2d 12:00", 5, "topic_poll", false, false, Posts::nothing,
               Late::not_ours, tell, "when the vote over topics closes"},
    // The default is two working days before: wanted_at in timeline.cpp.
    MomentRule{"cover", "-2d 10:30", 5, "", false, false, Posts::nothing, Late::before_start, tell,
               "when the leader is asked about cover", "10:30 two working days before"},
    MomentRule{"bring", "-2d 13:00", 5, "", false, false, Posts::of_its_time, Late::before_start, bring,
               "when the facilitator is told what to bring"},
    MomentRule{"reminder", "-1d 12:00", 6, "", false, true, Posts::of_its_time, Late::unless_later, remind,
               "when the group is reminded"},
    MomentRule{"checkin", "-10m", 0, "", true, true, Posts::of_its_time, Late::unless_later, check_in,
               "when the check-in is posted"},
    MomentRule{"checkout", "end", 0, "", true, false, Posts::nothing, Late::while_open, tell,
               "when the check-out opens"},
    // The default is the next working day, and an hour after that: wanted_at in timeline.cpp.
    MomentRule{"checkout_closes", "end+1d 12:00", 0, "checkout", false, false, Posts::nothing, Late::not_ours,
               tell, "when the check-out closes", "12:00 on the next working day"},
    MomentRule{"followup", "end+1d 09:00", 0, "", false, false, Posts::whenever, Late::a_week, follow_up,
               "when the facilitator is asked what was agreed", "an hour after the check-out closes"},
};

void wait_a_day(core::Context& context, const Session& session, const core::Group& group,
                const std::vector<Moment>& moments, const core::Job& job) {
  const Instant later = heard_at(group, context.now() + days{1});
  const bool overtaken = std::any_of(moments.begin(), moments.end(), [&](const Moment& moment) {
    return moment_rule(moment.name).message && moment.at > context.now() && moment.at <= later;
  });
  if (!overtaken && later < session.starts - std::chrono::hours{1})
    context.arrange({job.key, std::string(merged_job), job.subject, later});
}

}  // namespace

std::span<const MomentRule> moment_rules() {
  return table;
}

const MomentRule& moment_rule(std::string_view name) {
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const MomentRule& rule) { return rule.name == name; });
  if (found == table.end()) throw std::logic_error("no moment is called " + std::string(name));
  return *found;
}

void Moments::changed(core::Context& context, const Session& session) {
  const core::Group* group = context.people().group(session.group);
  // What a pause takes, and gives back, stands in the invitation alone.
  const bool off = session.state == Session::State::cancelled && session.number > 0;
  const bool on = session.state == Session::State::planned && session.revision > 0;
  if (!group || (!on && !off) || session.starts <= context.now()) return;
  renew_reminder(context, session, *group, off);
  renew_preparation(context, session, *group, off);
  renew_to_bring(context, session, *group, off);
  room_changed(context, planner_.subject_of(session, *group), off);
}

void Moments::settled(core::Context& context, const core::GroupId& id) {
  const core::Group* group = context.people().group(id);
  for (const Session& session : group ? planner_.coming(*group, context.now()) : std::vector<Session>()) {
    const auto moments = planner_.moments_of(session, *group);
    const Moment* reminded = find(moments, "reminder");
    if (reminded && reminded->at <= context.now() && session.starts > context.now())
      renew_reminder(context, session, *group, false);
  }
}

// All there is to say: it may be the one message that says it (Occasion::full), and an e-mail that waits
// stays what it was.
void Moments::renew_reminder(core::Context& context, const Session& session, const core::Group& group,
                             bool off) {
  const Subject subject = planner_.subject_of(session, group);
  const core::Message now =
      off ? does_not_take_place(subject, group.language)
          : planner_.mailed(context, "reminder", subject, reminder(subject, group.language, true));
  for (const std::string& key : post_keys("reminder", session)) planner_.renew(context, group, key, now, now);
}

void Moments::renew_preparation(core::Context& context, const Session& session, const core::Group& group,
                                bool off) {
  if (!off) return planner_.renew_preparation(context, session, group);
  const Subject subject = planner_.subject_of(session, group);
  if (!subject.plan || subject.plan->preparation.empty()) return;
  const core::Message now = does_not_take_place(subject, group.language);
  planner_.renew(context, group, post_key("preparation", session, group), now, now);
}

void Moments::renew_to_bring(core::Context& context, const Session& session, const core::Group& group,
                             bool off) {
  const auto moments = planner_.moments_of(session, group);
  const Occasion now{context,  session,  group,      moments, moment_rule("bring"), false, store_,
                     planner_, leading_, questions_, options_};
  const Subject subject = now.subject();
  if (practice_of(subject.plan, subject.programme).bring.empty()) return;
  for (const core::Person* person : context.people().with_role(group, core::Role::facilitator)) {
    const core::Message brought =
        off ? does_not_take_place(subject, person->language) : said_to_bring(now, person->language);
    for (const std::string& key : post_keys("bring", session))
      context.update(key + ":" + person->id.text, brought);
  }
}

void Moments::due(core::Context& context, const Session& session, const core::Group& group,
                  const core::Job& job) {
  const auto named = core::in_key_of_colons(moment_job, job.key);
  const MomentRule& rule = moment_rule(named ? std::get<std::string>(*named) : job.key);
  const auto moments = planner_.moments_of(session, group);
  const Instant now = context.now();
  const bool late = now - job.due > lateness;
  const Instant heard = rule.exempt && !late ? now : heard_at(group, now);
  if (late) {
    switch (when_late(moments, rule.name, session, job.due, now, heard)) {
      case Verdict::send:
        break;
      case Verdict::drop:
        return;
      case Verdict::wait_a_day:
        return wait_a_day(context, session, group, moments, job);
    }
  }
  // Whatever was meant for before the session is pointless in it, be it five minutes late.
  if (rule.message && job.due < session.starts && heard >= session.starts) return;
  // Who sits together may be spoken to in the evening; hours later they sleep.
  if (rule.exempt && heard > now) return context.arrange({job.key, job.kind, job.subject, heard});
  const bool full = job.kind == merged_job || now - job.due > fresh;
  rule.then({context, session, group, moments, rule, full, store_, planner_, leading_, questions_, options_});
}

}  // namespace sessions
