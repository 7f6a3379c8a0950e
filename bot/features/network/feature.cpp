#include "bot/features/network/feature.hpp"

#include <algorithm>
#include <array>

#include "bot/core/group_due.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/holidays.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/sorting.hpp"
#include "bot/core/written_time.hpp"
#include "bot/features/network/events.hpp"

namespace network {
namespace {

using core::Context;
using core::Instant;
using core::Language;
using core::PersonId;
using core::Reply;
using core::whisper;
using features::Given;
using features::Here;
using features::Right;
using features::Who;
using std::chrono::days;

constexpr days each{14}, first_after{1};
constexpr core::Minutes asks_at{std::chrono::hours{10}}, looks_at{6 * 60 + 15};
constexpr int questions = 12;  // texts: network.question.*
constexpr std::size_t days_offered = 10;
constexpr std::array times_offered{"08:30", "10:00", "12:30", "14:30"};

class Facilitators final : public features::Feature {
 public:
  Facilitators(NetworkStore& store, std::string zone) : store_(store), zone_(core::Zone::named(zone)) {}

  std::string_view name() const override { return "network"; }

  std::vector<features::CommandSpec> commands() override {
    using features::by;
    return {
        {"network", {"nettverk", "nettverk", "network"}, Right::facilitator, by(this, &Facilitators::tell)},
        {"guidance",
         {"veiledning", "rettleiing", "guidance"},
         Right::facilitator,
         by(this, &Facilitators::guidance)}};
  }

  std::vector<features::EventRow> events() override {
    namespace e = network::events;
    using features::press;
    using features::submit;
    using features::the_group;
    using This = Facilitators;
    const auto way = [](This* of, const core::GroupId& group, int direct) {
      const auto network = of->store_.find();
      return network && network->group == group ? std::optional(Network{group, direct == 1, network->asked})
                                                : std::nullopt;
    };
    const auto the_network = [](This* of, const core::GroupId& group) {
      const auto network = of->store_.find();
      return network && network->group == group ? network : std::nullopt;
    };
    return {press(e::make, Right::coordinator, this, the_group, &This::begin),
            press(e::end, Right::coordinator, this, the_network, &This::end).otherwise("network.gone"),
            press(e::mode, Right::coordinator, this, way, &This::set_mode).otherwise("network.gone"),
            press(e::advisers, Right::coordinator, this, the_network, &This::ask_advisers)
                .otherwise("network.gone"),
            submit(e::set_advisers, Right::coordinator, this, the_network, &This::set_advisers)
                .otherwise("network.gone"),
            press(e::guidance, Right::facilitator, this, &This::open_guidance),
            submit(e::ask, Right::facilitator, this, &This::ask_guidance),
            press(e::fits, Right::everybody, this, &This::fits),
            press(e::does_not, Right::everybody, this, &This::does_not_fit)};
  }

  void start(Context& context) override {
    if (!store_.find()) return;
    look_soon(context);
    if (!context.arranged(std::string(events::question_job))) arrange_question(context, first_after);
  }
  void on(Context& context, const core::Fact& fact) override {
    const auto* act = std::get_if<core::AdministrativeAct>(&fact);
    if (act && act->what.starts_with("role.") && store_.find()) look_soon(context);
  }
  void due(Context& context, const core::Job& job) override {
    const auto network = store_.find();
    if (!network) return;
    const core::Group& group = core::group_due(context, network->group);
    if (job.kind == events::look_job) {
      look(context, group);
      arrange_look(context, core::next_time(zone_, looks_at, context.now()));
    }
    if (job.kind == events::question_job) ask_question(context, *network, group);
  }

 private:
  // --- who is in it

  static void arrange_look(Context& context, Instant at) {
    context.arrange({std::string(events::look_job), std::string(events::look_job), "", at, true});
  }
  // When the snapshot of people knows what has changed.
  static void look_soon(Context& context) { arrange_look(context, context.now()); }

  void look(Context& context, const core::Group& network) {
    std::set<PersonId> wanted;
    for (const core::Group& group : context.people().groups())
      if (group.id != network.id && !group.stopped)
        for (const core::Person* person : context.people().with_role(group, core::Role::facilitator))
          wanted.insert(person->id);
    const core::Date today = core::local_date(network, context.now());
    const auto brought = store_.brought();
    bool changed = false;
    for (const PersonId& person : wanted)
      if (!network.member(person) && !brought.contains(person)) {
        store_.bring(network.id, person, today);
        changed = true;
      }
    for (const PersonId& person : brought)
      if (!wanted.contains(person)) {
        store_.take_out(network.id, person);
        changed = true;
      }
    if (changed) context.people_changed();
  }

  // --- the question

  void arrange_question(Context& context, days from_now) {
    const std::chrono::sys_days day{core::date_of(zone_.to_local(context.now() + from_now))};
    const core::Date asked = core::next_working_day(core::Date{day - days{1}});
    context.arrange({std::string(events::question_job), std::string(events::question_job), "",
                     zone_.to_utc(core::at(asked, asks_at)), true});
  }

  static core::Message question(const Network& network, Language language) {
    core::Message message;
    core::head(message, language, "network.question.title");
    const std::string key = "network.question." + std::to_string(network.asked % questions + 1);
    core::say(message, language, key);
    core::note(message, language, network.direct ? "network.question.note_direct" : "network.question.note");
    message.blocks.emplace_back(
        core::Actions{{events::guidance.button(core::text(language, "network.guidance"))}});
    return message;
  }

  void ask_question(Context& context, Network network, const core::Group& group) {
    const std::string key = "network-question:" + group.id.text + ":" + std::to_string(network.asked);
    if (!network.direct)
      context.post(core::may_wait({key, group.destination(), question(network, group.language), true}));
    else
      for (const core::Member& member : group.members)
        if (const core::Person* person = context.people().person(member.person);
            person && !core::is_away(*person, zone_, context.now()))
          context.post(core::of_group(
              group.id, core::may_wait({key + ":" + person->id.text, core::destination_of(*person),
                                        question(network, person->language), true})));
    ++network.asked;
    store_.save(network);
    arrange_question(context, each);
  }

  // --- the coordinator's panel

  Reply tell(Context& context, const Who& who, const core::CommandLine&) {
    const Language language = who.language();
    const auto network = store_.find();
    const core::Group* group = network ? context.people().group(network->group) : nullptr;
    core::Message message;
    core::head(message, language, "network.title");
    core::Actions actions;
    if (!group) {
      core::say(message, language, "network.none");
      if (who.person.coordinator && who.near)
        actions.buttons.push_back(events::make.button(
            core::text(language, "network.make", {{"group", who.near->name}}), who.near->id));
      else if (who.person.coordinator)
        core::say(message, language, "network.none_where");
    } else {
      core::say(message, language, network->direct ? "network.is_direct" : "network.is_channel",
                {{"group", group->name}, {"n", static_cast<int>(group->members.size())}});
      actions.buttons.push_back(events::guidance.button(core::text(language, "network.guidance")));
      if (who.person.coordinator) {
        actions.buttons.push_back(
            events::advisers.button(core::text(language, "network.advisers"), group->id));
        actions.buttons.push_back(events::mode.button(
            core::text(language, network->direct ? "network.to_channel" : "network.to_direct"), group->id,
            network->direct ? 0 : 1));
        actions.buttons.push_back(events::end.button(core::text(language, "network.end"), group->id));
      }
    }
    if (!actions.buttons.empty()) message.blocks.emplace_back(std::move(actions));
    core::note(message, language, "network.note");
    return whisper(std::move(message));
  }

  Reply begin(Context& context, const Here& who, const core::GroupId& id) {
    if (store_.find()) return whisper(who.language(), "network.already");
    store_.save({id});
    look_soon(context);
    arrange_question(context, first_after);
    note(context, who, "network.made");
    return whisper(who.language(), "network.made", {{"group", who.group.name}});
  }
  Reply end(Context& context, const Here& who, const Network& network) {
    for (const PersonId& person : store_.brought()) store_.take_out(network.group, person);
    store_.end();
    context.cancel_job(std::string(events::look_job));
    context.cancel_job(std::string(events::question_job));
    context.people_changed();
    note(context, who, "network.ended");
    return whisper(who.language(), "network.ended", {{"group", who.group.name}});
  }
  Reply set_mode(Context&, const Here& who, const Network& network) {
    store_.save(network);
    return whisper(who.language(), network.direct ? "network.now_direct" : "network.now_channel");
  }
  static void note(Context& context, const Here& who, const char* what) {
    core::AdministrativeAct act;
    act.what = what;
    act.by = who.person.id;
    act.group = who.group.id;
    context.emit(std::move(act));
  }

  // Those in the network, and the coordinators.
  static std::vector<const core::Person*> possible(const core::Directory& people,
                                                   const core::Group& network) {
    std::vector<const core::Person*> all = people.coordinators();
    for (const core::Member& member : network.members)
      if (const core::Person* person = people.person(member.person);
          person && std::ranges::find(all, person) == all.end())
        all.push_back(person);
    std::ranges::sort(all, [](const auto* a, const auto* b) { return core::name_before(a->name, b->name); });
    return all;
  }
  core::Form advisers_form(const core::Directory& people, const core::Group& network, Language language) {
    core::Form form = events::set_advisers.form(network.id);
    form.title = core::text(language, "network.advisers");
    form.intro = core::rich(language, "network.advisers.intro");
    core::Input who =
        core::input("advisers", core::text(language, "network.advisers.who"), core::Input::Kind::choices);
    for (const core::Person* person : possible(people, network))
      who.options.push_back({person->id.text, person->name});
    for (const PersonId& person : store_.advisers()) who.initial.push_back(person.text);
    form.inputs = {std::move(who)};
    form.submit = core::text(language, "network.advisers.save");
    return form;
  }
  Reply ask_advisers(Context& context, const Here& who, const Network&) {
    return core::open_form(advisers_form(context.people(), who.group, who.language()));
  }
  Reply set_advisers(Context& context, const Here& who, const Network&, const Given& given) {
    std::vector<PersonId> chosen;
    for (const core::Person* person : possible(context.people(), who.group))
      if (core::is_chosen(given.filled, "advisers", person->id.text)) chosen.push_back(person->id);
    store_.set_advisers(chosen);
    return whisper(who.language(), "network.advisers.saved", {{"n", static_cast<int>(chosen.size())}});
  }

  // --- guidance: a time, and nothing of what it is about

  bool is_adviser(const PersonId& person) {
    const auto all = store_.advisers();
    return std::ranges::find(all, person) != all.end();
  }

  core::Form guidance_form(const Context& context, const Who& who) {
    const Language language = who.language();
    core::Form form = events::ask.form();
    form.title = core::text(language, "network.guidance");
    form.intro = core::rich(language, "network.guidance.intro");
    core::Input adviser = core::required("adviser", core::text(language, "network.guidance.adviser"),
                                         core::Input::Kind::choice);
    for (const PersonId& id : store_.advisers())
      if (const core::Person* person = context.people().person(id); person && id != who.person.id)
        adviser.options.push_back({id.text, person->name});
    core::Input day =
        core::required("day", core::text(language, "network.guidance.day"), core::Input::Kind::choice);
    std::chrono::sys_days one{core::date_of(zone_.to_local(context.now()))};
    while (day.options.size() < days_offered) {
      one += days{1};
      if (core::is_working_day(core::Date{one}))
        day.options.push_back({core::date_text(core::Date{one}), core::say_date(language, core::Date{one})});
    }
    core::Input time =
        core::required("time", core::text(language, "network.guidance.time"), core::Input::Kind::choice);
    for (const char* offered : times_offered)
      time.options.push_back(
          {offered, core::say_time(language, core::at(core::Date{one}, *core::time_from_text(offered)))});
    form.inputs = {std::move(adviser), std::move(day), std::move(time)};
    form.submit = core::text(language, "network.guidance.submit");
    return form;
  }

  Reply guidance(Context& context, const Who& who, const core::CommandLine&) {
    return open_guidance(context, who);
  }
  Reply open_guidance(Context& context, const Who& who) {
    core::Form form = guidance_form(context, who);
    if (form.inputs.front().options.empty()) {
      if (!who.person.coordinator) return whisper(who.language(), "network.guidance.nobody");
      Reply reply = whisper(who.language(), "network.guidance.nobody_chosen");
      reply.whisper.own().blocks.emplace_back(
          core::Actions{{core::events::say.button(core::text(who.language(), "network.title"), "nettverk")}});
      return reply;
    }
    return core::open_form(std::move(form));
  }

  static std::string chosen(const core::Form& form, const core::FormValues& filled, std::size_t input) {
    const std::string value = core::value_of(filled, form.inputs.at(input).id);
    return std::ranges::find(form.inputs.at(input).options, value, &core::Option::value) ==
                   form.inputs.at(input).options.end()
               ? std::string()
               : value;
  }

  Reply ask_guidance(Context& context, const Who& who, const Given& given) {
    const Language language = who.language();
    const core::Form form = guidance_form(context, who);
    Reply wrong;
    std::array<std::string, 3> said;
    for (std::size_t i = 0; i < said.size(); ++i) {
      said.at(i) = chosen(form, given.filled, i);
      if (said.at(i).empty())
        wrong.errors[form.inputs.at(i).id] = core::text(language, "network.guidance.choose");
    }
    if (!wrong.errors.empty()) return wrong;
    const core::Person* adviser = context.people().person(PersonId(said[0]));
    const auto day = core::date_of_text(said[1]);
    const auto minutes = core::time_from_text(said[2]);
    if (!adviser || !day || !minutes) return whisper(language, "network.guidance.nobody");
    const Instant when = zone_.to_utc(core::at(*day, *minutes));
    core::Message message;
    const Language theirs = adviser->language;
    core::say(message, theirs, "network.guidance.asked",
              {{"name", who.person.name}, {"when", core::say_moment(theirs, zone_.to_local(when))}});
    message.blocks.emplace_back(core::Actions{
        {events::fits.button(core::text(theirs, "network.guidance.fits"), who.person.id, when,
                             core::Button::Style::primary),
         events::does_not.button(core::text(theirs, "network.guidance.does_not"), who.person.id, when)}});
    core::note(message, theirs, "network.guidance.note");
    context.post(core::until(
        when, core::of_group(core::everybody, {"guidance:" + adviser->id.text + ":" + who.person.id.text +
                                                   ":" + core::to_text(when),
                                               core::destination_of(*adviser), std::move(message), true})));
    return whisper(language, "network.guidance.sent", {{"name", adviser->name}});
  }

  Reply fits(Context& context, const Who& who, const PersonId& asker, const Instant& when) {
    return answer(context, who, asker, when, "network.guidance.yes");
  }
  Reply does_not_fit(Context& context, const Who& who, const PersonId& asker, const Instant& when) {
    return answer(context, who, asker, when, "network.guidance.no");
  }
  Reply answer(Context& context, const Who& who, const PersonId& asker, Instant when, std::string_view key) {
    const core::Person* person = context.people().person(asker);
    if (who.guest || !is_adviser(who.person.id) || !person || when <= context.now())
      return whisper(who.language(), "network.guidance.over");
    core::Message message;
    // texts: network.guidance.yes, network.guidance.no
    core::say(
        message, person->language, key,
        {{"name", who.person.name}, {"when", core::say_moment(person->language, zone_.to_local(when))}});
    context.post(core::until(
        when, core::of_group(core::everybody, {"guidance-answer:" + who.person.id.text + ":" + asker.text +
                                                   ":" + core::to_text(when) + ":" + std::string(key),
                                               core::destination_of(*person), std::move(message), true})));
    return whisper(who.language(), "network.guidance.told", {{"name", person->name}});
  }

  NetworkStore& store_;
  core::Zone zone_;
};

}  // namespace

std::optional<core::GroupId> group_of_network(NetworkStore& store) {
  const auto network = store.find();
  return network ? std::optional(network->group) : std::nullopt;
}

std::unique_ptr<features::Feature> make(NetworkStore& store, std::string zone) {
  return std::make_unique<Facilitators>(store, std::move(zone));
}

}  // namespace network
