#include "bot/features/people/feature.hpp"

#include <algorithm>

#include "bot/core/events.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/sorting.hpp"
#include "bot/core/written_time.hpp"
#include "bot/features/people/third.hpp"

namespace people {
namespace events {

inline constexpr core::EventName<core::Language> speak{"people/language"};
// Other addresses for one's own pages; the number of those that go, so that a second tap takes none more.
inline constexpr core::EventName<int> renew{"people/renew"};
// Who has which role in the group, from when and until when.
inline constexpr core::EventName<core::GroupId> role{"people/role"};

}  // namespace events
namespace {

using core::Context;
using core::Language;
using core::Reply;
using core::whisper;
using features::Here;
using features::Who;

// "@kari", a user id, or a name that only one person has, or what begins a part of it: "Ann" is no "Hanne".
std::vector<const core::Person*> find_people(const core::Directory& directory, std::string_view typed) {
  while (!typed.empty() && (typed.front() == '@' || typed.front() == '<')) typed.remove_prefix(1);
  while (!typed.empty() && typed.back() == '>') typed.remove_suffix(1);
  const std::string wanted = core::folded(typed);
  std::vector<const core::Person*> exact, partly;
  for (const core::Person& person : directory.people()) {
    const std::string name = core::folded(person.name);
    if (core::folded(person.user) == wanted || name == wanted) exact.push_back(&person);
    if (!wanted.empty() && (" " + name).find(" " + wanted) != std::string::npos) partly.push_back(&person);
  }
  return exact.empty() ? partly : exact;
}

// A mention means the one whose id the platform says, whatever the name beside it.
std::vector<const core::Person*> find_people(const core::Directory& directory, const std::string& workspace,
                                             const std::vector<core::CommandLine::Word>& meant,
                                             const std::string& typed) {
  std::vector<const core::Person*> found;
  bool said = false;
  for (const core::CommandLine::Word& word : meant) {
    if (!word.user || word.user->empty()) continue;
    said = true;
    const core::Person* person = directory.person(workspace, *word.user);
    if (person && std::find(found.begin(), found.end(), person) == found.end()) found.push_back(person);
  }
  return said ? found : find_people(directory, typed);
}

constexpr std::string_view out_of_it = "out";  // in the place of a role

// The days of a membership, as they are typed behind a role.
struct Period {
  std::optional<core::Date> from, to;
  bool odd = false;  // something stood there that is none, or they are over
};

// Takes "fra 1.12 til 15. desember" off the line.
Period take_period(core::CommandLine& line, core::Date today) {
  const auto one_of = [](const core::CommandLine::Word& word, std::initializer_list<std::string_view> all) {
    return !word.quoted && !word.user && std::ranges::find(all, core::folded(word.text)) != all.end();
  };
  const auto is_from = [&](const auto& word) { return one_of(word, {"fra", "fraa", "from", "f.o.m."}); };
  const auto is_to = [&](const auto& word) { return one_of(word, {"til", "to", "until", "t.o.m."}); };
  Period period;
  if (line.words.size() < 4) return period;
  const auto first = std::find_if(line.words.begin() + 3, line.words.end(),
                                  [&](const auto& word) { return is_from(word) || is_to(word); });
  for (auto word = first; word != line.words.end();) {
    std::optional<core::Date>& day = is_to(*word) ? period.to : period.from;
    std::string text;
    for (++word; word != line.words.end() && !is_from(*word) && !is_to(*word); ++word)
      if (!one_of(*word, {"og", "med"})) text += (text.empty() ? "" : " ") + word->text;
    day = core::date_from_text(text, today);
    period.odd |= !day;
  }
  line.words.erase(first, line.words.end());
  period.odd |= period.to && (*period.to < today || (period.from && *period.to < *period.from));
  return period;
}

// "fra 1. desember til 15. desember"; empty for neither.
std::string said_days(Language language, const std::optional<core::Date>& from,
                      const std::optional<core::Date>& to, core::Date today) {
  std::string words;
  const auto say = [&](std::string_view key, core::Date date) {  // texts: groups.period.from groups.period.to
    words += (words.empty() ? "" : " ") +
             core::text(language, key, {{"date", core::say_date(language, date, today)}});
  };
  if (from) say("groups.period.from", *from);
  if (to) say("groups.period.to", *to);
  return words;
}
std::string with_days(Language language, const std::string& name, const std::optional<core::Date>& from,
                      const std::optional<core::Date>& to, core::Date today) {
  const std::string days = said_days(language, from, to, today);
  return days.empty() ? name : name + " (" + days + ")";
}

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

 private:
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

  Reply page(Context&, const Who& who, const core::CommandLine&) {
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
    if (platforms_.overview)
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
      return role_form(who, mentioned ? mentioned->name : meant ? meant->text : std::string());
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
    if (!role || *role == core::Role::coordinator) return role_form(who, found.front()->name);
    if (period.odd) return whisper(who.language(), "people.role.day");
    return give_role(context, who, *found.front(), *role, period);
  }

  // texts: role.*
  static Reply role_form(const Here& who, const std::string& name) {
    const Language language = who.language();
    core::Form form = events::role.form(who.group.id);
    form.title = core::text(language, "people.role.title");
    form.intro = core::rich(language, "people.role.intro", {{"group", who.group.name}});
    const auto line = [&](const char* id, std::string label, std::string hint) {
      core::Input input = core::input(id, std::move(label));
      input.hint = std::move(hint);
      input.max_length = 80;
      return input;
    };
    core::Input person =
        line("who", core::text(language, "people.role.who"), core::text(language, "people.role.who_hint"));
    person.required = true;
    if (!name.empty()) person.initial = {name};
    core::Input role =
        core::required("role", core::text(language, "people.role.which"), core::Input::Kind::choice);
    for (const core::Role one : {core::Role::participant, core::Role::facilitator, core::Role::leader})
      role.options.push_back(
          {std::string(core::code(one)), core::text(language, "role." + std::string(core::code(one)))});
    role.options.push_back({std::string(out_of_it), core::text(language, "people.role.out")});
    form.inputs = {
        std::move(person), std::move(role),
        line("from", core::text(language, "people.role.from"), core::text(language, "people.role.from_hint")),
        line("to", core::text(language, "people.role.to"), core::text(language, "people.role.to_hint"))};
    form.submit = core::text(language, "people.role.save");
    return core::open_form(std::move(form));
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
    if (member && from && *from > (comes ? *member->since : today)) {
      const core::Date before{std::chrono::sys_days{*from} - std::chrono::days{1}};
      const core::Date last = std::min(member->ends.value_or(before), before);
      store_.set_period(who.group.id, person.id, std::nullopt, last);
      context.people_changed();
      note(context, who, person, "role.taken", core::date_text(*from));
      return role_said(who, person, member->role,
                       said_days(who.language(), comes ? member->since : std::nullopt, last, today));
    }
    store_.remove_member(who.group.id, person.id);
    context.people_changed();
    note(context, who, person, "role.taken", {});
    return whisper(who.language(), "people.role.removed", {{"who", person.name}, {"group", who.group.name}});
  }

  static std::string third_in(const Context& context, const Here& who, const core::Person& person,
                              core::Role role, const Period& period) {
    if (role != core::Role::facilitator) return {};
    const core::Date today = today_of(context, who), first = std::max(period.from.value_or(today), today);
    return third_facilitator(context.people(), who.group, person.id, first, period.to, who.language());
  }

  Reply give_role(Context& context, const Here& who, const core::Person& person, core::Role role,
                  const Period& period) {
    if (const auto third = third_in(context, who, person, role, period); !third.empty())
      return whisper(core::Rich{core::Span(third)});
    const core::Date today = today_of(context, who);
    const bool waits =
        std::ranges::find(who.group.later, person.id, &core::Member::person) != who.group.later.end();
    const bool begins = period.from.value_or(today) > today;
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
    return role_said(who, person, role, days);
  }

  static Reply role_said(const Here& who, const core::Person& person, core::Role role,
                         const std::string& days) {
    // texts: people.role.set people.role.set_days
    return whisper(who.language(), days.empty() ? "people.role.set" : "people.role.set_days",
                   {{"who", person.name},
                    {"role", core::text(who.language(), "role." + std::string(core::code(role)))},
                    {"group", who.group.name},
                    {"days", days}});
  }

  static core::Date today_of(const Context& context, const Here& who) {
    return core::date_of(core::Zone::named(who.group.zone).to_local(context.now()));
  }

  Reply members(Context& context, const Here& who, const core::CommandLine&) {
    core::Message message;
    message.blocks.emplace_back(core::Heading{who.group.name});
    core::Facts facts;
    const core::Date today = today_of(context, who);
    for (core::Role role : {core::Role::leader, core::Role::facilitator, core::Role::participant}) {
      std::vector<std::string> names;
      for (const core::Person* person : context.people().with_role(who.group, role))
        names.push_back(
            with_days(who.language(), person->name, std::nullopt, who.group.member(person->id)->ends, today));
      for (const core::Member& member : who.group.later)
        if (const auto* person = member.role == role ? context.people().person(member.person) : nullptr)
          names.push_back(with_days(who.language(), person->name, member.since, member.ends, today));
      std::ranges::sort(names, core::name_before);
      const char* key = role == core::Role::participant   ? "groups.field.members"
                        : role == core::Role::facilitator ? "groups.field.facilitators"
                        : who.group.leaders_take_part     ? "groups.field.leaders_come"
                                                          : "groups.field.leaders";
      if (!names.empty())
        facts.rows.emplace_back(core::text(who.language(), key), core::say_list(who.language(), names));
    }
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
