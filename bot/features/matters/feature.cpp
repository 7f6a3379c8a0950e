#include "bot/features/matters/feature.hpp"

#include <algorithm>

#include "bot/core/events.hpp"
#include "bot/core/form_check.hpp"
#include "bot/core/reply.hpp"

namespace matters {

std::string_view code(Matter::State state) {
  return state == Matter::State::open ? "open" : "answered";
}

namespace {

using core::Button;
using core::Context;
using core::Language;
using core::Reply;
using core::whisper;
using features::Given;
using features::Here;
using features::Right;

namespace events {

using core::events::answer_matter;
using core::events::lift_matter;
inline constexpr core::EventName<core::GroupId> lift{"matters/lift"};  // the form that lift_matter opens

}  // namespace events
// texts: matters.answer.*
std::string say(Language language, Matter::Answer answer) {
  return core::text(language, "matters.answer." + std::string(code(answer)));
}

core::Form lift_form(const Here& who) {
  const Language language = who.language();
  core::Form form = events::lift.form(who.group.id);
  form.title = core::text(language, "matters.lift.title");
  form.intro = core::rich(language, "matters.lift.intro", {{"group", who.group.name}});
  form.submit = core::text(language, "matters.lift.submit");
  core::Input title;
  title.id = "title";
  title.label = core::text(language, "matters.lift.what");
  title.required = true;
  title.max_length = 120;
  core::Input body;
  body.id = "body";
  body.label = core::text(language, "matters.lift.why");
  body.hint = core::text(language, "matters.lift.hint");
  body.multiline = true;
  body.max_length = 1000;
  form.inputs = {std::move(title), std::move(body)};
  return form;
}

core::Form answer_form(const Matter& matter, Matter::Answer answer, Language language) {
  core::Form form = events::answer_matter.form(matter.id, answer);
  form.title = core::text(language, "matters.answer.title");
  form.intro = core::rich(language, "matters.answer.intro",
                          {{"title", matter.title}, {"answer", say(language, answer)}});
  form.submit = core::text(language, "matters.answer.submit");
  core::Input words;
  words.id = "words";
  words.label = core::text(language, "matters.answer.words");
  words.hint = core::text(language, "matters.answer.hint");
  words.required = true;
  words.multiline = true;
  words.max_length = 1000;
  form.inputs = {std::move(words)};
  return form;
}

core::Message to_leader(const Matter& matter, const core::Group& group, Language language) {
  core::Message message;
  message.blocks.emplace_back(
      core::Heading{core::text(language, "matters.new.title", {{"group", group.name}})});
  message.blocks.emplace_back(core::Paragraph{{core::Span(matter.title, core::Span::Style::strong)}});
  if (!matter.body.empty()) message.blocks.emplace_back(core::Paragraph{{core::Span(matter.body)}});
  message.blocks.emplace_back(core::Paragraph{core::rich(language, "matters.new.owed")});
  core::Actions actions;
  for (const Matter::Answer answer : core::matter_answers)
    actions.buttons.push_back(events::answer_matter.button(
        say(language, answer), matter.id, answer,
        answer == Matter::Answer::doing ? Button::Style::primary : Button::Style::plain));
  message.blocks.emplace_back(std::move(actions));
  message.blocks.emplace_back(core::ContextLine{{core::Span(core::text(language, "matters.new.nameless"))}});
  return message;
}

core::Message answered_message(const Matter& matter, Language language, const char* heading) {
  core::Message message;
  message.blocks.emplace_back(core::Heading{core::text(language, heading)});
  message.blocks.emplace_back(core::Paragraph{{core::Span(matter.title, core::Span::Style::strong)}});
  message.blocks.emplace_back(core::Paragraph{
      core::rich(language, "matters.answered.is", {{"answer", say(language, matter.answer)}})});
  message.blocks.emplace_back(core::Paragraph{{core::Span(matter.answer_text)}});
  return message;
}

class Matters final : public features::Feature {
 public:
  Matters(MatterStore& store, core::CareChannels channels) : store_(store), channels_(std::move(channels)) {}

  std::string_view name() const override { return "matters"; }
  std::vector<features::CommandSpec> commands() override {
    using features::by;
    return {{"matter",
             {"sak", "sak", "matter", "løft", "lift"},
             Right::facilitator,
             by(this, &Matters::open_lift)},
            {"matters", {"saker", "saker", "matters"}, Right::participant, by(this, &Matters::list)}};
  }

  void status(Context&, const Here& who, std::vector<core::Block>& blocks) override {
    int open = 0;
    for (const Matter& matter : store_.of_group(who.group.id))
      open += matter.state == Matter::State::open ? 1 : 0;
    if (open > 0)
      blocks.emplace_back(
          core::Paragraph{{core::Span(core::text_n(who.language(), "matters.status", open))}});
  }

  std::vector<features::EventRow> events() override {
    namespace e = matters::events;
    using features::press;
    using features::submit;
    using features::the_group;
    return {
        // From the follow-up after a session.
        press(e::lift_matter, Right::facilitator, this, the_group, &Matters::press_lift),
        submit(e::lift, Right::facilitator, this, the_group, &Matters::lift),
        press(e::answer_matter, Right::leader, this, &Matters::owed, &Matters::open_answer,
              &Matters::answered),
        submit(e::answer_matter, Right::leader, this, &Matters::owed, &Matters::answer, &Matters::answered),
    };
  }

 private:
  struct Owed {
    Matter matter;
    Matter::Answer answer;
  };
  friend const core::GroupId& group_of(const Owed& owed) { return owed.matter.group; }

  std::optional<Owed> owed(const core::MatterId& id, const Matter::Answer& answer) {
    auto matter = store_.find(id);
    if (!matter) return std::nullopt;
    return Owed{*std::move(matter), answer};
  }
  std::optional<Reply> answered(Context&, const Here& who, const Owed& owed) {
    if (owed.matter.state != Matter::State::answered) return std::nullopt;
    return whisper(who.language(), "matters.already");
  }

  Reply open_lift(Context&, const Here& who, const core::CommandLine&) {
    return core::open_form(lift_form(who));
  }
  Reply press_lift(Context&, const Here& who, const core::GroupId&) {
    return core::open_form(lift_form(who));
  }
  Reply open_answer(Context&, const Here& who, const Owed& owed) {
    return core::open_form(answer_form(owed.matter, owed.answer, who.language()));
  }

  Reply lift(Context& context, const Here& who, const core::GroupId&, const Given& given) {
    const Language language = who.language();
    if (auto stopped = core::check_form({language,
                                         lift_form(who),
                                         given.filled,
                                         given.warned,
                                         {},
                                         &context.people(),
                                         &who.group,
                                         &channels_}))
      return *stopped;
    const auto leaders = context.people().with_role(who.group, core::Role::leader);
    if (leaders.empty()) return whisper(language, "matters.no_leader", {{"group", who.group.name}});
    Matter matter;
    matter.id = core::MatterId(core::new_id(context.random()));
    matter.group = who.group.id;
    matter.title = core::value_of(given.filled, "title");
    matter.body = core::value_of(given.filled, "body");
    matter.raised = context.now();
    std::vector<std::string> names;
    for (const core::Person* leader : leaders) names.push_back(leader->name);
    // The same words again while they wait for an answer: the form was sent twice.
    const auto all = store_.of_group(who.group.id);
    if (std::ranges::none_of(all, [&](const Matter& other) {
          return other.state == Matter::State::open && other.title == matter.title &&
                 other.body == matter.body;
        }))
      raise(context, who.group, matter, leaders);
    return whisper(language, "matters.lifted", {{"names", core::say_list(language, names)}});
  }

  void raise(Context& context, const core::Group& group, const Matter& matter,
             const std::vector<const core::Person*>& leaders) {
    store_.save(matter);
    for (const core::Person* leader : leaders)
      context.post({"matter:" + matter.id.text + ":" + leader->id.text, core::destination_of(*leader),
                    to_leader(matter, group, leader->language), true});
  }

  Reply answer(Context& context, const Here& who, const Owed& owed, const Given& given) {
    const core::Form form = answer_form(owed.matter, owed.answer, who.language());
    if (auto stopped = core::check_form({who.language(), form, given.filled, given.warned})) return *stopped;
    Matter matter = owed.matter;
    matter.answer = owed.answer;
    matter.answer_text = core::value_of(given.filled, "words");
    matter.answered = context.now();
    matter.state = Matter::State::answered;
    store_.save(matter);
    context.post({"answer:" + matter.id.text, who.group.destination(),
                  answered_message(matter, who.group.language, "matters.answered.title"), true});
    for (const core::Person* leader : context.people().with_role(who.group, core::Role::leader))
      context.update("matter:" + matter.id.text + ":" + leader->id.text,
                     answered_message(matter, leader->language, "matters.answered.yours"));
    return whisper(who.language(), "matters.thanks", {{"group", who.group.name}});
  }

  Reply list(Context&, const Here& who, const core::CommandLine&) {
    core::Message message;
    const Language language = who.language();
    message.blocks.emplace_back(
        core::Heading{core::text(language, "matters.list", {{"group", who.group.name}})});
    const auto all = store_.of_group(who.group.id);
    if (all.empty()) message.blocks.emplace_back(core::Paragraph{core::rich(language, "matters.list.none")});
    const bool leads = core::may(who.person, who.group, core::Role::leader);
    for (const Matter& matter : all) {
      message.blocks.emplace_back(core::Paragraph{{core::Span(matter.title, core::Span::Style::strong)}});
      if (matter.state == Matter::State::answered) {
        message.blocks.emplace_back(core::Paragraph{
            core::rich(language, "matters.answered.is", {{"answer", say(language, matter.answer)}})});
        message.blocks.emplace_back(core::Paragraph{{core::Span(matter.answer_text)}});
        continue;
      }
      message.blocks.emplace_back(core::Paragraph{core::rich(language, "matters.list.waiting")});
      if (!leads) continue;
      core::Actions actions;
      for (const Matter::Answer answer : core::matter_answers)
        actions.buttons.push_back(events::answer_matter.button(say(language, answer), matter.id, answer));
      message.blocks.emplace_back(std::move(actions));
    }
    return whisper(std::move(message));
  }

  MatterStore& store_;
  core::CareChannels channels_;
};

}  // namespace

std::unique_ptr<features::Feature> make(MatterStore& store, core::CareChannels channels) {
  return std::make_unique<Matters>(store, std::move(channels));
}

}  // namespace matters
