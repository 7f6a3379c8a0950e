#include "bot/features/shifts/feature.hpp"

#include <algorithm>

#include "bot/core/group_time.hpp"
#include "bot/core/random.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/sorting.hpp"
#include "bot/core/written_time.hpp"
#include "bot/features/shifts/events.hpp"
#include "bot/features/shifts/reading.hpp"
#include "bot/features/shifts/wishes.hpp"

namespace shifts {
namespace {

using core::Context;
using core::Date;
using core::GroupId;
using core::Language;
using core::Person;
using core::PersonId;
using core::Reply;
using core::whisper;
using features::Here;
using features::Right;

constexpr std::size_t days_shown = 14;
constexpr int longest_list = 300'000;                      // letters: more rows than are taken
constexpr std::chrono::minutes forgotten_at{3 * 60 + 10};  // local time, each night
constexpr std::chrono::days kept{7};

// What somebody wants of one day of a group.
struct Wish {
  GroupId group;
  Date day;
  PersonId person{};
};
const GroupId& group_of(const Wish& wish) {
  return wish.group;
}

// `by` is empty for the operator.
void keep(ShiftStore& store, Context& context, const core::Group& group, const PersonId& by, Date day,
          const Roster& people) {
  store.set(group.id, day, people);
  context.people_changed();
  core::AdministrativeAct act;
  act.what = "roster.set";
  act.by = by;
  act.group = group.id;
  act.detail = core::date_text(day) + " " + std::to_string(people.size());
  context.emit(std::move(act));
}

class Shifts final : public features::Feature {
 public:
  Shifts(ShiftStore& store, std::string zone) : store_(store), zone_(std::move(zone)) {}

  std::string_view name() const override { return "shifts"; }
  std::vector<features::CommandSpec> commands() override {
    using features::by;
    return {{"shift",
             {"vakt", "vakt", "shift", "vaktliste", "roster"},
             Right::participant,
             by(this, &Shifts::shift)},
            {"swap", {"bytt", "byt", "swap"}, Right::facilitator, by(this, &Shifts::swap)}};
  }
  std::vector<features::EventRow> events() override {
    namespace e = shifts::events;
    using features::press;
    using features::submit;
    using features::the_group;
    return {press(e::paste, Right::facilitator, this, the_group, &Shifts::paste),
            submit(e::table, Right::facilitator, this, the_group, &Shifts::pasted),
            press(e::ask_in, Right::answering, this, &Shifts::own_wish, &Shifts::ask_in),
            press(e::ask_out, Right::answering, this, &Shifts::own_wish, &Shifts::ask_out),
            press(e::let_in, Right::facilitator, this, &Shifts::wish, &Shifts::let_in),
            press(e::let_out, Right::facilitator, this, &Shifts::wish, &Shifts::let_out),
            press(e::refuse, Right::facilitator, this, &Shifts::wish, &Shifts::refuse)};
  }
  void start(Context& context) override {
    context.arrange({std::string(events::forget_job), std::string(events::forget_job), "",
                     core::next_time(core::Zone::named(zone_), forgotten_at, context.now()), true});
  }
  void due(Context& context, const core::Job& job) override {
    if (job.kind != events::forget_job) return;
    start(context);
    if (!context.time_is_certain()) return;
    const Date today = core::date_of(core::Zone::named(zone_).to_local(context.now()));
    store_.forget_before(Date{std::chrono::sys_days{today} - kept});
  }

 private:
  // --- the roster

  Reply shift(Context& context, const Here& who, const core::CommandLine& line) {
    const bool sets = line.words.size() > 1;
    if (!sets) return show(context, who);
    if (!features::may(who, who.group, Right::facilitator))
      return whisper(who.language(), "shifts.not_yours");
    const Date today = core::local_date(who.group, context.now());
    const Said said = said_in(line, context.people(), who.group, today);
    if (!said.trouble.empty()) return whisper(who.language(), said.trouble, {{"about", said.about}});
    if (!said.day || *said.day < today)
      return whisper(who.language(), "shifts.trouble.day",
                     {{"about", said.day ? core::say_date(who.language(), *said.day, today) : ""}});
    if (said.people.empty() && !said.everybody) return whisper(who.language(), "shifts.how");
    set(context, who, *said.day, said.everybody ? Roster() : Roster(said.people.begin(), said.people.end()));
    return shown(context, who,
                 {{*said.day, said.everybody ? Roster() : Roster(said.people.begin(), said.people.end())}},
                 "shifts.set");
  }

  void set(Context& context, const Here& who, Date day, const Roster& people) {
    keep(store_, context, who.group, who.person.id, day, people);
  }

  core::Facts facts_of(const Context& context, const Here& who, const std::map<Date, Roster>& days) const {
    core::Facts facts;
    for (const auto& [day, roster] : days) {
      if (facts.rows.size() == days_shown) break;
      std::vector<std::string> names;
      for (const PersonId& id : roster)
        if (const Person* person = context.people().person(id)) names.push_back(person->name);
      std::ranges::sort(names, core::name_before);
      facts.rows.emplace_back(core::say_date(who.language(), day, core::local_date(who.group, context.now())),
                              names.empty() ? core::text(who.language(), "shifts.everybody")
                                            : core::say_list(who.language(), names));
    }
    return facts;
  }

  // texts: shifts.set
  Reply shown(const Context& context, const Here& who, const std::map<Date, Roster>& days,
              std::string_view key) {
    core::Message message;
    core::say(message, who.language(), key);
    message.blocks.emplace_back(facts_of(context, who, days));
    return whisper(std::move(message));
  }

  Reply show(Context& context, const Here& who) {
    const Language language = who.language();
    const auto days = store_.rosters(who.group.id, core::local_date(who.group, context.now()));
    const bool facilitates = features::may(who, who.group, Right::facilitator);
    core::Message message;
    core::head(message, language, "shifts.title", {{"group", who.group.name}});
    if (days.empty())
      core::say(message, language, "shifts.none");
    else if (facilitates)
      message.blocks.emplace_back(facts_of(context, who, days));
    core::Actions actions;
    // Each sees of themselves alone: who is at work is for those who plan.
    const core::Member* member = who.group.member(who.person.id);
    if (member && member->role == core::Role::participant)
      for (const auto& [day, roster] : days) {
        if (actions.buttons.size() == 4) break;
        const bool on = roster.contains(who.person.id);
        const std::string date = core::say_date(language, day, core::local_date(who.group, context.now()));
        core::say(message, language, on ? "shifts.you_are_on" : "shifts.you_are_off", {{"date", date}});
        const std::string label =
            core::text(language, on ? "shifts.ask_out" : "shifts.ask_in", {{"date", date}});
        actions.buttons.push_back(
            (on ? events::ask_out : events::ask_in).button(label, who.group.id, core::date_text(day)));
      }
    if (facilitates) {
      actions.buttons.push_back(events::paste.button(core::text(language, "shifts.paste"), who.group.id));
      core::say(message, language, "shifts.how");
    }
    if (!actions.buttons.empty()) message.blocks.emplace_back(std::move(actions));
    return whisper(std::move(message));
  }

  core::Form form(Language language, const GroupId& group) const {
    core::Form form = events::table.form(group);
    form.title = core::text(language, "shifts.form.title");
    form.intro = core::rich(language, "shifts.form.intro");
    form.submit = core::text(language, "shifts.form.submit");
    core::Input input = core::input("table", core::text(language, "shifts.form.field"));
    input.required = input.multiline = input.of_file = true;
    input.max_length = longest_list;
    form.inputs.push_back(std::move(input));
    return form;
  }
  Reply paste(Context&, const Here& who, const GroupId& group) {
    return core::open_form(form(who.language(), group));
  }
  Reply pasted(Context& context, const Here& who, const GroupId& group, const features::Given& given) {
    Reply reply;
    reply.errors = core::too_long(who.language(), form(who.language(), group), given.filled);
    const auto typed = given.filled.find("table");
    const std::string text =
        typed == given.filled.end() || typed->second.empty() ? "" : typed->second.front();
    if (text.empty()) reply.errors.emplace("table", core::text(who.language(), "form.required"));
    if (!reply.errors.empty()) return reply;
    const Pasted read = pasted_in(text, context.people(), who.group,
                                  core::local_date(who.group, context.now()), who.language());
    if (!read.troubles.empty()) {
      core::Message message;
      core::say(message, who.language(), "groups.import.troubles");
      core::List list;
      for (const std::string& trouble : read.troubles) list.items.push_back({core::Span(trouble)});
      if (list.items.size() > 40) list.items.resize(40);
      message.blocks.emplace_back(std::move(list));
      message.blocks.emplace_back(
          core::Actions{{events::paste.button(core::text(who.language(), "shifts.paste"), group)}});
      return whisper(std::move(message));
    }
    for (const auto& [day, people] : read.days) set(context, who, day, people);
    return shown(context, who, read.days, "shifts.set");
  }

  // --- two swap

  // bytt [dag] @en @annen [dag]
  Reply swap(Context& context, const Here& who, const core::CommandLine& line) {
    const Language language = who.language();
    const Date today = core::local_date(who.group, context.now());
    // Two facilitators swap something else.
    if (const auto words = line.plain();
        !words.empty() && (core::folded(words.front()).ends_with("ansvar") ||
                           core::folded(words.front()) == "responsibility")) {
      Reply reply = whisper(language, "shifts.swap.lead");
      reply.whisper.own().blocks.emplace_back(core::Actions{{core::events::say.button(
          core::text(language, "sessions.lead.see"), "hovedansvar " + who.group.key)}});
      return reply;
    }
    const Said said =
        said_in(with_oneself(line, who.person, who.group), context.people(), who.group, today, Swap::yes);
    if (!said.trouble.empty()) return whisper(language, said.trouble, {{"about", said.about}});
    if (said.day && *said.day < today)
      return whisper(language, "shifts.trouble.day", {{"about", core::say_date(language, *said.day, today)}});
    if (said.people.size() != 2) {
      Reply reply = whisper(language, "shifts.swap.how");
      reply.whisper.own().blocks.emplace_back(
          core::Actions{{core::events::say.button(core::text(language, "shifts.see"), "vakt")}});
      return reply;
    }
    const bool turned = said.turned.value_or(false);
    const PersonId out = said.people[turned ? 1 : 0], in = said.people[turned ? 0 : 1];
    const auto days = store_.rosters(who.group.id, said.day.value_or(today));
    for (const auto& [day, roster] : days) {
      if ((said.day && day != *said.day) || !roster.contains(out) || roster.contains(in)) continue;
      Roster after = roster;
      after.erase(out);
      after.insert(in);
      set(context, who, day, after);
      tell(context, who.group, out, "shifts.told.out", day);
      tell(context, who.group, in, "shifts.told.in", day);
      return whisper(language, "shifts.swapped",
                     {{"out", context.people().person(out)->name},
                      {"in", context.people().person(in)->name},
                      {"date", core::say_date(language, day, today)}});
    }
    return whisper(language, "shifts.swap.not", {{"out", context.people().person(out)->name}});
  }

  // texts: shifts.told.*
  // At once: it may be about the next five minutes, and a colleague has just asked for it.
  void tell(Context& context, const core::Group& group, const PersonId& person, std::string_view key,
            Date day) {
    const Person* to = context.people().person(person);
    if (!to) return;
    core::Message message;
    core::say(message, to->language, key,
              {{"group", group.name},
               {"date", core::say_date(to->language, day, core::local_date(group, context.now()))}});
    context.post(core::urgent(
        core::until(end_of(group, day),
                    core::of_group(group.id, {"shift:" + core::new_id(context.random()),
                                              core::destination_of(*to), std::move(message), false}))));
  }

  // --- what staff ask for

  static std::optional<Date> day_of(const std::string& text) { return core::date_from_text(text, Date{}); }
  std::optional<Wish> own_wish(const GroupId& group, const std::string& text) {
    const auto day = day_of(text);
    return day ? std::optional(Wish{group, *day}) : std::nullopt;
  }
  std::optional<Wish> wish(const GroupId& group, const std::string& text, const std::string& person) {
    const auto day = day_of(text);
    return day ? std::optional(Wish{group, *day, PersonId(person)}) : std::nullopt;
  }

  Reply ask_in(Context& context, const Here& who, const Wish& wish) { return ask(context, who, wish, true); }
  Reply ask_out(Context& context, const Here& who, const Wish& wish) {
    return ask(context, who, wish, false);
  }

  std::optional<Roster> roster(const Context& context, const core::Group& group, Date day) {
    if (day < core::local_date(group, context.now())) return std::nullopt;
    const auto days = store_.rosters(group.id, day);
    const auto found = days.find(day);
    return found == days.end() ? std::nullopt : std::optional(found->second);
  }

  Reply ask(Context& context, const Here& who, const Wish& wish, bool in) {
    const auto now = roster(context, who.group, wish.day);
    if (!now || now->contains(who.person.id) == in) return whisper(who.language(), "shifts.old");
    const auto facilitators = context.people().with_role(who.group, core::Role::facilitator);
    if (facilitators.empty()) return whisper(who.language(), "shifts.nobody");
    if (!WishState(context, who.group, wish.day, who.person.id).ask(*now))
      return whisper(who.language(), "shifts.asked");
    const std::string once = core::new_id(context.random());
    for (const Person* facilitator : facilitators) {
      const Language language = facilitator->language;
      core::Message message;
      core::say(message, language, in ? "shifts.wish.in" : "shifts.wish.out",
                {{"name", who.person.name},
                 {"group", who.group.name},
                 {"date", core::say_date(language, wish.day, core::local_date(who.group, context.now()))}});
      const std::string day = core::date_text(wish.day);
      message.blocks.emplace_back(
          core::Actions{{(in ? events::let_in : events::let_out)
                             .button(core::text(language, in ? "shifts.let_in" : "shifts.let_out"),
                                     who.group.id, day, who.person.id.text, core::Button::Style::primary),
                         events::refuse.button(core::text(language, "shifts.refuse"), who.group.id, day,
                                               who.person.id.text)}});
      context.post(core::until(
          end_of(who.group, wish.day),
          core::of_group(who.group.id, {"shift-wish:" + who.group.id.text + ":" + day + ":" +
                                            who.person.id.text + ":" + once + ":" + facilitator->id.text,
                                        core::destination_of(*facilitator), std::move(message), true})));
    }
    return whisper(who.language(), "shifts.asked");
  }

  Reply let_in(Context& context, const Here& who, const Wish& wish) {
    return settle(context, who, wish, true);
  }
  Reply let_out(Context& context, const Here& who, const Wish& wish) {
    return settle(context, who, wish, false);
  }
  Reply settle(Context& context, const Here& who, const Wish& wish, bool in) {
    auto now = roster(context, who.group, wish.day);
    if (!now || !who.group.member(wish.person) || now->contains(wish.person) == in)
      return whisper(who.language(), "shifts.old");
    if (!in && now->size() == 1) return whisper(who.language(), "shifts.last");
    in ? void(now->insert(wish.person)) : void(now->erase(wish.person));
    set(context, who, wish.day, *now);
    WishState(context, who.group, wish.day, wish.person).answer();
    tell(context, who.group, wish.person, in ? "shifts.told.in" : "shifts.told.out", wish.day);
    return shown(context, who, {{wish.day, *now}}, "shifts.set");
  }
  Reply refuse(Context& context, const Here& who, const Wish& wish) {
    const auto now = roster(context, who.group, wish.day);
    WishState wished(context, who.group, wish.day, wish.person);
    if (!now || !who.group.member(wish.person) || wished.answered())
      return whisper(who.language(), "shifts.old");
    const bool on = now->contains(wish.person);
    wished.answer();
    tell(context, who.group, wish.person, on ? "shifts.told.stays_on" : "shifts.told.stays_off", wish.day);
    return whisper(who.language(), "shifts.refused");
  }

  ShiftStore& store_;
  std::string zone_;
};

}  // namespace

RosterList take_list(ShiftStore& store, Context& context, const core::Group& group, std::string_view text,
                     std::optional<Date> day, Language language, bool apply) {
  const Date today = core::local_date(group, context.now());
  const Pasted read = pasted_in(text, context.people(), group, today, language, day);
  RosterList list;
  list.troubles = read.troubles;
  const auto before = store.rosters(group.id, today);
  for (const auto& [date, people] : read.days) {
    const auto known = before.find(date);
    if (known != before.end() && known->second == people) {
      ++list.unchanged;
      continue;
    }
    std::vector<std::string> names;
    for (const PersonId& id : people)
      if (const Person* person = context.people().person(id)) names.push_back(person->name);
    std::ranges::sort(names, core::name_before);
    list.changes.push_back(core::say_date(language, date, today) + ": " + core::say_list(language, names));
    if (apply && list.troubles.empty()) keep(store, context, group, {}, date, people);
  }
  return list;
}

std::unique_ptr<features::Feature> make(ShiftStore& store, std::string zone) {
  return std::make_unique<Shifts>(store, std::move(zone));
}

}  // namespace shifts
