#include "bot/features/tryouts/feature.hpp"

#include <algorithm>
#include <array>

#include "bot/core/form_check.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/tryouts/events.hpp"

namespace tryouts {

namespace {

using core::Context;
using core::Language;
using core::Reply;
using core::whisper;
using features::Given;
using features::Here;
using features::Right;
using std::chrono::days;

constexpr int what_letters = 200, words_letters = 200, whom_letters = 80;
constexpr std::size_t listed = 8, asked_at_once = 4, open_at_once = 12;
constexpr days a_month{28};
constexpr std::array outcomes{Tryout::State::kept, Tryout::State::changed, Tryout::State::dropped};

// What was to be found out was, or is let go; nothing of it is changed.
std::vector<Tryout::State> outcomes_of(const Tryout& tryout) {
  if (!tryout.from_whom.empty()) return {Tryout::State::kept, Tryout::State::dropped};
  return {outcomes.begin(), outcomes.end()};
}

std::string name_of(const Tryout& tryout, Language language) {
  return tryout.name.empty() ? core::text(language, "tryouts.somebody") : tryout.name;
}

core::Rich line_of(const Tryout& tryout, Language language) {
  // texts: tryouts.line.*
  const std::string kind = tryout.from_whom.empty() ? "tryouts.line." : "tryouts.line.find.";
  core::Rich line =
      core::rich(language, kind + std::string(core::code(tryout.state)),
                 {{"what", tryout.what}, {"who", name_of(tryout, language)}, {"whom", tryout.from_whom}});
  if (!tryout.words.empty()) line.emplace_back(" " + tryout.words);
  return line;
}

bool is_same(const Tryout& one, const Tryout& other) {
  return one.what == other.what && one.who == other.who && one.from_whom == other.from_whom &&
         one.due - one.agreed == other.due - other.agreed;
}

// Whoever leads the conversation may share what is kept.
bool facilitates(const Here& who) {
  return core::facilitates(who.group, who.person.id);
}

core::Button ask_button(const Tryout& tryout, Language language) {
  return events::ask.button(core::text(language, "tryouts.ask", {{"what", tryout.what}}), tryout.id);
}

core::Form agree_form(const core::Directory& people, const core::Group& group, const TryoutId& id,
                      Language language) {
  core::Form form = events::agree.form(group.id, id);
  form.title = core::text(language, "tryouts.form.title");
  form.intro = core::rich(language, "tryouts.form.intro");
  core::Input what = core::required("what", core::text(language, "tryouts.form.what"));
  what.hint = core::text(language, "tryouts.form.what.hint");
  what.multiline = true;
  what.max_length = what_letters;
  core::Input who = core::input("who", core::text(language, "tryouts.form.who"), core::Input::Kind::choice);
  who.options = {{"somebody", core::text(language, "tryouts.somebody")}};
  for (const core::Member& member : group.members)
    if (const core::Person* person = people.person(member.person);
        person && member.role != core::Role::leader)
      who.options.push_back({person->id.text, person->name});
  who.initial = {"somebody"};
  core::Input until =
      core::input("until", core::text(language, "tryouts.form.until"), core::Input::Kind::choice);
  until.options = {{"next", core::text(language, "tryouts.form.next")},
                   {"month", core::text(language, "tryouts.form.month")}};
  until.initial = {"next"};
  core::Input whom = core::input("whom", core::text(language, "tryouts.form.whom"));
  whom.hint = core::text(language, "tryouts.form.whom.hint");
  whom.max_length = whom_letters;
  form.inputs = {std::move(what), std::move(who), std::move(until), std::move(whom)};
  form.submit = core::text(language, "tryouts.form.submit");
  return form;
}

core::Form tell_form(const Tryout& tryout, Language language) {
  core::Form form = events::tell.form(tryout.id);
  form.title = core::text(language, "tryouts.tell.title");
  form.intro = {core::Span(tryout.what, core::Span::Style::strong)};
  core::Input outcome =
      core::required("outcome", core::text(language, "tryouts.tell.outcome"), core::Input::Kind::choice);
  const bool finds = !tryout.from_whom.empty();
  for (const Tryout::State state : outcomes_of(tryout))
    // texts: tryouts.tell.kept, tryouts.tell.changed, tryouts.tell.dropped, tryouts.tell.found
    outcome.options.push_back(
        {std::string(core::code(state)),
         core::text(language, "tryouts.tell." + (finds && state == Tryout::State::kept
                                                     ? std::string("found")
                                                     : std::string(core::code(state))))});
  core::Input words =
      core::input("words", core::text(language, finds ? "tryouts.tell.answer" : "tryouts.tell.words"));
  words.max_length = words_letters;
  form.inputs = {std::move(outcome), std::move(words)};
  form.submit = core::text(language, "tryouts.tell.submit");
  return form;
}

class Tryouts final : public features::Feature {
 public:
  explicit Tryouts(TryoutStore& store) : store_(store) {}

  std::string_view name() const override { return "tryouts"; }

  std::vector<features::CommandSpec> commands() override {
    using features::by;
    return {{"tryouts",
             {"utprøving", "utprøving", "tryout", "utprøvinger", "utprøvingar", "tryouts"},
             Right::answering,
             by(this, &Tryouts::list)}};
  }

  std::vector<features::EventRow> events() override {
    namespace e = tryouts::events;
    const auto slot = [](Tryouts*, const core::GroupId& group, const TryoutId& id) {
      Tryout tryout;
      tryout.group = group;
      tryout.id = id;
      return std::optional(std::move(tryout));
    };
    return {features::press(e::open_form, Right::answering, this, features::the_group, &Tryouts::open),
            features::submit(e::agree, Right::answering, this, slot, &Tryouts::agree),
            features::press(e::ask, Right::answering, this, &Tryouts::find, &Tryouts::ask, &Tryouts::told)
                .otherwise("tryouts.gone"),
            features::submit(e::tell, Right::answering, this, &Tryouts::find, &Tryouts::tell, &Tryouts::told)
                .otherwise("tryouts.gone")};
  }

 private:
  std::optional<Tryout> find(const TryoutId& id) { return store_.find(id); }

  Reply list(Context&, const Here& who, const core::CommandLine&) {
    const Language language = who.language();
    auto all = store_.of_group(who.group.id);
    const auto before = std::erase_if(
        all, [&](const Tryout& one) { return !core::was_in(who.group, who.person.id, one.agreed); });
    // What is open comes first.
    std::ranges::stable_sort(all, {}, [](const Tryout& one) { return one.state != Tryout::State::open; });
    core::Message message;
    core::head(message, language, "tryouts.title", {{"group", who.group.name}});
    core::List lines;
    core::Actions actions;
    actions.buttons.push_back(events::open_form.button(core::text(language, "tryouts.form.title"),
                                                       who.group.id, core::Button::Style::primary));
    for (const Tryout& tryout : all) {
      if (lines.items.size() == listed) break;
      lines.items.push_back(line_of(tryout, language));
      if (tryout.state == Tryout::State::open && actions.buttons.size() <= asked_at_once)
        actions.buttons.push_back(ask_button(tryout, language));
      if (is_kept(tryout) && facilitates(who) && actions.buttons.size() <= asked_at_once)
        actions.buttons.push_back(core::events::release_practice.button(
            core::text(language, "practices.share.one", {{"what", tryout.what}}), tryout.id.text));
    }
    if (before > 0)
      core::say(message, language, "who.came_later");
    else if (lines.items.empty())
      core::say(message, language, "tryouts.none");
    if (!lines.items.empty()) message.blocks.emplace_back(std::move(lines));
    message.blocks.emplace_back(std::move(actions));
    core::note(message, language, "tryouts.note");
    return whisper(std::move(message));
  }

  Reply open(Context& context, const Here& who, const core::GroupId&) {
    return core::open_form(
        agree_form(context.people(), who.group, TryoutId(core::new_id(context.random())), who.language()));
  }

  Reply agree(Context& context, const Here& who, const Tryout& slot, const Given& given) {
    const Language language = who.language();
    const core::Form form = agree_form(context.people(), who.group, slot.id, language);
    if (auto stopped = features::check_form(context, who, form, given)) return *stopped;
    Tryout tryout = slot;
    tryout.what = core::value_of(given.filled, "what");
    const core::PersonId chosen(core::value_of(given.filled, "who"));
    const core::Member* member = who.group.member(chosen);
    if (member && member->role != core::Role::leader) tryout.who = chosen;
    tryout.from_whom = core::value_of(given.filled, "whom");
    tryout.agreed = context.now();
    tryout.due = context.now() + (core::value_of(given.filled, "until") == "month" ? a_month : days{0});
    if (const auto known = store_.find(slot.id)) {
      if (known->group != who.group.id) return whisper(language, "tryouts.gone");
      // Sent twice it is one; with something else in it, from a page that was gone back to, it is another.
      if (is_same(*known, tryout)) return whisper(language, "tryouts.agreed");
      std::string said = slot.id.text;
      for (const auto& [input, values] : given.filled)
        for (const std::string& value : values) said += "\n" + input + "\n" + value;
      tryout.id = TryoutId(core::id_from_name("tryout " + said));
      if (store_.find(tryout.id)) return whisper(language, "tryouts.agreed");
    }
    const auto all = store_.of_group(who.group.id);
    if (std::ranges::count(all, Tryout::State::open, &Tryout::state) >= static_cast<long>(open_at_once))
      return whisper(language, "tryouts.enough");
    store_.add(tryout);
    if (const core::Person* person = context.people().person(tryout.who)) tryout.name = person->name;
    core::Message message;
    core::say(
        message, who.group.language, tryout.from_whom.empty() ? "tryouts.posted" : "tryouts.posted.find",
        {{"what", tryout.what}, {"who", name_of(tryout, who.group.language)}, {"whom", tryout.from_whom}});
    context.post(
        core::may_wait({"tryout:" + tryout.id.text, who.group.destination(), std::move(message), true}));
    return whisper(language, "tryouts.agreed");
  }

  // One who presses a button of the channel twice, or second, hears what was said.
  std::optional<Reply> told(Context&, const Here& who, const Tryout& tryout) {
    if (tryout.state == Tryout::State::open) return std::nullopt;
    core::Message message;
    core::say(message, who.language(), "tryouts.told");
    message.blocks.emplace_back(core::List{{line_of(tryout, who.language())}});
    return whisper(std::move(message));
  }

  Reply ask(Context&, const Here& who, const Tryout& tryout) {
    return core::open_form(tell_form(tryout, who.language()));
  }

  Reply tell(Context& context, const Here& who, const Tryout& tryout, const Given& given) {
    const Language language = who.language();
    const core::Form form = tell_form(tryout, language);
    if (auto stopped = features::check_form(context, who, form, given)) return *stopped;
    const std::string outcome = core::value_of(given.filled, "outcome");
    const auto possible = outcomes_of(tryout);
    const auto state =
        std::ranges::find_if(possible, [&](Tryout::State each) { return core::code(each) == outcome; });
    if (state == possible.end()) {
      Reply wrong;
      wrong.errors["outcome"] = core::text(language, "tryouts.tell.choose");
      return wrong;
    }
    Tryout closed = tryout;
    closed.state = *state;
    closed.words = core::value_of(given.filled, "words");
    store_.close(closed.id, closed.state, closed.words);
    core::Message message;
    message.blocks.emplace_back(core::Paragraph{line_of(closed, who.group.language)});
    context.post(
        core::may_wait({"tryout-told:" + closed.id.text, who.group.destination(), std::move(message), true}));
    Reply thanks = whisper(language, "tryouts.thanks");
    if (is_kept(closed) && facilitates(who))
      thanks.whisper.own().blocks.emplace_back(core::Actions{
          {core::events::release_practice.button(core::text(language, "practices.share"), closed.id.text)}});
    return thanks;
  }

  TryoutStore& store_;
};

}  // namespace

std::vector<core::Block> asked_after(TryoutStore& store, const core::Group& group, core::Instant now,
                                     Language language) {
  auto all = store.of_group(group.id);
  std::erase_if(all, [&](const Tryout& one) { return one.state != Tryout::State::open || one.due > now; });
  std::vector<core::Block> blocks;
  if (all.empty()) return blocks;
  std::ranges::reverse(all);  // the oldest first
  core::say(blocks, language, "tryouts.asked_after");
  core::List lines;
  core::Actions actions;
  for (const Tryout& tryout : all) {
    lines.items.push_back(line_of(tryout, language));
    if (actions.buttons.size() < asked_at_once) actions.buttons.push_back(ask_button(tryout, language));
  }
  blocks.emplace_back(std::move(lines));
  blocks.emplace_back(std::move(actions));
  return blocks;
}

std::unique_ptr<features::Feature> make(TryoutStore& store) {
  return std::make_unique<Tryouts>(store);
}

}  // namespace tryouts
