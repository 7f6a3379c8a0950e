#include "bot/features/attendance/feature.hpp"

#include <algorithm>
#include <boost/algorithm/string/join.hpp>

#include "bot/core/group_time.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/sorting.hpp"
#include "bot/core/written_time.hpp"
#include "bot/features/attendance/events.hpp"
#include "bot/features/attendance/view.hpp"

namespace attendance {
namespace {

using core::Context;
using core::Instant;
using core::Language;
using core::Reply;
using core::Session;
using core::whisper;
using features::Given;
using features::Here;
using features::Right;
using std::chrono::days;
using std::chrono::hours;

constexpr days looked_back{90};
constexpr std::size_t most_others = 3;

using core::facilitates;
using core::takes_part;

std::string name_of(const core::Directory& people, const core::PersonId& id) {
  const core::Person* person = people.person(id);
  return person ? person->name : std::string();
}
std::string taker(const core::Directory& people, const Register& all, Language language) {
  const std::string name = name_of(people, all.by);
  return name.empty() ? core::text(language, "role.facilitator") : name;
}
std::vector<std::string> sorted(std::vector<std::string> names) {
  std::erase(names, std::string());
  std::sort(names.begin(), names.end(), core::name_before);
  return names;
}

class Attendance final : public features::Feature {
 public:
  explicit Attendance(AttendanceStore& store) : store_(store) {}

  std::string_view name() const override { return "attendance"; }

  std::vector<features::CommandSpec> commands() override {
    return {{"attendance",
             {"oppmøte", "oppmøte", "attendance", "frammøte"},
             Right::facilitator,
             features::by(this, &Attendance::command)}};
  }

  std::vector<features::EventRow> events() override {
    namespace e = attendance::events;
    return {features::press(e::who_came, Right::facilitator, this, &Attendance::asked, &Attendance::open,
                            &Attendance::not_for)
                .otherwise("sessions.unknown"),
            features::submit(e::take, Right::facilitator, this, &Attendance::asked_in_form, &Attendance::take,
                             &Attendance::not_for)
                .otherwise("sessions.unknown")};
  }

  void on(Context& context, const core::Fact& fact) override {
    if (const auto* said = std::get_if<core::SaidAboutComing>(&fact)) tell_absent(context, *said);
    const auto* changed = std::get_if<core::SessionChanged>(&fact);
    // Nobody came to what did not take place, and who came to another time is not known.
    if (changed &&
        (changed->session.state == Session::State::cancelled || changed->session.starts > context.now()))
      store_.drop(changed->session.id);
  }

 private:
  // A session, and the number of times it had been ticked when its button or form was made.
  struct Asked {
    Session session;
    std::optional<int> times;
  };
  friend const core::GroupId& group_of(const Asked& asked) { return asked.session.group; }
  std::optional<Asked> asked(const core::SessionId& id, const std::optional<int>& times) {
    auto session = store_.session(id);
    return session ? std::optional(Asked{*std::move(session), times}) : std::nullopt;
  }
  std::optional<Asked> asked_in_form(const core::SessionId& id, const int& times) { return asked(id, times); }

  // Names are for those who facilitate, as the invitation promises: also not for the coordinator.
  std::optional<Reply> not_for(Context& context, const Here& who, const Asked& asked) {
    if (!facilitates(who.group, who.person.id))
      return whisper(who.language(), "attendance.facilitators_only");
    if (is_from_before(who, asked.session))
      return whisper(who.language(), "attendance.before_you",
                     {{"when", core::say_date(who.language(), who.group, asked.session.starts)}});
    const bool cancelled = asked.session.state == Session::State::cancelled;
    if (!cancelled && asked.session.starts <= context.now()) return std::nullopt;
    return whisper(who.language(), cancelled ? "attendance.cancelled" : "attendance.not_yet",
                   {{"when", core::say_date(who.language(), who.group, asked.session.starts)}});
  }

  // Whoever has come to the group since reads no names of before (docs/privacy.md): else a role for a minute
  // opened them all. What nobody has ticked they may, and read what they ticked themselves.
  static bool came_later(const Here& who, const Session& session) {
    const core::Member* member = who.group.member(who.person.id);
    return member && member->since && core::local_date(who.group, session.starts) < *member->since;
  }
  bool is_from_before(const Here& who, const Session& session) {
    if (!came_later(who, session)) return false;
    const auto ticked = store_.taken(session.id);
    return ticked && ticked->by != who.person.id;
  }

  // --- ticking

  // Everybody who takes part and is not away, or said yes in a pause of their own, and whoever was ticked
  // before. At first all who did not say that they cannot come are ticked: when all came, it takes one press
  // more.
  std::vector<Name> names(Context& context, const Here& who, const Session& session,
                          const std::optional<Register>& before) {
    const core::Group& group = who.group;
    const auto said =
        came_later(who, session) ? std::vector<std::pair<core::PersonId, bool>>() : store_.said(session.id);
    const core::Zone zone = core::Zone::named(group.zone);
    const auto ticked = [&](const core::PersonId& person) {
      if (before)
        return std::find(before->people.begin(), before->people.end(), person) != before->people.end();
      return std::find(said.begin(), said.end(), std::pair(person, false)) == said.end();
    };
    std::vector<Name> all;
    for (const core::Person& person : context.people().people()) {
      const bool came = before && ticked(person.id);
      const bool said_yes = std::find(said.begin(), said.end(), std::pair(person.id, true)) != said.end();
      const bool away = said_yes ? core::is_off_roster(person, zone, session.starts)
                                 : core::is_away(person, zone, session.starts);
      const bool expected = takes_part(group, person.id) && !away;
      if (came || expected) all.push_back({person.id, person.name, ticked(person.id)});
    }
    std::sort(all.begin(), all.end(),
              [](const Name& a, const Name& b) { return core::name_before(a.name, b.name); });
    return all;
  }

  Reply open_form(Context& context, const Here& who, const Session& session,
                  const std::optional<Register>& before) {
    return core::open_form(form(session, who.group, names(context, who, session, before),
                                before ? before->times : 0, who.language()));
  }

  Reply told(Context& context, const Here& who, const Session& session, const Register& all,
             std::string_view key) {
    std::vector<std::string> came;
    for (const core::PersonId& person : all.people) came.push_back(name_of(context.people(), person));
    std::vector<Session> others;
    for (Session& other : store_.begun(who.group.id, context.now() - looked_back, context.now()))
      if (others.size() < most_others && other.id != session.id && other.ends <= context.now() &&
          !store_.taken(other.id))
        others.push_back(std::move(other));
    return whisper(
        taken({session, who.group, all, taker(context.people(), all, who.language()), sorted(came)}, key,
              others, who.language()));
  }

  Reply open(Context& context, const Here& who, const Asked& asked) {
    const auto before = store_.taken(asked.session.id);
    if (before && asked.times != before->times)
      return told(context, who, asked.session, *before, "attendance.taken");
    return open_form(context, who, asked.session, before);
  }

  Reply take(Context& context, const Here& who, const Asked& asked, const Given& given) {
    const Session& session = asked.session;
    const auto before = store_.taken(session.id);
    if (before && asked.times != before->times)
      return told(context, who, session, *before, "attendance.meanwhile");
    const auto listed = names(context, who, session, before);
    Register all{who.person.id, before ? before->times + 1 : 1, 0, static_cast<int>(listed.size()), {}};
    const auto values = given.filled.find("came");
    if (values != given.filled.end())
      for (const std::string& id : values->second) {
        const bool known = std::any_of(listed.begin(), listed.end(),
                                       [&](const Name& name) { return name.person.text == id; });
        if (!known && !id.empty()) {
          Reply wrong;
          wrong.errors["came"] = core::text(who.language(), "attendance.form.changed");
          return wrong;
        }
        if (known) all.people.emplace_back(id);
      }
    std::sort(all.people.begin(), all.people.end());
    all.people.erase(std::unique(all.people.begin(), all.people.end()), all.people.end());
    all.came = static_cast<int>(all.people.size());
    if (all.came == 0) return whisper(nobody(session, who.group, who.language()));
    store_.take(session.id, all, context.now());
    context.emit(core::AttendanceTaken{session, who.person.name});
    return told(context, who, session, all, "attendance.done");
  }

  // oppmøte | oppmøte 24.11
  Reply command(Context& context, const Here& who, const core::CommandLine& line) {
    if (!facilitates(who.group, who.person.id))
      return whisper(who.language(), "attendance.facilitators_only");
    auto sessions = store_.begun(who.group.id, context.now() - looked_back, context.now());
    const auto typed = line.plain();
    const core::Date today = core::local_date(who.group, context.now());
    // "oppmøte alle" says no day: it is ticked in the form.
    std::size_t of_time = 0;
    core::read_time(typed, of_time, today);
    if (of_time > 0) {
      // What was: a date without a year is the last such day, a weekday the last such.
      const std::string words = boost::algorithm::join(typed, " ");
      const auto said = core::time_in(words, today);
      const auto before = core::time_in(words, core::local_date(who.group, context.now() - looked_back));
      std::erase_if(sessions, [&](const Session& session) {
        const core::Date date = core::local_date(who.group, session.starts);
        if (const auto all = said ? said->all_days() : std::nullopt) {
          const auto was = before ? before->all_days() : std::nullopt;  // "i oktober", said in November
          const auto lies_in = [&](const core::SeveralDays& some) {
            return some.first <= date && date <= some.last;
          };
          return !lies_in(*all) && !(was && lies_in(*was));
        }
        if (said && said->weekday_alone)
          return said->weekday != std::chrono::weekday{std::chrono::sys_days{date}};
        return !(said && said->date == date) && !(before && before->date == date);
      });
    }
    std::erase_if(sessions, [&](const Session& session) { return is_from_before(who, session); });
    if (sessions.empty())
      return whisper(who.language(), of_time == 0 ? "attendance.none" : "attendance.none_that_day");
    const auto before = store_.taken(sessions.front().id);
    if (before) return told(context, who, sessions.front(), *before, "attendance.taken");
    return open_form(context, who, sessions.front(), before);
  }

  // --- who cannot come

  // One message a day to each facilitator, which grows: who cannot come, all together.
  void tell_absent(Context& context, const core::SaidAboutComing& said) {
    const core::Group* group = context.people().group(said.session.group);
    const bool was_absent = said.before == false;
    if (!group || was_absent == !said.coming || !takes_part(*group, said.person)) return;
    const core::Zone zone = core::Zone::named(group->zone);
    const Instant heard = core::after_quiet(context.now(), zone, group->quiet);
    const std::string day = core::date_text(core::local_date(*group, heard));
    const std::string again = said.coming ? name_of(context.people(), said.person) : std::string();
    for (const core::Person* facilitator : context.people().with_role(*group, core::Role::facilitator)) {
      if (facilitator->id == said.person || core::is_away(*facilitator, zone, context.now())) continue;
      std::vector<std::string> names;
      for (const auto& [person, coming] : store_.said(said.session.id))
        if (!coming && person != facilitator->id && takes_part(*group, person))
          names.push_back(name_of(context.people(), person));
      const std::string key = "absent:" + said.session.id.text + ":" + std::to_string(said.session.revision) +
                              ":" + day + ":" + facilitator->id.text;
      const core::Message message =
          absent(said.session, *group, sorted(std::move(names)), again, facilitator->language);
      // In quiet hours only when it would else come too late.
      context.post(core::urgent(core::until(
          said.session.starts, core::of_group(group->id, {key, core::destination_of(*facilitator), message,
                                                          heard < said.session.starts - hours{1}}))));
      context.update(key, message);
    }
  }

  AttendanceStore& store_;
};

}  // namespace

std::unique_ptr<features::Feature> make(AttendanceStore& store) {
  return std::make_unique<Attendance>(store);
}

std::string taken_by(AttendanceStore& store, const core::Directory& people, const core::SessionId& session,
                     Language language) {
  const auto all = store.taken(session);
  return all ? taker(people, *all, language) : std::string();
}

bool half_empty(AttendanceStore& store, const core::GroupId& group, Instant now) {
  constexpr int times = 3;
  const auto counts = store.counts(group, now - 2 * looked_back, now, times);
  return counts.size() == times &&
         std::ranges::all_of(counts, [](const auto& each) { return 2 * each.came < each.listed; });
}

}  // namespace attendance
