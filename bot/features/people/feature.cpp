#include "bot/features/people/feature.hpp"

#include <algorithm>
#include <functional>

#include "bot/core/days.hpp"
#include "bot/core/events.hpp"
#include "bot/core/group_due.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/role_ahead.hpp"
#include "bot/core/sorting.hpp"
#include "bot/core/written_time.hpp"
#include "bot/features/people/events.hpp"
#include "bot/features/people/third.hpp"
#include "bot/features/people/typed_role.hpp"

namespace people {
namespace {

using core::Context;
using core::Language;
using core::Reply;
using core::whisper;
using features::Here;
using features::Who;

class People final : public features::Feature {
 public:
  People(PeopleStore& store, core::Platforms platforms) : store_(store), platforms_(std::move(platforms)) {}

  std::string_view name() const override { return "people"; }
  std::vector<features::CommandSpec> commands() override {
    using features::by;
    using features::Right;
    return {
        {"page",
         {"side", "side", "page", "lenke", "lenkje", "link"},
         Right::everybody,
         by(this, &People::page)},
        {"language",
         {"språk", "språk", "language", "lang"},
         Right::everybody,
         by(this, &People::set_language)},
        {"role", {"rolle", "rolle", "role"}, Right::coordinator, by(this, &People::set_role)},
        {"members", {"medlemmer", "medlemer", "members"}, Right::participant, by(this, &People::members)}};
  }

  std::vector<features::EventRow> events() override {
    return {features::press(people::events::speak, features::Right::everybody, this, &People::speak),
            features::press(people::events::renew, features::Right::everybody, this, &People::renew),
            features::submit(people::events::role, features::Right::coordinator, this, features::the_group,
                             &People::role_sent)};
  }

  // What was to come is settled by what is said since.
  void on(Context& context, const core::Fact& fact) override {
    const auto* act = std::get_if<core::AdministrativeAct>(&fact);
    if (!act || act->group.empty() || act->about.empty()) return;
    if (act->what == "role.arranged") tell_of_ahead(context, *act);
    if (act->what == "role.given" || (act->what == "role.taken" && !core::date_of_text(act->detail)))
      drop_ahead(context, act->group, act->about);
  }

  // A role that was given from today on.
  void due(Context& context, const core::Job& job) override {
    const auto ahead = core::role_ahead_in(job);
    const core::Person* person = ahead ? context.people().person(ahead->person) : nullptr;
    if (!person) return;
    const core::Group& group = core::group_due(context, ahead->group);
    const core::Date today = core::local_date(group, context.now());
    if (today < ahead->from) return core::arrange_role(context, group, *ahead);  // another zone by now
    if (!context.time_is_certain())                                              // as a membership waits, too
      return context.arrange({job.key, job.kind, job.subject, context.now() + std::chrono::hours{1}, true});
    // Who was taken out meanwhile comes back by what a person does.
    const core::Member* member = core::member_or_later(group, person->id);
    if (!member && !ahead->until) return context.withdraw(ahead_key(group.id, person->id));
    if (ahead->role == core::Role::facilitator) {
      const std::string third = third_facilitator(context.people(), core::with_ahead(context, group),
                                                  person->id, today, ahead->ends, group.language);
      if (!third.empty()) return tell_of_third(context, group, *person);
    }
    store_.set_role(group.id, person->id, ahead->role, today);
    if (ahead->ends || !member) store_.set_period(group.id, person->id, std::nullopt, ahead->ends);
    context.people_changed();
    core::AdministrativeAct act;
    act.what = "role.given";
    act.about = person->id;
    act.group = group.id;
    act.detail = std::string(core::code(ahead->role));
    act.arranged = true;
    context.emit(act);
  }

 private:
  // Somebody else has come to lead it since; who was to do so has read that they would.
  static void tell_of_third(Context& context, const core::Group& group, const core::Person& person) {
    const auto tell = [&](const core::GroupId& of, const core::Person& to, const char* key) {
      // texts: people.role.third_came people.role.not_yet
      core::Message message;
      core::say(message, to.language, key, {{"who", person.name}, {"group", group.name}});
      context.post(core::of_group(of, {"role-third:" + group.id.text + ":" + person.id.text + ":" +
                                           core::to_text(context.now()) + ":" + to.id.text,
                                       core::destination_of(to), std::move(message), true}));
    };
    for (const core::Person* coordinator : context.people().coordinators())
      tell(core::coordinators_alone, *coordinator, "people.role.third_came");
    if (!person.coordinator) tell(group.id, person, "people.role.not_yet");
  }

  // By whatever way it was given.
  static void tell_of_ahead(Context& context, const core::AdministrativeAct& act) {
    const core::Group* group = context.people().group(act.group);
    const core::Person* person = context.people().person(act.about);
    const auto ahead = core::role_ahead(context, act.group, act.about);
    if (!group || !person || !ahead || act.by == act.about) return;
    const Language language = person->language;
    core::Message message;
    core::say(
        message, language, "people.role.ahead",
        {{"role", core::text(language, "role." + std::string(core::code(ahead->role)))},
         {"group", group->name},
         {"days", said_days(language, ahead->from, ahead->ends, core::local_date(*group, context.now()))}});
    context.withdraw(ahead_key(group->id, person->id));
    context.post(core::of_group(group->id, {ahead_key(group->id, person->id) + core::to_text(context.now()),
                                            core::destination_of(*person), std::move(message), true}));
  }

  static void drop_ahead(Context& context, const core::GroupId& group, const core::PersonId& person) {
    core::cancel_role(context, group, person);
    context.withdraw(ahead_key(group, person));
  }
  static std::string ahead_key(const core::GroupId& group, const core::PersonId& person) {
    return "role-ahead:" + group.text + ":" + person.text + ":";
  }

  Reply speak(Context& context, const Who& who, const Language& language) {
    store_.set_language(who.person.id, language);
    context.people_changed();
    return whisper(language, "people.language.set");
  }

  Reply set_language(Context& context, const Who& who, const core::CommandLine& line) {
    const auto words = line.plain();
    if (!words.empty())
      if (const auto language = core::language_from_text(words.front()))
        return speak(context, who, *language);
    core::Message message;
    core::say(message, who.language(), "people.language.choose");
    core::Actions actions;
    for (const Language language : core::all_languages)
      actions.buttons.push_back(
          people::events::speak.button(std::string(core::row_of(language).name), language));
    message.blocks.emplace_back(std::move(actions));
    return whisper(std::move(message));
  }

  Reply page(Context& context, const Who& who, const core::CommandLine&) {
    const std::string address = platforms_.page ? platforms_.page(who.person.id) : std::string();
    if (address.empty()) return whisper(who.language(), "people.page.none");
    const Language language = who.language();
    core::Message message;
    const auto say = [&](std::string_view key, std::string_view open, const std::string& where) {
      core::Rich words = core::rich(language, key);
      words.emplace_back(" ");
      words.emplace_back(core::text(language, open), core::Span::Style::plain, where);
      message.blocks.emplace_back(core::Paragraph{std::move(words)});
    };
    // texts: people.page people.page.open overview.address overview.open_page
    say("people.page", "people.page.open", address);
    // A coordinator who is in no group would find it empty.
    if (platforms_.overview && !context.people().groups_of(who.person.id).empty())
      say("overview.address", "overview.open_page", platforms_.overview(who.person.id));
    message.blocks.emplace_back(core::Actions{
        {people::events::renew.button(core::text(language, "people.page.renew"), who.person.pages)}});
    return whisper(std::move(message));
  }

  // The new address is asked for afterwards, when the snapshot of people knows it.
  Reply renew(Context& context, const Who& who, const int& number) {
    if (number == who.person.pages) renew_pages(context, store_, who.person.id, who.person.id);
    Reply reply = whisper(who.language(), "people.page.renewed");
    reply.whisper.own().blocks.emplace_back(
        core::Actions{{core::events::say.button(core::text(who.language(), "people.page.again"), "side")}});
    return reply;
  }

  static void note(Context& context, const Here& who, const core::Person& person, const char* what,
                   std::string detail) {
    core::AdministrativeAct act;
    act.what = what;
    act.by = who.person.id;
    act.about = person.id;
    act.group = who.group.id;
    act.detail = std::move(detail);
    context.emit(act);
  }

  // rolle @kari fasilitator | rolle "Kari Li" ut fra 1.1 | rolle @kari deltaker fra 1.12 til 15. desember
  Reply set_role(Context& context, const Here& who, const core::CommandLine& whole) {
    core::CommandLine line = whole;
    const Period period = take_period(line, today_of(context, who));
    if (line.words.size() < 3) {
      const auto meant = line.words.size() > 1 ? std::optional(line.words.back()) : std::nullopt;
      const core::Person* mentioned =
          meant && meant->user ? context.people().person(who.person.workspace, *meant->user) : nullptr;
      return role_form(who.language(), who.group,
                       mentioned ? mentioned->name
                       : meant   ? meant->text
                                 : std::string());
    }
    const std::string role_word = line.words.back().text;
    const std::vector<core::CommandLine::Word> meant(line.words.begin() + 1, line.words.end() - 1);
    std::string person_words;
    for (const auto& word : meant) person_words += (person_words.empty() ? "" : " ") + word.text;
    const auto found = find_people(context.people(), who.person.workspace, meant, person_words);
    if (found.size() != 1)
      return whisper(who.language(), found.empty() ? "people.role.nobody" : "people.role.several",
                     {{"who", person_words}});
    const std::string folded = core::folded(role_word);
    if (folded == "ut" || folded == "ingen" || folded == "none" || folded == "remove")
      return period.odd || period.to
                 ? whisper(who.language(), "people.role.out_day", {{"who", found.front()->name}})
                 : take_role(context, who, *found.front(), period.from);
    const auto role = core::role_from_text(role_word);
    if (!role || *role == core::Role::coordinator)
      return role_form(who.language(), who.group, found.front()->name);
    if (period.odd) return whisper(who.language(), "people.role.day");
    return give_role(context, who, *found.front(), *role, period);
  }

  Reply role_sent(Context& context, const Here& who, const core::GroupId&, const features::Given& given) {
    const Language language = who.language();
    const core::Date today = today_of(context, who);
    const std::string name = core::value_of(given.filled, "who"),
                      role_code = core::value_of(given.filled, "role");
    Reply wrong;
    const auto found = find_people(context.people(), name);
    if (found.size() != 1)
      wrong.errors["who"] =
          core::text(language, found.empty() ? "people.role.nobody" : "people.role.several", {{"who", name}});
    Period period;
    for (const auto& [id, day] : {std::pair{"from", &period.from}, {"to", &period.to}}) {
      const std::string typed = core::value_of(given.filled, id);
      if (typed.empty()) continue;
      *day = core::date_from_text(typed, today);
      const bool over = !*day || **day < today || (day == &period.to && period.from && **day < *period.from);
      if (over) wrong.errors[id] = core::text(language, "people.role.form_day");
    }
    const auto role = core::role_from_text(role_code);
    const bool out = role_code == out_of_it;
    if (out && period.to) wrong.errors["to"] = core::text(language, "people.role.out_to");
    if (!out && (!role || *role == core::Role::coordinator))
      wrong.errors["role"] = core::text(language, "people.role.choose");
    else if (role && wrong.errors.empty())
      if (auto third = third_in(context, who, *found.front(), *role, period); !third.empty())
        wrong.errors["role"] = std::move(third);
    if (!wrong.errors.empty()) return wrong;
    return out ? take_role(context, who, *found.front(), period.from)
               : give_role(context, who, *found.front(), *role, period);
  }

  // Out from a day to come: the day before is the last, unless they leave sooner anyway.
  Reply take_role(Context& context, const Here& who, const core::Person& person,
                  const std::optional<core::Date>& from) {
    const auto waits = std::ranges::find(who.group.later, person.id, &core::Member::person);
    const bool comes = waits != who.group.later.end();
    const core::Member* member = comes ? &*waits : who.group.member(person.id);
    const core::Date today = today_of(context, who);
    const auto ahead = core::role_ahead(context, who.group.id, person.id);
    if (ahead && (!from || *from <= ahead->from)) drop_ahead(context, who.group.id, person.id);
    if (member && from && *from > (comes ? *member->since : today)) {
      const core::Date before = core::day_before(*from);
      const core::Date last = std::min(member->ends.value_or(before), before);
      store_.set_period(who.group.id, person.id, std::nullopt, last);
      context.people_changed();
      note(context, who, person, "role.taken", core::date_text(*from));
      return role_said(context, who, person,
                       {member->role, *from,
                        said_days(who.language(), comes ? member->since : std::nullopt, last, today)});
    }
    store_.remove_member(who.group.id, person.id);
    context.people_changed();
    note(context, who, person, "role.taken", {});
    return role_said(context, who, person, {{}, today, {}});
  }

  static std::string third_in(Context& context, const Here& who, const core::Person& person, core::Role role,
                              const Period& period) {
    if (role != core::Role::facilitator) return {};
    const core::Date today = today_of(context, who), first = std::max(period.from.value_or(today), today);
    return third_facilitator(context.people(), core::with_ahead(context, who.group), person.id, first,
                             period.to, who.language());
  }

  Reply give_role(Context& context, const Here& who, const core::Person& person, core::Role role,
                  const Period& period) {
    if (const auto third = third_in(context, who, person, role, period); !third.empty())
      return whisper(core::Rich{core::Span(third)});
    const core::Date today = today_of(context, who);
    if (period.from && core::changes_later(who.group, person.id, role, *period.from, today))
      return give_later(context, who, person,
                        {who.group.id, person.id, role, *period.from, period.to,
                         core::out_before(who.group, person.id, *period.from)});
    const bool waits =
        std::ranges::find(who.group.later, person.id, &core::Member::person) != who.group.later.end();
    // Who has the role already has it until then, too.
    const core::Member* now = who.group.member(person.id);
    const bool begins = period.from.value_or(today) > today && !now;
    store_.set_role(who.group.id, person.id, role, begins ? *period.from : today);
    if (begins || waits || period.to)
      store_.set_period(who.group.id, person.id,
                        begins  ? period.from
                        : waits ? std::optional(today)
                                : std::nullopt,
                        period.to);
    context.people_changed();
    note(context, who, person, "role.given", std::string(core::code(role)));
    const std::string days = said_days(who.language(), begins ? period.from : std::nullopt, period.to, today);
    const core::Date behind = period.to ? core::day_after(*period.to) : today;
    return role_said(context, who, person,
                     {role, behind, days, period.to ? "people.role.set_until" : "people.role.set_days"});
  }

  static Reply give_later(Context& context, const Here& who, const core::Person& person,
                          const core::RoleAhead& ahead) {
    const core::Date today = today_of(context, who);
    drop_ahead(context, who.group.id, person.id);
    core::arrange_role(context, who.group, ahead);
    note(context, who, person, "role.arranged",
         std::string(core::code(ahead.role)) + " " + core::date_text(ahead.from));
    // texts: people.role.set_later people.role.set_later_until
    return role_said(context, who, person,
                     {ahead.role, ahead.from, said_days(who.language(), ahead.from, ahead.ends, today),
                      ahead.ends ? "people.role.set_later_until" : "people.role.set_later"});
  }

  static core::Date today_of(const Context& context, const Here& who) {
    return core::local_date(who.group, context.now());
  }

  Reply members(Context& context, const Here& who, const core::CommandLine&) {
    core::Message message;
    message.blocks.emplace_back(core::Heading{who.group.name});
    core::Facts facts;
    const core::Date today = today_of(context, who);
    const core::Group group = core::with_ahead(context, who.group);
    const auto add = [&](const char* key, core::Role role, const auto& belongs) {
      std::vector<std::string> names;
      for (const core::Person* person : context.people().with_role(group, role))
        if (const core::Member* member = group.member(person->id); belongs(*member))
          names.push_back(with_days(who.language(), person->name, std::nullopt, member->ends, today));
      for (const core::Member& member : group.later)
        if (const auto* person =
                member.role == role && belongs(member) ? context.people().person(member.person) : nullptr)
          names.push_back(with_days(who.language(), person->name, member.since, member.ends, today));
      std::ranges::sort(names, core::name_before);
      if (!names.empty())
        facts.rows.emplace_back(core::text(who.language(), key), core::say_list(who.language(), names));
    };
    // Of the leaders some may come to the sessions; those above do not.
    const auto comes = [&](const core::Member& member) { return core::takes_part(group, member); };
    add("groups.field.leaders_come", core::Role::leader, comes);
    add("groups.field.leaders", core::Role::leader, std::not_fn(comes));
    add("groups.field.facilitators", core::Role::facilitator, comes);
    add("groups.field.members", core::Role::participant, comes);
    message.blocks.emplace_back(std::move(facts));
    return whisper(std::move(message));
  }

  PeopleStore& store_;
  core::Platforms platforms_;
};

}  // namespace

void renew_pages(Context& context, PeopleStore& store, const core::PersonId& person,
                 const core::PersonId& by) {
  store.renew_pages(person);
  context.people_changed();
  core::AdministrativeAct act;
  act.what = "page.revoked";
  act.by = by;
  act.about = person;
  context.emit(act);
}

std::unique_ptr<features::Feature> make(PeopleStore& store, core::Platforms platforms) {
  return std::make_unique<People>(store, std::move(platforms));
}

}  // namespace people
