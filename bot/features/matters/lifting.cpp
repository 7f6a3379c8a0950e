#include "bot/features/matters/lifting.hpp"

#include <algorithm>
#include <functional>

#include "bot/core/behind_verb.hpp"
#include "bot/core/form_check.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/matters/events.hpp"

namespace matters {
namespace {

using core::Context;
using core::Language;
using core::Reply;
using core::whisper;
using features::Given;
using features::Here;
using features::Right;

constexpr std::size_t most_alike = 3;

// A form of before there were kinds, or who chose none: a matter.
Kind kind_in(const core::FormValues& filled) {
  return core::value_of_code<Kind>(core::value_of(filled, "kind")).value_or(Kind::matter);
}

// With a button for the next one: a session has more than one matter.
Reply written(const Here& who, core::Rich words, bool kept, const core::MatterId& lifted = {}) {
  core::Message message;
  message.blocks.emplace_back(core::Paragraph{std::move(words)});
  const Language language = who.language();
  core::Actions actions{
      {events::lift_matter.button(core::text(language, "matters.lift.another"), who.group.id),
       events::keep_matter.button(core::text(language, "matters.keep.button"), who.group.id)}};
  if (kept && features::may(who, who.group, Right::answering))
    actions.buttons.push_back(
        events::kept.button(core::text(language, "matters.kept.button"), who.group.id, std::nullopt));
  if (!lifted.empty())
    actions.buttons.push_back(events::ask_withdraw.button(core::text(language, "matters.withdraw"), lifted));
  message.blocks.emplace_back(std::move(actions));
  return whisper(std::move(message));
}

}  // namespace

std::vector<features::CommandSpec> Lifting::commands() {
  return {{"matter",
           {"sak", "sak", "issue", "løft", "lift", "matter", "raise"},
           Right::facilitator,
           features::by(this, &Lifting::open_lift),
           features::Behind::text}};
}

std::vector<features::EventRow> Lifting::events() {
  namespace e = matters::events;
  using features::press;
  using features::submit;
  using features::the_group;
  return {
      // From the follow-up after a session.
      press(e::lift_matter, Right::facilitator, this, the_group, &Lifting::press_lift),
      press(e::keep_matter, Right::facilitator, this, the_group, &Lifting::press_keep),
      submit(e::lift, Right::facilitator, this, the_group, &Lifting::lift),
      submit(e::keep, Right::facilitator, this, the_group, &Lifting::keep),
      press(e::ask_withdraw, Right::facilitator, this, &Lifting::taken, &Lifting::ask_withdraw,
            &Lifting::too_late),
      press(e::withdraw, Right::facilitator, this, &Lifting::taken, &Lifting::withdraw, &Lifting::too_late),
      press(e::leave, Right::facilitator, this, &Lifting::taken, &Lifting::leave),
  };
}

Reply Lifting::open_lift(Context&, const Here& who, const core::CommandLine& line) {
  core::Form form = lift_form(who.group, who.language(), {});
  core::fill_in(form, "title", line);
  if (form.inputs.front().initial.empty()) core::fill_in(form, "body", line);  // more than a sentence
  return core::open_form(std::move(form));
}
Reply Lifting::press_lift(Context&, const Here& who, const core::GroupId&) {
  return core::open_form(lift_form(who.group, who.language(), {}));
}
Reply Lifting::press_keep(Context&, const Here& who, const core::GroupId&) {
  return core::open_form(keep_form(who.group, who.language()));
}

std::vector<Matter> Lifting::alike(const core::Group& group, const core::FormValues& filled) {
  const std::string title = core::value_of(filled, "title"), chosen = core::value_of(filled, "same");
  auto all = keeper_.store().of_group(group.id);
  // The one that was chosen is one of them, whatever the title has become since the question was asked.
  const auto is_chosen = [&](const Matter& matter) { return matter.id.text == chosen; };
  std::erase_if(all, [&](const Matter& matter) {
    const bool other = matter.kind != kind_in(filled) || !sound_alike(matter.title, title);
    return ended(matter.state) || (other && !is_chosen(matter));
  });
  std::ranges::stable_partition(all, std::not_fn(is_chosen));
  if (all.size() > most_alike) all.erase(all.begin(), all.end() - most_alike);
  return all;
}

Reply Lifting::lift(Context& context, const Here& who, const core::GroupId&, const Given& given) {
  const Language language = who.language();
  const auto same = alike(who.group, given.filled);
  const bool asked = given.filled.contains("same");
  core::Form form = lift_form(who.group, language, asked ? same : std::vector<Matter>());
  if (auto stopped = features::check_form(context, who, form, given, &keeper_.channels())) return *stopped;
  if (same.empty()) return lift_new(context, who, given);
  // The same words while they wait for an answer: the form was sent twice.
  for (const Matter& matter : same)
    if (matter.passes_on != core::Instant{} && matter.title == core::value_of(given.filled, "title") &&
        matter.body == core::value_of(given.filled, "body"))
      return lifted(context, who, keeper_.read(context, who.group, matter));
  if (!asked) {
    form = lift_form(who.group, language, same);
    core::fill_again(form, given.filled);
    if (!given.warned.empty()) core::mark_warned(form, given.filled);
    return core::open_form(std::move(form));
  }
  const std::string chosen = core::value_of(given.filled, "same");
  for (const Matter& matter : same)
    if (matter.id.text == chosen) return join(context, who, matter, given);
  return lift_new(context, who, given);
}

Reply Lifting::join(Context& context, const Here& who, Matter matter, const Given& given) {
  Whole whole = keeper_.read(context, who.group, std::move(matter));
  Entry entry;
  entry.what = Entry::What::joined;
  entry.words = core::value_of(given.filled, "title");
  if (const std::string body = core::value_of(given.filled, "body"); !body.empty())
    entry.words += ". " + body;
  const core::Rich joined = core::rich(who.language(), "matters.joined", {{"title", whole.matter.title}});
  const bool again = !whole.history.empty() && whole.history.back().what == entry.what &&
                     whole.history.back().words == entry.words;
  if (again) return written(who, joined, false);  // the form was sent twice
  entry.at = context.now();
  whole.matter.look_again =
      std::min(whole.matter.look_again, context.now());  // it waits for the leader again
  keeper_.keep(whole, entry);
  keeper_.refresh(context, who.group, whole);
  return written(who, joined, false);
}

Reply Lifting::lift_new(Context& context, const Here& who, const Given& given) {
  const core::Zone zone = core::Zone::named(who.group.zone);
  const Kind kind = kind_in(given.filled);
  Whole whole{{}, {}, keeper_.levels(context, who.group, kind), {}};
  Matter& matter = whole.matter;
  matter.kind = kind;
  matter.id = core::MatterId(core::new_id(context.random()));
  matter.group = who.group.id;
  matter.title = core::value_of(given.filled, "title");
  matter.body = core::value_of(given.filled, "body");
  matter.raised = matter.changed = context.now();
  matter.look_again = look_again_from(context.now(), zone);
  matter.passes_on = morning_after(context.now(), 7 * weeks_to_pass_on, zone);
  // It is with the next level from the first.
  const core::Leaders usual = core::leaders_of(context.people(), who.group);
  matter.passed_on = std::ranges::any_of(whole.levels.first,
                                         [&](const core::Person* one) { return usual.is_above(one->id); });
  if (whole.levels.first.size() == 1) matter.owner = whole.levels.first.front()->id;
  Entry entry;
  entry.at = context.now();
  keeper_.keep(whole, entry);
  keeper_.arrange_passing_on(context, matter);
  keeper_.tell(context, who.group, whole, whole.levels.first);
  if (whole.levels.first.empty()) keeper_.tell_coordinators(context, who.group, whole, "leaderless");
  return lifted(context, who, whole);
}

std::optional<Lifting::Taken> Lifting::taken(const core::MatterId& id) {
  auto matter = keeper_.store().find(id);
  return matter ? std::optional(Taken{*std::move(matter)}) : std::nullopt;
}

// A receipt is an answer here: somebody has read it and said so to the group.
std::optional<Reply> Lifting::too_late(Context&, const Here& who, const Taken& taken) {
  if (taken.matter.state == core::MatterState::lifted) return std::nullopt;
  return whisper(who.language(), "matters.withdraw.late");
}

Reply Lifting::ask_withdraw(Context&, const Here& who, const Taken& taken) {
  const Language language = who.language();
  core::Message message;
  core::head(message, language, "matters.withdraw.title");
  say_matter(message.blocks, taken.matter);
  core::say(message, language, "matters.withdraw.ask");
  message.blocks.emplace_back(
      core::Actions{{events::withdraw.button(core::text(language, "matters.withdraw.yes"), taken.matter.id,
                                             core::Button::Style::danger),
                     events::leave.button(core::text(language, "matters.withdraw.no"), taken.matter.id)}});
  return whisper(std::move(message));
}
Reply Lifting::leave(Context&, const Here& who, const Taken&) {
  return whisper(who.language(), "matters.withdraw.left");
}

// The words come back to whoever took them, so that they can be lifted anew.
Reply Lifting::withdraw(Context& context, const Here& who, const Taken& taken) {
  keeper_.withdraw(context, who.group, keeper_.read(context, who.group, taken.matter));
  const Language language = who.language();
  core::Message message;
  core::say(message, language, "matters.withdraw.done");
  say_matter(message.blocks, taken.matter);
  message.blocks.emplace_back(
      core::Actions{{events::lift_matter.button(core::text(language, "matters.lift.button"), who.group.id)}});
  return whisper(std::move(message));
}

Reply Lifting::lifted(Context& context, const Here& who, const Whole& whole) const {
  const Language language = who.language();
  if (whole.levels.first.empty())
    return written(who, core::rich(language, "matters.no_leader", {{"group", who.group.name}}), false,
                   whole.matter.id);
  const auto reached =
      reached_by(whole.levels.first, whole.matter.raised, context.now(), core::Zone::named(who.group.zone));
  // texts: matters.lifted matters.lifted.away
  return written(
      who,
      core::rich(language, reached.empty() ? "matters.lifted.away" : "matters.lifted",
                 {{"names", names_of(reached.empty() ? whole.levels.first : reached, language)},
                  {"date", core::say_date(language, who.group, whole.matter.passes_on, context.now())},
                  {"next", say_next(keeper_.subject(context, who.group, whole), language)}}),
      false, whole.matter.id);
}

Reply Lifting::keep(Context& context, const Here& who, const core::GroupId&, const Given& given) {
  const core::Form form = keep_form(who.group, who.language());
  if (auto stopped = features::check_form(context, who, form, given, &keeper_.channels())) return *stopped;
  const std::string text = core::value_of(given.filled, "text");
  const auto all = kept_.of_group(who.group.id);
  // The same words on the same day: the form was sent twice.
  const bool again = std::ranges::any_of(all, [&](const Kept& kept) {
    return kept.text == text && kept.at + std::chrono::days{1} > context.now();
  });
  if (!again) kept_.keep(core::new_id(context.random()), who.group.id, {text, context.now()});
  return written(who, core::rich(who.language(), "matters.kept"), true);
}

}  // namespace matters
