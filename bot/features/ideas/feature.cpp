#include "bot/features/ideas/feature.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "bot/core/command_line.hpp"
#include "bot/core/log.hpp"
#include "bot/core/random.hpp"
#include "bot/core/receipt_code.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/result_view.hpp"
#include "bot/core/utf8.hpp"
#include "bot/core/weaken.hpp"
#include "bot/features/ideas/paper.hpp"

namespace ideas {

std::string_view code(Idea::State state) {
  switch (state) {
    case Idea::State::held:
      return "held";
    case Idea::State::released:
      return "released";
    case Idea::State::chosen:
      return "chosen";
    case Idea::State::merged:
      return "merged";
    case Idea::State::hidden:
      return "hidden";
  }
  return "";
}

namespace {

using core::Button;
using core::Context;
using core::Language;
using core::Reply;
using core::whisper;
using features::Here;
using features::Who;

constexpr char new_mark = '+';  // in a form's state, before the id of an idea that is not written yet
constexpr int ideas_a_day = 5;  // a person's ideas in the box at once
constexpr std::size_t poll_options = 10;          // as many as one poll shows
constexpr auto flush_at = std::chrono::hours{3};  // local time, when nobody writes
constexpr int together = 2;                       // ideas are released at least two together ...
constexpr int lone_waits = 1;                     // ... but a lone one waits for one release only
constexpr std::size_t wrong_codes = 5;  // a person's wrong receipt codes in `slow_down`; then nothing
constexpr auto slow_down = std::chrono::minutes{10};  // is looked up until they have passed

core::Input text_input(Language language, const std::string& written) {
  core::Input input;
  input.id = "idea";
  input.label = core::text(language, "ideas.form.label");
  input.hint = core::text(language, "ideas.form.hint");
  input.required = true;
  input.multiline = true;
  input.max_length = idea_letters;
  if (!written.empty()) input.initial = {written};
  return input;
}

core::Form idea_form(Language language, const std::string& group, const std::string& state) {
  core::Form form;
  form.name = "box/ideas/idea";
  form.state = state;
  form.title = core::text(language, "ideas.form.title");
  form.intro = core::rich(language, "ideas.form.intro", {{"group", group}});
  form.inputs.push_back(text_input(language, {}));
  form.submit = core::text(language, "ideas.form.submit");
  return form;
}

// A form that only tells something: what stands in it is gone when it is closed, unlike a message.
core::Form notice(Language language, std::string title, core::Rich words) {
  core::Form form;
  form.name = "box/ideas/seen";
  form.title = std::move(title);
  form.intro = std::move(words);
  form.submit = core::text(language, "ideas.receipt.close");
  return form;
}

class Ideas final : public features::Feature {
 public:
  Ideas(IdeaStore& store, Receipts& receipts, IdeaBox& box, std::string zone, core::CareChannels channels,
        TopicOf topic_of)
      : store_(store),
        receipts_(receipts),
        box_(box),
        zone_(std::move(zone)),
        channels_(std::move(channels)),
        topic_of_(std::move(topic_of)) {}

  std::string_view name() const override { return "ideas"; }
  std::vector<features::CommandSpec> commands() override {
    using core::Role;
    using features::by;
    return {
        {"idea",
         {"idé", "idé", "idea", "forslag", "framlegg", "temaforslag"},
         Role::participant,
         by(this, &Ideas::open_idea)},
        {"paper_ideas",
         {"papirlapper", "papirlappar", "paper-notes"},
         Role::facilitator,
         by(this, &Ideas::open_paper)},
        {"follow_idea",
         {"idékode", "idékode", "idea-code"},
         Role::participant,
         by(this, &Ideas::open_follow)},
        {"ideas",
         {"ideer", "idear", "ideas", "tema", "emne", "topic", "topics"},
         Role::facilitator,
         by(this, &Ideas::show_table)},
    };
  }

  void start(Context& context) override {
    const std::string before = store_.box_boot();
    if (before != box_.boot()) {
      // The machine was restarted: what was in the box is gone, and nobody can say whose it was. All are told
      // alike.
      if (!before.empty())
        for (const core::Group& group : context.people().groups()) {
          core::Message message;
          message.blocks.emplace_back(core::Paragraph{core::rich(group.language, "ideas.lost")});
          context.post({"ideas-lost:" + box_.boot() + ":" + group.id.text, group.destination(),
                        std::move(message), true});
        }
      store_.set_box_boot(box_.boot());
    }
    // A crash between the flush and the wipe: what the database has can no longer be changed.
    for (const BoxedIdea& boxed : box_.all())
      if (store_.find(boxed.idea.id)) box_.withdraw(boxed.idea.id, boxed.writer);
    // A withdrawal is one more record: while the file is there, it still holds words and writers.
    if (box_.all().empty()) box_.wipe();
    arrange_flush(context);
  }

  void due(Context& context, const core::Job& job) override {
    if (job.kind != "ideas/flush") return;
    std::vector<Idea> night;
    for (const BoxedIdea& boxed : box_.all()) night.push_back(boxed.idea);
    core::shuffle(night, context.random());
    store_.add(night);
    // Also when all were withdrawn: the file holds them until then.
    context.after_commit([this] {
      box_.wipe();
      codes_.clear();
    });
    arrange_flush(context);
  }

  void on(Context& context, const core::Fact& fact) override {
    if (const auto* moment = std::get_if<core::MomentDue>(&fact)) {
      if (moment->moment == "ideas") release(context, moment->session);
      if (moment->moment == "topic_poll") ask(context, *moment);
    } else if (const auto* closed = std::get_if<core::PollClosed>(&fact)) {
      if (closed->poll.purpose == core::Poll::Purpose::topic) decided(context, *closed);
    } else if (const auto* back = std::get_if<core::TopicReturned>(&fact)) {
      for (const Idea& idea : store_.of_group(back->group, Idea::State::chosen))
        if (idea.body == back->topic) return store_.set_state(idea.id, Idea::State::released);
    }
  }

  void status(Context&, const Here& who, std::vector<core::Block>& blocks) override {
    const auto open = store_.of_group(who.group.id, Idea::State::released).size();
    if (open > 0)
      blocks.emplace_back(core::Paragraph{
          {core::Span(core::text_n(who.language(), "ideas.status", static_cast<int>(open)))}});
  }

  // --- the facilitator's table
  // ------------------------------------------------------------------------------------------

  Reply show_table(Context&, const Here& who, const core::CommandLine&) {
    return whisper(table(who.group, who.language()));
  }

  Reply press(Context& context, const Who& who, const core::Press& press) override {
    const auto bar = press.value.find('|');
    const core::GroupId group_id(press.value.substr(0, bar));
    const auto second = bar == std::string::npos ? bar : press.value.find('|', bar + 1);
    const core::IdeaId idea_id(bar == std::string::npos ? std::string()
                                                        : press.value.substr(bar + 1, second - bar - 1));
    const core::Group* group = context.people().group(group_id);
    if (!group) return whisper(who.language(), "unknown.button");
    if (!core::may(who.person, *group, core::Role::facilitator))
      return whisper(who.language(), "who.needs.facilitator", {{"group", group->name}});
    if (press.name == "ideas/merge") {
      const auto open = store_.of_group(group->id, Idea::State::released);
      if (open.size() < 2) return whisper(who.language(), "ideas.merge.too_few");
      return core::open_form(merge_form(*group, who.language(), open));
    }
    const auto idea = store_.find(idea_id);
    if (!idea || idea->group != group->id || idea->state != Idea::State::released)
      return whisper(who.language(), "ideas.gone");
    if (press.name == "ideas/keep") return whisper(who.language(), "ideas.kept");
    if (press.name == "ideas/choose" || press.name == "ideas/replace") {
      const std::string before = topic_of(context, *group, {});
      const bool asked = press.name == "ideas/replace" && press.value.substr(second + 1) == mark_of(before);
      if (!before.empty() && before != idea->body && !asked)
        return ask_to_replace(*group, *idea, before, who.language());
      choose(context, *group, {}, *idea);
      return whisper(who.language(), "ideas.chosen", {{"topic", idea->body}});
    }
    if (press.name == "ideas/hide") {
      // The words go at once; what stays is that there was an idea.
      store_.set_body(idea->id, "");
      store_.set_state(idea->id, Idea::State::hidden);
      return whisper(who.language(), "ideas.hidden");
    }
    return whisper(who.language(), "unknown.button");
  }

  Reply submit(Context& context, const Who& who, const core::Submit& submit) override {
    const core::Group* group = context.people().group(core::GroupId(submit.state));
    if (submit.name != "ideas/merge" || !group) return whisper(who.language(), "unknown.button");
    if (!core::may(who.person, *group, core::Role::facilitator))
      return whisper(who.language(), "who.needs.facilitator", {{"group", group->name}});
    const auto picked = submit.values.find("ideas");
    std::vector<Idea> merged;
    if (picked != submit.values.end())
      for (const std::string& id : picked->second)
        if (const auto idea = store_.find(core::IdeaId(id));
            idea && idea->group == group->id && idea->state == Idea::State::released)
          merged.push_back(*idea);
    Reply reply;
    if (merged.size() < 2) reply.errors["ideas"] = core::text(who.language(), "ideas.merge.two");
    std::string words = core::value_of(submit.values, "words");
    const std::vector<std::string> fields{"words"};
    reply.errors.merge(core::too_long(who.language(), merge_form(*group, who.language(), {}), submit.values));
    reply.errors.merge(core::guard_texts(who.language(), submit.values, fields).errors);
    if (!reply.errors.empty()) return reply;
    if (words.empty()) words = merged.front().body;
    // The first keeps its id and gets the common words; the others step back.
    store_.set_body(merged.front().id, words);
    for (std::size_t i = 1; i < merged.size(); ++i) store_.set_state(merged[i].id, Idea::State::merged);
    return whisper(table(*group, who.language()));
  }

  // --- sealed
  // -----------------------------------------------------------------------------------------------------------

  // The form carries the idea's id from the start: the same submission delivered twice, with a crash between,
  // is one idea.
  Reply open_idea(const core::SealedContext& context, const Here& who, const core::CommandLine&) {
    return begin(context, who);
  }
  Reply open_paper(const core::SealedContext& context, const Here& who, const core::CommandLine&) {
    return begin_paper(context, who);
  }
  Reply open_follow(const core::SealedContext&, const Who& who, const core::CommandLine&) {
    return core::open_form(follow_form(who.language()));
  }

  void offers(const core::SealedContext& context, const Here& who, std::vector<Button>& buttons) override {
    if (!may_write(who, &who.group) || !box_.refusal().empty()) return;
    const Language language = who.language();
    const std::string& group = who.group.id.text;
    buttons.push_back(
        {core::text(language, "ideas.form.title"), "box/ideas/form", group, Button::Style::plain});
    buttons.push_back(
        {core::text(language, "ideas.follow.title"), "box/ideas/code/form", group, Button::Style::plain});
    const core::Person* person = context.people.person(who.person.id);
    if (person && core::may(*person, who.group, core::Role::facilitator))
      buttons.push_back(
          {core::text(language, "ideas.paper.title"), "box/ideas/paper/form", group, Button::Style::plain});
  }

  Reply sealed_press(const core::SealedContext& context, const Who& who, const core::Press& press) override {
    if (press.name == "box/ideas/code/form") return core::open_form(follow_form(who.language()));
    const core::Group* group = who.guest ? who.near : context.people.group(core::GroupId(press.value));
    if (!group) return whisper(who.language(), "unknown.button");
    if (press.name == "box/ideas/form") return begin(context, Here(who, *group));
    if (press.name == "box/ideas/paper/form") return begin_paper(context, Here(who, *group));
    return whisper(who.language(), "unknown.button");
  }

  Reply sealed_submit(const core::SealedContext& context, const Who& who,
                      const core::Submit& submit) override {
    if (submit.name == "box/ideas/seen") return {};
    if (submit.name == "box/ideas/follow") return follow(context, who, submit);
    if (submit.name == "box/ideas/act") return act(context, who, submit);
    if (submit.name == "box/ideas/paper") return keep_paper(context, who, submit);
    if (submit.name != "box/ideas/idea") return whisper(who.language(), "unknown.button");
    const std::string state = core::without_mark(submit.state);
    const auto bar = state.find('|');
    const core::Group* group =
        bar == std::string::npos ? nullptr : context.people.group(core::GroupId(state.substr(0, bar)));
    if (!group || !may_write(who, group)) return whisper(who.language(), "ideas.members_only");
    BoxedIdea boxed;
    boxed.idea.group = group->id;
    boxed.idea.body = core::value_of(submit.values, "idea");
    boxed.writer = who.person.id;
    Reply reply;
    if (boxed.idea.body.empty()) reply.errors["idea"] = core::text(who.language(), "form.required");
    const core::Form form = idea_form(who.language(), group->name, state);
    reply.errors.merge(core::too_long(who.language(), form, submit.values));
    if (!reply.errors.empty()) return reply;
    const std::vector<std::string> fields{"idea"};
    core::TextGuard guard = core::guard_texts(who.language(), submit.values, fields);
    reply.errors.merge(guard.errors);
    if (!reply.errors.empty()) return reply;
    const core::Rich elsewhere =
        core::belongs_elsewhere(who.language(), submit.values, fields, context.people, *group, channels_);
    if ((!guard.warning.empty() || !elsewhere.empty()) && !core::was_warned(submit.state))
      return core::warn_and_let_edit(form, submit.values, guard.warning, elsewhere);

    const auto all = box_.all();
    std::string id = state.substr(bar + 1);
    const bool fresh = id.starts_with(new_mark);
    if (fresh) id.erase(0, 1);
    boxed.idea.id = core::IdeaId(id);
    const auto there = std::find_if(all.begin(), all.end(), [&](const BoxedIdea& other) {
      return other.idea.id.text == id && is_writer(who, other);
    });
    if (there == all.end()) {
      if (!fresh) return whisper(who.language(), "ideas.too_late");
      const auto mine = std::count_if(all.begin(), all.end(), [&](const BoxedIdea& other) {
        return other.writer == who.person.id && other.idea.group == group->id;
      });
      if (mine >= ideas_a_day) return whisper(who.language(), "ideas.enough");
    } else if (!fresh) {
      boxed.writer = there->writer;
      boxed.idea.receipt = there->idea.receipt;
      box_.put(boxed);
      return core::open_form(notice(who.language(), core::text(who.language(), "ideas.receipt.title"),
                                    core::rich(who.language(), "ideas.receipt.changed")));
    }
    // The same form sent twice gets the same code.
    std::string& code = codes_[boxed.idea.id];
    if (code.empty()) code = core::new_receipt_code(context.random);
    boxed.idea.receipt = core::receipt_hash(code).value();
    box_.put(boxed);
    if (core::weakened("nightly")) store_.add({boxed.idea});
    core::Rich words = core::rich(who.language(), "ideas.receipt");
    words.emplace_back(" ");
    words.emplace_back(code, core::Span::Style::code);
    words.emplace_back(" ");
    for (core::Span& span : core::rich(who.language(), "ideas.receipt.how")) words.push_back(std::move(span));
    return core::open_form(
        notice(who.language(), core::text(who.language(), "ideas.receipt.title"), std::move(words)));
  }

 private:
  static bool may_write(const Who& who, const core::Group* group) {
    if (who.guest) return group == who.near;
    const core::Member* member = group ? group->member(who.person.id) : nullptr;
    return member && member->role != core::Role::leader;
  }

  // A guest is nobody the next time: whoever knows the code, or the id that only the code opens, is the
  // writer.
  static bool is_writer(const Who& who, const BoxedIdea& boxed) {
    return boxed.writer == who.person.id || (who.guest && core::is_guest(boxed.writer));
  }

  Reply begin(const core::SealedContext& context, const Here& who) {
    if (!may_write(who, &who.group)) return whisper(who.language(), "ideas.members_only");
    if (!box_.refusal().empty()) return whisper(who.language(), "polls.refused");
    return core::open_form(idea_form(who.language(), who.group.name,
                                     who.group.id.text + "|" + new_mark + core::new_id(context.random)));
  }

  // --- notes on paper, typed in by a facilitator: never told apart by who typed them

  static bool may_type(const core::SealedContext& context, const Who& who, const core::Group& group) {
    const core::Person* person = context.people.person(who.person.id);
    return person && core::may(*person, group, core::Role::facilitator);
  }

  Reply begin_paper(const core::SealedContext& context, const Here& who) {
    if (!may_type(context, who, who.group))
      return whisper(who.language(), "who.needs.facilitator", {{"group", who.group.name}});
    if (!box_.refusal().empty()) return whisper(who.language(), "polls.refused");
    return core::open_form(
        paper_form(who.language(), who.group, who.group.id.text + "|" + core::new_id(context.random)));
  }

  // The form's id names the notes, so that the same form sent twice adds them once.
  Reply keep_paper(const core::SealedContext& context, const Who& who, const core::Submit& submit) {
    const std::string state = core::without_mark(submit.state);
    const auto bar = state.find('|');
    const core::Group* group = context.people.group(core::GroupId(state.substr(0, bar)));
    if (bar == std::string::npos || !group || !may_type(context, who, *group))
      return whisper(who.language(), "unknown.button");
    const Paper paper = read_paper(who.language(), submit.values);
    const core::Form form = paper_form(who.language(), *group, state);
    Reply reply;
    reply.errors = paper.errors;
    reply.errors.merge(core::too_long(who.language(), form, submit.values));
    if (!reply.errors.empty()) return reply;
    if (!paper.warning.empty() && !core::was_warned(submit.state))
      return core::warn_and_let_edit(form, submit.values, paper.warning);
    for (std::size_t i = 0; i < paper.notes.size(); ++i) {
      BoxedIdea boxed;
      boxed.idea.id = core::IdeaId(core::id_from_name(state + "#" + std::to_string(i)));
      boxed.idea.group = group->id;
      boxed.idea.body = paper.notes[i];
      boxed.idea.paper = true;
      boxed.writer = who.person.id;
      box_.put(boxed);
    }
    return core::open_form(notice(who.language(), core::text(who.language(), "ideas.paper.title"),
                                  {core::Span(core::text_n(who.language(), "ideas.paper.kept",
                                                           static_cast<int>(paper.notes.size())))}));
  }

  // --- following an idea by its code

  static core::Form follow_form(Language language) {
    core::Form form;
    form.name = "box/ideas/follow";
    form.title = core::text(language, "ideas.follow.title");
    form.intro = core::rich(language, "ideas.follow.intro");
    core::Input input;
    input.id = "code";
    input.label = core::text(language, "ideas.follow.code");
    input.hint = core::text(language, "ideas.follow.hint");
    input.required = true;
    input.max_length = 40;
    form.inputs.push_back(std::move(input));
    form.submit = core::text(language, "ideas.follow.submit");
    return form;
  }

  static Reply told(Language language, core::Rich words) {
    return core::open_form(notice(language, core::text(language, "ideas.follow.title"), std::move(words)));
  }

  // Who tries codes learns nothing: what is unknown, of somebody else's box, or not looked at gets one
  // answer.
  Reply follow(const core::SealedContext& context, const Who& who, const core::Submit& submit) {
    const Language language = who.language();
    // All guests of a group are one: a new name costs nothing.
    std::vector<core::Instant>& wrong = wrong_[who.guest ? core::guest_id(who.near->id.text) : who.person.id];
    std::erase_if(wrong, [&](core::Instant at) { return at + slow_down <= context.now; });
    if (wrong.size() < wrong_codes) {
      if (const auto receipt = core::receipt_hash(core::value_of(submit.values, "code"))) {
        for (const BoxedIdea& boxed : box_.all())
          if (boxed.idea.receipt == *receipt && is_writer(who, boxed) && !receipts_.state_of(*receipt))
            return core::open_form(act_form(language, boxed.idea));
        if (const auto state = receipts_.state_of(*receipt))
          // texts: ideas.follow.state.*
          return told(language, core::rich(language, "ideas.follow.state." + std::string(code(*state))));
      }
      wrong.push_back(context.now);
    }
    return told(language, core::rich(language, "ideas.follow.unknown"));
  }

  static core::Form act_form(Language language, const Idea& idea) {
    core::Form form;
    form.name = "box/ideas/act";
    form.state = idea.group.text + "|" + idea.id.text;
    form.title = core::text(language, "ideas.follow.title");
    form.intro = core::rich(language, "ideas.follow.in_box");
    core::Input input;
    input.kind = core::Input::Kind::choice;
    input.id = "act";
    input.label = core::text(language, "ideas.follow.act");
    input.required = true;
    input.options = {{"keep", core::text(language, "ideas.follow.keep")},
                     {"change", core::text(language, "ideas.change")},
                     {"withdraw", core::text(language, "ideas.withdraw")}};
    input.initial = {"keep"};
    form.inputs.push_back(std::move(input));
    form.submit = core::text(language, "ideas.follow.submit");
    return form;
  }

  Reply act(const core::SealedContext& context, const Who& who, const core::Submit& submit) {
    const Language language = who.language();
    const core::IdeaId id(submit.state.substr(submit.state.find('|') + 1));
    const auto all = box_.all();
    const auto mine = std::find_if(all.begin(), all.end(), [&](const BoxedIdea& boxed) {
      return boxed.idea.id == id && is_writer(who, boxed);
    });
    if (mine == all.end()) return told(language, core::rich(language, "ideas.too_late"));
    const std::string what = core::value_of(submit.values, "act");
    if (what == "withdraw") {
      box_.withdraw(id, mine->writer);
      codes_.erase(id);
      return told(language, core::rich(language, "ideas.withdrawn"));
    }
    if (what != "change") return told(language, core::rich(language, "ideas.follow.kept"));
    const core::Group* group = context.people.group(mine->idea.group);
    core::Form form = idea_form(language, group ? group->name : "", mine->idea.group.text + "|" + id.text);
    form.inputs.front() = text_input(language, mine->idea.body);
    return core::open_form(std::move(form));
  }

  void arrange_flush(Context& context) const {
    context.arrange({"ideas/flush", "ideas/flush", "",
                     core::next_time(core::Zone::named(zone_), flush_at, context.now()), true});
  }

  void release(Context& context, const core::Session& session) {
    const core::Group* group = context.people().group(session.group);
    if (!group) return;
    auto held = store_.of_group(group->id, Idea::State::held);
    const int waits = store_.lone_waits(group->id);
    std::set<std::string> shown_before;
    for (const Idea& idea : store_.of_group(group->id, Idea::State::released))
      shown_before.insert(core::likeness(idea.body));
    merge_alike(held, std::move(shown_before));
    if (held.empty()) return;
    if (static_cast<int>(held.size()) < together && waits < lone_waits) {
      store_.set_lone_waits(group->id, waits + 1);
      return;
    }
    core::shuffle(held, context.random());
    std::vector<core::Rich> items;
    for (const Idea& idea : held) {
      store_.set_state(idea.id, Idea::State::released);
      items.push_back(shown(group->language, idea));
    }
    store_.set_lone_waits(group->id, 0);
    core::Message message;
    message.blocks.emplace_back(core::Heading{core::text(group->language, "ideas.released.title")});
    message.blocks.emplace_back(core::Paragraph{core::rich(group->language, "ideas.released.intro")});
    message.blocks.emplace_back(core::List{std::move(items), false});
    message.blocks.emplace_back(
        core::ContextLine{{core::Span(core::text(group->language, "ideas.released.how"))}});
    // With the start: a session that was moved shows what has come since.
    if (group->sheet > 0)
      message.blocks.emplace_back(core::ContextLine{core::rich(group->language, "ideas.released.sheet")});
    context.post({"ideas:" + session.id.text + ":" + core::to_text(session.starts), group->destination(),
                  std::move(message), true});
  }

  static core::Rich shown(Language language, const Idea& idea) {
    core::Rich words{core::Span(idea.body)};
    if (idea.paper) words.emplace_back(" " + core::text(language, "ideas.paper.mark"));
    return words;
  }

  void ask(Context& context, const core::MomentDue& moment) {
    if (!moment.session.topic.empty()) return;
    auto open = store_.of_group(moment.session.group, Idea::State::released);
    merge_alike(open);
    if (open.size() < 2) return;
    core::shuffle(open, context.random());
    if (open.size() > poll_options) open.resize(poll_options);
    core::Poll poll;
    // With the start: a session that was moved may ask again.
    poll.id = core::PollId(
        core::id_from_name("topic:" + moment.session.id.text + core::to_text(moment.session.starts)));
    poll.group = moment.session.group;
    poll.session = moment.session.id;
    poll.purpose = core::Poll::Purpose::topic;
    poll.title = core::localized("ideas.poll.title");
    core::Question question;
    question.kind = core::Question::Kind::choices;
    question.prompt = core::localized("ideas.poll.question");
    question.required = true;
    for (const Idea& idea : open) question.options.emplace_back(idea.body);
    poll.questions.push_back(std::move(question));
    poll.opens = context.now();
    poll.closes = moment.closes;
    context.emit(core::PollRequested{std::move(poll)});
  }

  void decided(Context& context, const core::PollClosed& closed) {
    const core::Group* group = context.people().group(closed.poll.group);
    if (!group) return;
    const core::Question& question = closed.poll.questions.front();
    const auto winners = core::foremost(question, 0, closed.result.lines, core::ResultLine::Audience::group);
    const auto open = store_.of_group(group->id, Idea::State::released);
    const std::string before = topic_of(context, *group, closed.poll.session);
    const std::string chosen =
        winners.size() == 1 ? question.options[static_cast<std::size_t>(winners[0])].in(Language::nb) : "";
    const bool chosen_by_hand = winners.size() == 1 && !before.empty() && before != chosen;
    if (winners.size() == 1 && !chosen_by_hand) {
      const auto idea =
          std::find_if(open.begin(), open.end(), [&](const Idea& i) { return i.body == chosen; });
      if (idea != open.end()) return choose(context, *group, closed.poll.session, *idea);
    }
    // No winner, several, or one that was hidden meanwhile: the facilitator gets the table.
    for (const core::Person* facilitator : context.people().with_role(*group, core::Role::facilitator)) {
      core::Message message = table(*group, facilitator->language);
      message.blocks.insert(
          message.blocks.begin(),
          core::Paragraph{chosen_by_hand ? core::rich(facilitator->language, "ideas.voted_otherwise",
                                                      {{"voted", chosen}, {"topic", before}})
                                         : core::rich(facilitator->language, "ideas.undecided")});
      context.post({"undecided:" + closed.poll.id.text + ":" + facilitator->id.text,
                    core::destination_of(*facilitator), std::move(message), true});
    }
  }

  std::string topic_of(const Context& context, const core::Group& group,
                       const core::SessionId& session) const {
    return topic_of_ ? topic_of_(group.id, session, context.now()) : std::string();
  }
  static std::string mark_of(const std::string& topic) {
    constexpr std::size_t letters = 8;
    return core::id_from_name("topic:" + topic).substr(0, letters);
  }

  // The button carries which topic was asked about, so that another one chosen meanwhile is asked about, too.
  static Reply ask_to_replace(const core::Group& group, const Idea& idea, const std::string& before,
                              Language language) {
    core::Message message;
    message.blocks.emplace_back(
        core::Paragraph{core::rich(language, "ideas.replace.ask", {{"old", before}, {"new", idea.body}})});
    const std::string value = group.id.text + "|" + idea.id.text;
    message.blocks.emplace_back(core::Actions{
        {{core::text(language, "ideas.replace.yes"), "ideas/replace", value + "|" + mark_of(before),
          Button::Style::primary},
         {core::text(language, "ideas.replace.no"), "ideas/keep", value, Button::Style::plain}}});
    return whisper(std::move(message));
  }

  // Of ideas that say the same the first stays, the others step back: apart they would split the votes.
  void merge_alike(std::vector<Idea>& ideas, std::set<std::string> seen = {}) {
    std::erase_if(ideas, [&](const Idea& idea) {
      if (seen.insert(core::likeness(idea.body)).second) return false;
      store_.set_state(idea.id, Idea::State::merged);
      return true;
    });
  }

  // Two that may say the same, in other words or with a slip: offered for merging, never merged by
  // themselves.
  static std::optional<std::pair<Idea, Idea>> near_alike(const std::vector<Idea>& open) {
    constexpr std::size_t longest_compared = 120, letters_a_slip = 8;
    std::vector<std::string> even;
    for (const Idea& idea : open) even.push_back(core::likeness(idea.body));
    for (std::size_t i = 0; i < open.size(); ++i)
      for (std::size_t j = i + 1; j < open.size(); ++j) {
        const std::size_t shorter = std::min(even[i].size(), even[j].size()),
                          longer = std::max(even[i].size(), even[j].size());
        const std::size_t slips = shorter / letters_a_slip;
        if (longer > longest_compared || longer - shorter > slips) continue;
        if (core::slips_between(even[i], even[j]) <= static_cast<int>(slips))
          return std::pair{open[i], open[j]};
      }
    return std::nullopt;
  }

  void choose(Context& context, const core::Group& group, const core::SessionId& session, const Idea& idea) {
    store_.set_state(idea.id, Idea::State::chosen);
    context.emit(core::TopicChosen{group.id, session, idea.body});
  }

  core::Message table(const core::Group& group, Language language) {
    core::Message message;
    message.blocks.emplace_back(core::Heading{core::text(language, "ideas.table", {{"group", group.name}})});
    const auto open = store_.of_group(group.id, Idea::State::released);
    if (open.empty()) {
      message.blocks.emplace_back(core::Paragraph{core::rich(language, "ideas.table.none")});
      return message;
    }
    for (const Idea& idea : open) {
      const std::string value = group.id.text + "|" + idea.id.text;
      message.blocks.emplace_back(core::Paragraph{shown(language, idea)});
      message.blocks.emplace_back(core::Actions{
          {{core::text(language, "ideas.choose"), "ideas/choose", value, Button::Style::primary},
           {core::text(language, "ideas.hide"), "ideas/hide", value, Button::Style::danger}}});
    }
    if (const auto pair = near_alike(open))
      message.blocks.emplace_back(core::Paragraph{core::rich(
          language, "ideas.near_alike", {{"one", pair->first.body}, {"other", pair->second.body}})});
    if (open.size() > 1)
      message.blocks.emplace_back(core::Actions{
          {{core::text(language, "ideas.merge"), "ideas/merge", group.id.text, Button::Style::plain}}});
    return message;
  }

  static core::Form merge_form(const core::Group& group, Language language, const std::vector<Idea>& open) {
    core::Form form;
    form.name = "ideas/merge";
    form.state = group.id.text;
    form.title = core::text(language, "ideas.merge.title");
    form.submit = core::text(language, "ideas.merge");
    core::Input which;
    which.kind = core::Input::Kind::choices;
    which.id = "ideas";
    which.label = core::text(language, "ideas.merge.which");
    which.required = true;
    for (const Idea& idea : open) which.options.push_back({idea.id.text, idea.body});
    if (const auto pair = near_alike(open)) which.initial = {pair->first.id.text, pair->second.id.text};
    core::Input words;
    words.id = "words";
    words.label = core::text(language, "ideas.merge.words");
    words.hint = core::text(language, "ideas.merge.words_hint");
    words.max_length = idea_letters;
    form.inputs = {std::move(which), std::move(words)};
    return form;
  }

  IdeaStore& store_;
  Receipts& receipts_;  // the sealed path reads by this alone
  IdeaBox& box_;
  std::string zone_;
  core::CareChannels channels_;
  TopicOf topic_of_;
  // In memory only: the codes of what lies in the box, so that a form sent twice shows the same one, and when
  // somebody typed a wrong one.
  std::map<core::IdeaId, std::string> codes_;
  std::map<core::PersonId, std::vector<core::Instant>> wrong_;
};

}  // namespace

std::unique_ptr<features::Feature> make(IdeaStore& store, IdeaBox& box, std::string zone,
                                        core::CareChannels channels, TopicOf topic_of) {
  return std::make_unique<Ideas>(store, store, box, std::move(zone), std::move(channels),
                                 std::move(topic_of));
}

}  // namespace ideas
