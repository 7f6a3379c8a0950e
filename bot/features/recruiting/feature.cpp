#include "bot/features/recruiting/feature.hpp"

#include <algorithm>
#include <charconv>

#include "bot/core/form_check.hpp"
#include "bot/core/group_due.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/leaders.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/utf8.hpp"
#include "bot/features/recruiting/events.hpp"
#include "bot/features/recruiting/telling.hpp"
#include "bot/features/recruiting/view.hpp"

namespace recruiting {

namespace {

using core::Context;
using core::Language;
using core::Reply;
using core::whisper;
using features::Given;
using features::Here;
using features::Right;
using std::chrono::days;
using State = Round::State;

constexpr days leader_answers_in{3};

int number_in(const core::FormValues& filled, const char* input, int most) {
  const std::string text = core::value_of(filled, input);
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return std::clamp(number, 0, most);
}
std::string board_key(const Round& round) {
  return "recruiting:" + round.id.text;
}
std::string job_key(const core::EventName<RoundId>& name, const Round& round) {
  return std::string(name.name) + ":" + round.id.text;
}

class Recruiting final : public features::Feature {
 public:
  Recruiting(RecruitingStore& store, ReadChannel read_channel)
      : store_(store), read_channel_(std::move(read_channel)) {}

  std::string_view name() const override { return "recruiting"; }

  std::vector<features::CommandSpec> commands() override {
    using features::by;
    return {{"recruit",
             {"påmelding", "påmelding", "sign-up", "rekruttering", "rekruttere", "signup"},
             Right::participant,
             by(this, &Recruiting::tell)}};
  }

  std::vector<features::EventRow> events() override {
    namespace e = recruiting::events;
    using features::press;
    using features::submit;
    const auto slot = [](Recruiting*, const core::GroupId& group, const RoundId& id) {
      Round round;
      round.group = group;
      round.id = id;
      return std::optional(std::move(round));
    };
    using This = Recruiting;
    return {press(e::open_form, Right::facilitator, this, features::the_group, &This::ask_open),
            submit(e::open, Right::facilitator, this, slot, &This::open),
            press(e::join, Right::everybody, this, &This::find, &This::join, &This::not_open)
                .otherwise("recruiting.gone")
                .for_strangers(),
            press(e::leave, Right::everybody, this, &This::find, &This::leave, &This::settled)
                .otherwise("recruiting.gone"),
            press(e::close, Right::facilitator, this, &This::find, &This::close_now, &This::not_open)
                .otherwise("recruiting.gone"),
            press(e::who, Right::leader, this, &This::find, &This::ask_leader, &This::settled)
                .otherwise("recruiting.gone"),
            submit(e::confirm, Right::leader, this, &This::find, &This::confirm, &This::settled)
                .otherwise("recruiting.gone"),
            press(e::who_for, Right::coordinator, this, &This::find, &This::ask_coordinator, &This::settled)
                .otherwise("recruiting.gone"),
            submit(e::confirm_for, Right::coordinator, this, &This::find, &This::confirm, &This::settled)
                .otherwise("recruiting.gone")};
  }

  void on(Context& context, const core::Fact& fact) override {
    if (const auto* stopped = std::get_if<core::GroupStopped>(&fact))
      return call_off(context, stopped->group);
    const auto* seen = std::get_if<core::ChannelWasRead>(&fact);
    const core::Group* group =
        seen ? context.people().group_in_channel(seen->workspace, seen->channel) : nullptr;
    const auto round = group ? store_.current(group->id) : std::nullopt;
    for (const SignUp& one : round ? store_.of(round->id) : std::vector<SignUp>{}) {
      const core::Person* person = one.newcomer ? context.people().person(one.person) : nullptr;
      if (!person) continue;
      const auto shown = std::ranges::find(seen->read.people, person->user, &core::InChannel::user);
      if (shown == seen->read.people.end() || shown->name.empty() || shown->name == person->name) continue;
      store_.call(*person, core::cleaned(shown->name));
      context.people_changed();
    }
  }

  void due(Context& context, const core::Job& job) override {
    const auto round = store_.find(RoundId(job.subject));
    if (!round) return;
    if (job.kind == events::over.name && round->state == State::open)
      close(context, *round, core::group_due(context, round->group));
    else if (job.kind == events::silent.name && round->state == State::closed)
      tell_silent(context, *round, core::group_due(context, round->group));
  }

  void status(Context&, const Here& who, std::vector<core::Block>& blocks) override {
    const auto round = store_.current(who.group.id);
    if (!round) return;
    core::say(blocks, who.language(),
              round->state == State::open ? "recruiting.status.open" : "recruiting.status.closed",
              {{"taken", static_cast<int>(placed_in(store_.of(round->id)))}, {"places", round->places}});
  }

  void waiting(Context& context, const Here& who, std::vector<core::Block>& blocks) override {
    const auto round = store_.current(who.group.id);
    if (!round || round->state != State::closed || !features::may(who, who.group, Right::leader)) return;
    std::ranges::move(list(*round, who.group, listed(context, *round), Reader::leader, who.language()).blocks,
                      std::back_inserter(blocks));
  }

 private:
  std::optional<Round> find(const RoundId& id) { return store_.find(id); }
  static std::ptrdiff_t placed_in(const std::vector<SignUp>& all) {
    return std::ranges::count(all, true, &SignUp::placed);
  }
  std::vector<Listed> listed(Context& context, const Round& round) {
    std::vector<Listed> all;
    for (const SignUp& one : store_.of(round.id))
      if (const core::Person* person = context.people().person(one.person))
        all.push_back({one.person, person->name, one.placed});
    return all;
  }

  // --- what forbids it

  std::optional<Reply> not_open(Context&, const Here& who, const Round& round) {
    if (who.guest) return whisper(who.language(), "recruiting.gone");
    if (round.state == State::open) return std::nullopt;
    return whisper(who.language(), "recruiting.over");
  }
  std::optional<Reply> settled(Context&, const Here& who, const Round& round) {
    if (who.guest) return whisper(who.language(), "recruiting.gone");
    if (round.state != State::settled) return std::nullopt;
    return whisper(who.language(), "recruiting.already");
  }

  // --- opening

  static Reply with_way_in(Reply reply, const Here& who) {
    reply.whisper.own().blocks.emplace_back(
        core::Actions{{way_in(who.group, "recruiting.see", who.language())}});
    return reply;
  }
  static Reply under_way(const Here& who) {
    return with_way_in(whisper(who.language(), "recruiting.open_already", {{"group", who.group.name}}), who);
  }

  Reply tell(Context& context, const Here& who, const core::CommandLine&) {
    const Language language = who.language();
    const auto round = store_.current(who.group.id);
    const bool leads = features::may(who, who.group, Right::leader),
               facilitates = features::may(who, who.group, Right::facilitator);
    if (round && (leads || facilitates)) {
      const Reader reader = leads                    ? Reader::leader
                            : who.person.coordinator ? Reader::coordinator
                                                     : Reader::facilitator;
      return whisper(list(*round, who.group, listed(context, *round), reader, language));
    }
    if (round) return whisper(language, "recruiting.in_channel", {{"group", who.group.name}});
    Reply none = whisper(language, "recruiting.none", {{"group", who.group.name}});
    if (facilitates)
      none.whisper.own().blocks.emplace_back(core::Actions{{events::open_form.button(
          core::text(language, "recruiting.form.title"), who.group.id, core::Button::Style::primary)}});
    return none;
  }

  Reply ask_open(Context& context, const Here& who, const core::GroupId&) {
    if (store_.current(who.group.id)) return under_way(who);
    return core::open_form(open_form(who.group, RoundId(core::new_id(context.random())), who.language()));
  }

  Reply open(Context& context, const Here& who, const Round& slot, const Given& given) {
    const Language language = who.language();
    const core::Form form = open_form(who.group, slot.id, language);
    if (auto stopped = features::check_form(context, who, form, given)) return *stopped;
    if (store_.find(slot.id) || store_.current(who.group.id)) return under_way(who);
    Round round = slot;
    round.places = std::max(1, number_in(given.filled, "places", most_places));
    round.words = core::value_of(given.filled, "words");
    round.opened = context.now();
    const days open_for{std::max(1, number_in(given.filled, "days", 60))};
    round.closes = core::closing_noon(context.now(), open_for, core::Zone::named(who.group.zone));
    store_.add(round);
    context.arrange(
        {job_key(events::over, round), std::string(events::over.name), round.id.text, round.closes});
    context.post(core::until(round.closes,
                             {board_key(round), who.group.destination(), board(round, who.group, {}), true}));
    return with_way_in(whisper(language, "recruiting.opened", {{"group", who.group.name}}), who);
  }

  // --- signing up, in the channel

  Reply join(Context& context, const Here& who, const Round& round) {
    const Language language = who.language();
    if (const core::Member* member = who.group.member(who.person.id))
      return whisper(language, member->role == core::Role::leader ? "recruiting.leads" : "recruiting.is_in",
                     {{"group", who.group.name}});
    auto all = store_.of(round.id);
    auto mine = std::ranges::find(all, who.person.id, &SignUp::person);
    if (mine == all.end()) {
      const bool stranger = !context.people().person(who.person.id);
      SignUp one;
      one.person = stranger ? store_.meet(who.person) : who.person.id;
      one.newcomer = stranger && one.person == who.person.id;  // else they were known once
      one.number = all.empty() ? 1 : all.back().number + 1;
      one.placed = placed_in(all) < round.places;
      store_.save(round.id, one);
      if (stranger) met(context, who.group);
      all.push_back(one);
      mine = std::prev(all.end());
      context.update(board_key(round), board(round, who.group, all));
    }
    if (mine->placed) return whisper(language, "recruiting.joined", {{"group", who.group.name}});
    const auto before = std::count_if(all.begin(), mine, [](const SignUp& one) { return !one.placed; });
    return whisper(language, "recruiting.waits", {{"number", static_cast<int>(before) + 1}});
  }

  // What they are called there comes with the people of the channel.
  void met(Context& context, const core::Group& group) {
    context.people_changed();
    if (read_channel_)
      context.after_commit([this, place = group.destination()] { read_channel_(place.workspace, place.id); });
  }
  Reply leave(Context& context, const Here& who, const Round& round) {
    const auto all = store_.of(round.id);
    const auto mine = std::ranges::find(all, who.person.id, &SignUp::person);
    if (mine == all.end()) return whisper(who.language(), "recruiting.not_on_it");
    store_.remove(round.id, who.person.id);
    take_back(context, round, *mine);
    if (mine->newcomer) {
      store_.forget(who.person.id);
      context.people_changed();
    }
    move_up(context, round, who.group);
    context.update(board_key(round), board(round, who.group, store_.of(round.id)));
    return whisper(who.language(), "recruiting.left");
  }

  // Whoever has waited longest gets the place that is free, and is the only one to hear of it.
  void move_up(Context& context, const Round& round, const core::Group& group) {
    auto all = store_.of(round.id);
    auto free = round.places - placed_in(all);
    for (SignUp& one : all) {
      if (one.placed || free-- <= 0) continue;
      one.placed = true;
      store_.save(round.id, one);
      tell_one(context, round, one, "recruiting.moved_up", group.name);
    }
  }
  // --- the end of it

  Reply close_now(Context& context, const Here& who, const Round& round) {
    close(context, round, who.group);
    return whisper(who.language(), "recruiting.closed");
  }

  void close(Context& context, Round round, const core::Group& group) {
    context.cancel_jobs_of(round.id.text);
    move_up(context, round, group);  // somebody may have been erased
    const auto all = listed(context, round);
    round.state = all.empty() ? State::settled : State::closed;
    store_.set_state(round.id, round.state);
    context.update(board_key(round), board(round, group, {}));
    if (all.empty()) return tell_facilitators(context, round, group, "recruiting.told.nobody");
    const auto leaders = core::leaders_of(context.people(), group).first;
    const auto ask = [&](const core::Person* person, Reader reader) {
      context.post(core::of_group(group.id, {"recruiting-list:" + round.id.text + ":" + person->id.text,
                                             core::destination_of(*person),
                                             list(round, group, all, reader, person->language), true}));
    };
    for (const core::Person* person : leaders) ask(person, Reader::leader);
    if (leaders.empty())
      for (const core::Person* person : context.people().coordinators()) ask(person, Reader::coordinator);
    context.arrange({job_key(events::silent, round), std::string(events::silent.name), round.id.text,
                     context.now() + leader_answers_in});
  }

  Reply ask_leader(Context& context, const Here& who, const Round& round) {
    return core::open_form(confirm_form(round, who.group, listed(context, round), true, who.language()));
  }
  Reply ask_coordinator(Context& context, const Here& who, const Round& round) {
    return core::open_form(confirm_form(round, who.group, listed(context, round), false, who.language()));
  }

  Reply confirm(Context& context, const Here& who, const Round& round, const Given& given) {
    const Language language = who.language();
    const auto is_chosen = [&](const SignUp& one) {
      return core::is_chosen(given.filled, "people", one.person.text);
    };
    const auto all = store_.of(round.id);
    if (std::ranges::none_of(all, is_chosen)) {
      Reply wrong;
      wrong.errors["people"] = core::text(language, "recruiting.confirm.choose");
      return wrong;
    }
    const core::Date today = core::local_date(who.group, context.now());
    std::vector<std::string> names;
    for (const SignUp& one : all) {
      const bool in = is_chosen(one);
      tell_one(context, round, one, in ? "recruiting.confirmed" : "recruiting.not_this_time", who.group.name);
      if (!in) continue;
      if (!who.group.member(one.person)) {
        store_.let_in(who.group.id, one.person, today);
        note(context, who, one.person);
      }
      if (const core::Person* person = context.people().person(one.person)) names.push_back(person->name);
    }
    end(context, round, all);
    Round over = round;
    over.state = State::settled;
    context.update(board_key(over), board(over, who.group, {}));
    tell_facilitators(context, over, who.group, "recruiting.told.confirmed", core::say_list(language, names));
    return whisper(language, "recruiting.confirm.done",
                   {{"names", core::say_list(language, names)}, {"group", who.group.name}});
  }

  // Who was asked: the leaders, or where there is none the coordinators.
  static void tell_silent(Context& context, const Round& round, const core::Group& group) {
    const bool led = !core::leaders_of(context.people(), group).first.empty();
    tell_facilitators(context, round, group,
                      led ? "recruiting.told.silent" : "recruiting.told.silent_coordinator");
  }

  // The group has ended: there is nothing to sign up for.
  void call_off(Context& context, const core::GroupId& id) {
    const core::Group* group = context.people().group(id);
    auto round = group ? store_.current(id) : std::nullopt;
    if (!round) return;
    const auto all = store_.of(round->id);
    for (const SignUp& one : all) tell_one(context, *round, one, "recruiting.called_off", group->name);
    if (!all.empty()) tell_called_off(context, *round, *group);
    end(context, *round, all);
    round->state = State::settled;
    context.withdraw(board_key(*round));
    context.update(board_key(*round), board(*round, *group, {}));
  }

  // What is left is who takes part.
  void end(Context& context, const Round& round, const std::vector<SignUp>& all) {
    context.cancel_jobs_of(round.id.text);
    store_.set_state(round.id, State::settled);
    store_.clear(round.id);
    for (const SignUp& one : all)
      if (one.newcomer) store_.forget(one.person);
    context.people_changed();
  }

  static void note(Context& context, const Here& who, const core::PersonId& person) {
    core::AdministrativeAct act;
    act.what = "role.given";
    act.by = who.person.id;
    act.about = person;
    act.group = who.group.id;
    act.detail = std::string(core::code(core::Role::participant));
    context.emit(std::move(act));
  }

  RecruitingStore& store_;
  ReadChannel read_channel_;
};

}  // namespace

std::unique_ptr<features::Feature> make(RecruitingStore& store, ReadChannel read_channel) {
  return std::make_unique<Recruiting>(store, std::move(read_channel));
}

}  // namespace recruiting
