#include "bot/features/matters/feature.hpp"

#include <algorithm>

#include "bot/core/form_check.hpp"
#include "bot/core/group_due.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/matters/events.hpp"
#include "bot/features/matters/keeper.hpp"
#include "bot/features/matters/lifting.hpp"
#include "bot/features/matters/minutes.hpp"
#include "bot/results/noticed.hpp"

namespace matters {
namespace {

using core::Context;
using core::Language;
using core::Reply;
using core::whisper;
using features::Given;
using features::Here;
using features::Right;

// "Does the group notice?" Anonymous, one tap, with the rules of every other poll.
core::Poll question_of(const Matter& matter, core::Instant now, const core::Zone& zone) {
  core::Poll poll;
  poll.id = core::PollId(core::id_from_name("noticed:" + matter.id.text + core::to_text(now)));
  poll.group = matter.group;
  poll.purpose = core::Poll::Purpose::noticed;
  poll.title = core::localized("matters.noticed.title");
  poll.opens = now;
  poll.closes = morning_after(now, days_to_notice, zone);
  poll.questions.push_back(results::noticed_question(matter.title));
  return poll;
}

class Matters final : public features::Feature {
 public:
  Matters(MatterStore& store, KeptStore& kept, core::CareChannels channels)
      : store_(store),
        keeper_(store, std::move(channels)),
        lifting_(keeper_, kept),
        minutes_(keeper_, kept) {}

  std::string_view name() const override { return "matters"; }
  std::vector<features::CommandSpec> commands() override {
    auto all = lifting_.commands();
    all.push_back({"matters",
                   {"saker", "saker", "issues", "matters"},
                   Right::participant,
                   features::by(this, &Matters::list_command)});
    return all;
  }

  std::vector<core::Question> asks_by_itself(const core::Group& group) override {
    std::vector<core::Question> all;
    for (const Matter& matter : store_.of_group(group.id))
      all.push_back(results::noticed_question(matter.title));
    return all;
  }

  std::vector<features::EventRow> events() override {
    namespace e = matters::events;
    using features::press;
    using features::submit;
    auto all = lifting_.events();
    for (features::EventRow& row : minutes_.events()) all.push_back(std::move(row));
    all.push_back(press(e::list, Right::participant, this, &Matters::page_of, &Matters::list));
    all.push_back(press(e::open_matter, Right::participant, this, &Matters::matter_of, &Matters::open));
    all.push_back(press(e::answer, Right::leader, this, &Matters::step_of, &Matters::open_answer,
                        &Matters::not_from_here));
    all.push_back(
        submit(e::answer, Right::leader, this, &Matters::step_of, &Matters::answer).keeping("matters.gone"));
    return all;
  }

  void status(Context&, const Here& who, std::vector<core::Block>& blocks) override {
    const auto all = store_.of_group(who.group.id);
    const auto open = static_cast<int>(
        std::count_if(all.begin(), all.end(), [](const Matter& matter) { return unanswered(matter.state); }));
    if (open > 0)
      blocks.emplace_back(
          core::Paragraph{{core::Span(core::text_n(who.language(), "matters.status", open))}});
  }

  void waiting(Context& context, const Here& who, std::vector<core::Block>& blocks) override {
    const auto all = keeper_.waiting_for(context, who.group, who.person.id);
    if (all.empty()) return;
    for (core::Block& block : matters::list(all, who.group, context.now(), who.language()).blocks)
      blocks.push_back(std::move(block));
  }

  // What is older than these days gets them now, and nothing is passed on without a warning; what nobody was
  // to be told of again is told of again.
  void start(Context& context) override {
    for (const Matter& matter : store_.forgotten())
      if (const core::Group* group = context.people().group(matter.group);
          group && !context.arranged(core::job_key(matters::events::pass_on, matter.id)))
        keeper_.arrange_telling_again(context, matter, core::Zone::named(group->zone));
    for (Matter& matter : store_.undated()) {
      const core::Group* group = context.people().group(matter.group);
      if (!group) continue;
      const core::Zone zone = core::Zone::named(group->zone);
      matter.look_again = look_again_from(context.now(), zone);
      if (unanswered(matter.state)) {
        matter.passes_on = std::max(morning_after(context.now(), days_of_warning, zone),
                                    morning_after(matter.raised, 7 * weeks_to_pass_on, zone));
        keeper_.arrange_passing_on(context, matter);
      }
      store_.save(matter);
    }
  }

  // Who leads the group from now on, or no more, is known in the next unit of work.
  void on(Context& context, const core::Fact& fact) override {
    if (const auto* stopped = std::get_if<core::GroupStopped>(&fact); stopped && stopped->gone)
      return group_over(context, stopped->group);
    const auto* act = std::get_if<core::AdministrativeAct>(&fact);
    if (!act || (act->what != "role.given" && act->what != "role.taken")) return;
    const bool leads = act->what == "role.given" && act->detail == core::code(core::Role::leader);
    const core::Group* group = context.people().group(act->group);
    const core::Member* member = group ? group->member(act->about) : nullptr;
    if (!leads && (!member || member->role != core::Role::leader)) return;
    const auto& name = leads ? matters::events::new_leader : matters::events::left_leader;
    context.arrange({core::job_key(name, act->group, act->about), std::string(name.name),
                     name.pack(act->group, act->about), context.now(), true});
  }

  void due(Context& context, const core::Job& job) override {
    if (const auto whom = core::in_job_key(matters::events::new_leader, job.key))
      return leads_now(context, core::group_due(context, std::get<0>(*whom)), std::get<1>(*whom), job);
    if (const auto whom = core::in_job_key(matters::events::left_leader, job.key))
      return leads_no_more(context, core::group_due(context, std::get<0>(*whom)), std::get<1>(*whom));
    const auto key = core::in_job_key(matters::events::pass_on, job.key);
    auto matter = key ? store_.find(std::get<0>(*key)) : std::nullopt;
    if (!matter || !unanswered(matter->state) || matter->passes_on > context.now()) return;
    const core::Group& group = core::group_due(context, matter->group);
    Whole whole = keeper_.read(context, group, *std::move(matter));
    if (whole.matter.passes_on == core::Instant{})
      tell_again(context, group, whole);
    else
      pass_on(context, group, whole);
  }

 private:
  // From the leaders to those above, and from these, or where there are none, to the coordinators.
  void pass_on(Context& context, const core::Group& group, Whole& whole) {
    const core::Zone zone = core::Zone::named(group.zone);
    const bool above = !whole.levels.above.empty() && times_passed_on(whole.history) == 0;
    whole.matter.passes_on =
        above ? morning_after(context.now(), 7 * weeks_to_pass_on, zone) : core::Instant{};
    whole.matter.passed_on = true;
    Entry entry;
    entry.what = Entry::What::passed_on;
    entry.at = whole.matter.changed = context.now();
    keeper_.keep(whole, entry);
    if (above) {
      keeper_.tell(context, group, whole, whole.levels.above);
      keeper_.arrange_passing_on(context, whole.matter);
    } else {
      keeper_.tell_coordinators(context, group, whole, "waits");
      keeper_.arrange_telling_again(context, whole.matter, zone);
    }
    keeper_.refresh(context, group, whole);
    const int times = times_passed_on(whole.history);
    context.post(core::may_wait(
        {"matter-passed:" + whole.matter.id.text + (times > 1 ? ":" + std::to_string(times) : ""),
         group.destination(), passed_on(keeper_.subject(context, group, whole), group.language), true}));
  }

  // There is nobody further on: those who can find somebody to answer hear of it until somebody has.
  void tell_again(Context& context, const core::Group& group, const Whole& whole) {
    const core::Zone zone = core::Zone::named(group.zone);
    keeper_.tell_coordinators(context, group, whole, "waits",
                              four_weeks_since(whole.matter.raised, context.now(), zone));
    keeper_.arrange_telling_again(context, whole.matter, zone);
  }

  // Or from their first day on, which comes without a word.
  void leads_now(Context& context, const core::Group& group, const core::PersonId& leader, core::Job job) {
    for (const core::Member& member : group.later)
      if (member.person == leader) {
        job.due = std::max(core::midnight(group, *member.since),
                           context.now() + std::chrono::hours{1});  // the snapshot may come later
        return context.arrange(std::move(job));
      }
    tell_what_waits(context, group, leader);
  }

  // What was theirs alone goes to whom it would go to now. Who has been sent it is not sent it again.
  void leads_no_more(Context& context, const core::Group& group, const core::PersonId& leader) {
    if (core::leaders_of(context.people(), group).has(leader)) return;
    for (Matter& matter : store_.of_group(group.id)) {
      if (ended(matter.state) || matter.owner != leader) continue;
      const Whole whole = keeper_.read(context, group, std::move(matter));
      keeper_.tell(context, group, whole, whole.levels.first);
    }
  }

  // Those of a group that begins again one day are opened from the list of its matters.
  void group_over(Context& context, const core::GroupId& id) {
    const core::Group* group = context.people().group(id);
    if (!group) return;
    for (Matter& matter : store_.of_group(id)) {
      if (ended(matter.state)) continue;
      keeper_.group_over(context, *group, keeper_.read(context, *group, std::move(matter)));
    }
  }

  // To whom it would be lifted now, or has been passed on: else it is their digest on Monday that says it.
  void tell_what_waits(Context& context, const core::Group& group, const core::PersonId& leader) {
    const core::Person* person = context.people().person(leader);
    const auto waiting = keeper_.waiting_for(context, group, leader);
    if (!person || waiting.empty()) return;
    context.post(core::of_group(
        group.id,
        {"matters-waiting:" + group.id.text + ":" + leader.text + ":" + core::to_text(context.now()),
         core::destination_of(*person), what_waits(waiting, group, context.now(), person->language), true}));
  }

  struct Step {
    Matter matter;
    State to;
    std::optional<int> after;  // that many answers of others; nothing: nobody knows
  };
  struct Opened {
    Matter matter;
    int page;
  };
  struct Page {
    core::GroupId group;
    int number;
  };
  friend const core::GroupId& group_of(const Step& step) { return step.matter.group; }
  friend const core::GroupId& group_of(const Opened& opened) { return opened.matter.group; }
  friend const core::GroupId& group_of(const Page& page) { return page.group; }

  std::optional<Step> step_of(const core::MatterId& id, const State& to, const std::optional<int>& after) {
    auto matter = store_.find(id);
    if (!matter || to == State::lifted) return std::nullopt;
    return Step{*std::move(matter), to, after};
  }
  std::optional<Opened> matter_of(const core::MatterId& id, const std::optional<int>& page) {
    auto matter = store_.find(id);
    if (!matter || page.value_or(0) < 0) return std::nullopt;
    return Opened{*std::move(matter), page.value_or(0)};
  }
  std::optional<Page> page_of(const core::GroupId& group, const std::optional<int>& number) {
    if (number.value_or(0) < 0) return std::nullopt;
    return Page{group, number.value_or(0)};
  }

  // Somebody else was first, or the button is old: the leader sees how it stands, and goes on from there.
  std::optional<Reply> not_from_here(Context& context, const Here& who, const Step& step) {
    if (allowed(step.matter.state, step.to)) return std::nullopt;
    return moved_on(context, who, keeper_.read(context, who.group, step.matter), {});
  }
  // With what they wrote meanwhile.
  Reply moved_on(Context& context, const Here& who, const Whole& whole, const std::string& words) {
    core::Message message =
        matters::whole(keeper_.subject(context, who.group, whole), who.language(), {.leads = true});
    std::vector<core::Block> first;
    core::say(first, who.language(), "matters.already");
    if (!words.empty()) core::say(first, who.language(), "matters.already.yours", {{"words", words}});
    message.blocks.insert(message.blocks.begin(), first.begin(), first.end());
    return whisper(std::move(message));
  }
  // Another leader has answered since the form was opened. Nothing that was written is lost, and nobody
  // answers over another's head without having seen it.
  std::optional<Reply> overtaken(Context& context, const Here& who, const Whole& whole, const Step& step,
                                 const Given& given) {
    if (!allowed(whole.matter.state, step.to))
      return moved_on(context, who, whole, core::value_of(given.filled, "words"));
    if (!step.after || *step.after >= answers_of_others(whole.history, who.person.id)) return std::nullopt;
    return core::open_form(answer_form_again(keeper_.subject(context, who.group, whole), step.to, who.person,
                                             given.filled, who.language()));
  }

  Reply list_command(Context& context, const Here& who, const core::CommandLine&) {
    return list(context, who, {who.group.id, 0});
  }
  Reply list(Context& context, const Here& who, const Page& page) {
    return whisper(matters::list(in_order(store_.of_group(who.group.id)), who.group, context.now(),
                                 who.language(), page.number,
                                 core::may(who.person, who.group, core::Role::facilitator),
                                 features::may(who, who.group, Right::answering)));
  }
  Reply open(Context& context, const Here& who, const Opened& opened) {
    const Whole whole = keeper_.read(context, who.group, opened.matter);
    const Reader reader{.leads = core::may(who.person, who.group, core::Role::leader),
                        .facilitates = core::may(who.person, who.group, core::Role::facilitator),
                        .reached = keeper_.reached(whole.levels, whole.matter, who.person.id) ||
                                   whole.matter.owner == who.person.id};
    return whisper(
        matters::whole(keeper_.subject(context, who.group, whole), who.language(), reader, opened.page));
  }

  Reply open_answer(Context& context, const Here& who, const Step& step) {
    const Whole whole = keeper_.read(context, who.group, step.matter);
    return core::open_form(
        answer_form(keeper_.subject(context, who.group, whole), step.to, who.person, who.language()));
  }

  Reply answer(Context& context, const Here& who, const Step& step, const Given& given) {
    Whole whole = keeper_.read(context, who.group, step.matter);
    const core::Zone zone = core::Zone::named(who.group.zone);
    Entry entry;
    entry.what = what_of(step.to);
    entry.by = who.person.id;
    entry.words = core::value_of(given.filled, "words");
    entry.at = context.now();
    core::Instant again = look_again_from(context.now(), zone);
    if (core::unpack(core::value_of(given.filled, "again"), again)) entry.look_again = again;
    const core::PersonId owner = owner_in(whole, who, given), before = whole.matter.owner;
    const core::Instant heard = core::after_quiet(context.now(), zone, who.group.quiet);
    core::Message thanked;
    core::say(thanked, who.language(), heard > context.now() ? "matters.thanks.later" : "matters.thanks",
              {{"group", who.group.name}, {"when", core::say_moment(who.language(), who.group, heard)}});
    if (allowed(step.to, step.to)) core::say(thanked, who.language(), "matters.thanks.more");
    if (ended(step.to)) core::say(thanked, who.language(), "matters.thanks.ended");
    const Reply thanks = whisper(std::move(thanked));
    if (owner == whole.matter.owner && said_already(whole.history, entry)) return thanks;
    if (auto late = overtaken(context, who, whole, step, given)) return *late;
    const core::Form form =
        answer_form(keeper_.subject(context, who.group, whole), step.to, who.person, who.language());
    if (auto stopped = core::check_form({who.language(), form, given.filled, given.warned})) return *stopped;
    if (step.to == State::done && may_ask_of(whole.matter, context.now())) {
      core::Poll question = question_of(whole.matter, context.now(), zone);
      entry.asked = question.id;
      context.emit(core::PollRequested{std::move(question)});
    }
    whole.matter = stepped(std::move(whole.matter), entry, owner, again);
    keeper_.keep(whole, entry);
    if (!unanswered(whole.matter.state))
      context.cancel_job(core::job_key(matters::events::pass_on, whole.matter.id));
    context.post({"answer:" + whole.matter.id.text + ":" + std::to_string(whole.history.size()),
                  who.group.destination(),
                  to_group(keeper_.subject(context, who.group, whole), who.group.language), true});
    keeper_.refresh(context, who.group, whole);
    // Who is to follow it up may never have been sent it.
    if (const core::Person* chosen = context.people().person(owner);
        chosen && owner != before && owner != who.person.id)
      keeper_.tell(context, who.group, whole, {chosen});
    return thanks;
  }

  // Whether the group may be asked what it notices: not while it answers that of another matter that says the
  // same, or has just done so. Two results on one question could be compared.
  bool may_ask_of(const Matter& matter, core::Instant now) {
    return std::ranges::all_of(store_.of_group(matter.group), [&](const Matter& other) {
      return !sound_alike(other.title, matter.title) || may_ask(store_.history(other.id), now);
    });
  }

  // Whoever is chosen among the group's leaders, or goes on with it; else the one who follows it up already,
  // or answers now.
  static core::PersonId owner_in(const Whole& whole, const Here& who, const Given& given) {
    const core::PersonId chosen(core::value_of(given.filled, "owner"));
    if (!chosen.empty() && chosen == whole.matter.owner) return chosen;
    for (const auto* level : {&whole.levels.first, &whole.levels.above})
      for (const core::Person* leader : *level)
        if (leader->id == chosen) return chosen;
    return whole.levels.first.size() + whole.levels.above.size() > 1 && !whole.matter.owner.empty()
               ? whole.matter.owner
               : who.person.id;
  }

  MatterStore& store_;
  Keeper keeper_;
  Lifting lifting_;
  Minutes minutes_;
};

}  // namespace

std::vector<core::Block> news_since(MatterStore& store, const core::Group& group, core::Instant since,
                                    Language language) {
  std::vector<News> all;
  for (Matter& matter : store.of_group(group.id)) {
    if (matter.changed < since) continue;
    const auto history = store.history(matter.id);
    // The last that was done about it: that it was lifted, and once more, the group knows.
    const auto last = std::find_if(history.rbegin(), history.rend(), [](const Entry& entry) {
      return entry.what != Entry::What::lifted && entry.what != Entry::What::joined;
    });
    if (last != history.rend() && last->at >= since) all.push_back({std::move(matter.title), *last});
  }
  std::ranges::stable_sort(all, std::ranges::greater{}, [](const News& one) { return one.last.at; });
  return news(all, group, language);
}

std::unique_ptr<features::Feature> make(MatterStore& store, KeptStore& kept, core::CareChannels channels) {
  return std::make_unique<Matters>(store, kept, std::move(channels));
}

}  // namespace matters
