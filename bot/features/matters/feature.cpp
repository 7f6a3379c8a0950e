#include "bot/features/matters/feature.hpp"

#include "bot/core/reply.hpp"

namespace matters {

std::string_view code(Matter::State state) {
  return state == Matter::State::open ? "open" : "answered";
}

std::string_view code(Matter::Answer answer) {
  switch (answer) {
    case Matter::Answer::none:
      return "none";
    case Matter::Answer::doing:
      return "doing";
    case Matter::Answer::later:
      return "later";
    case Matter::Answer::no:
      return "no";
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

std::optional<Matter::Answer> answer_from(std::string_view text) {
  for (Matter::Answer answer : {Matter::Answer::doing, Matter::Answer::later, Matter::Answer::no})
    if (text == code(answer)) return answer;
  return std::nullopt;
}

// texts: matters.answer.*
std::string say(Language language, Matter::Answer answer) {
  return core::text(language, "matters.answer." + std::string(code(answer)));
}

core::Form lift_form(const Here& who) {
  const Language language = who.language();
  core::Form form;
  form.name = "matters/lift";
  form.state = who.group.id.text;
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
  core::Form form;
  form.name = "matters/answer";
  form.state = matter.id.text + "|" + std::string(code(answer));
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
  for (Matter::Answer answer : {Matter::Answer::doing, Matter::Answer::later, Matter::Answer::no})
    actions.buttons.push_back(
        {say(language, answer), "matters/answer", matter.id.text + "|" + std::string(code(answer)),
         answer == Matter::Answer::doing ? Button::Style::primary : Button::Style::plain});
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
             core::Role::facilitator,
             by(this, &Matters::open_lift)},
            {"matters", {"saker", "saker", "matters"}, core::Role::participant, by(this, &Matters::list)}};
  }

  Reply open_lift(Context&, const Here& who, const core::CommandLine&) {
    return core::open_form(lift_form(who));
  }

  void status(Context&, const Here& who, std::vector<core::Block>& blocks) override {
    int open = 0;
    for (const Matter& matter : store_.of_group(who.group.id))
      open += matter.state == Matter::State::open ? 1 : 0;
    if (open > 0)
      blocks.emplace_back(
          core::Paragraph{{core::Span(core::text_n(who.language(), "matters.status", open))}});
  }

  Reply press(Context& context, const Who& who, const core::Press& press) override {
    if (press.name == "matters/form") {
      // From the follow-up after a session; the value is the group.
      const core::Group* group = context.people().group(core::GroupId(press.value));
      if (!group) return whisper(who.language(), "unknown.button");
      if (!core::may(who.person, *group, core::Role::facilitator))
        return whisper(who.language(), "who.needs.facilitator", {{"group", group->name}});
      return core::open_form(lift_form(Here(who, *group)));
    }
    if (press.name == "matters/answer") {
      Target target = target_of(context, press.value);
      if (auto refused = refuse(who, target)) return *refused;
      return core::open_form(answer_form(*target.matter, target.answer, who.language()));
    }
    return whisper(who.language(), "unknown.button");
  }

  Reply submit(Context& context, const Who& who, const core::Submit& submit) override {
    if (submit.name == "matters/lift") return lift(context, who, submit);
    if (submit.name == "matters/answer") return answer(context, who, submit);
    return whisper(who.language(), "unknown.button");
  }

 private:
  struct Target {
    std::optional<Matter> matter;
    Matter::Answer answer = Matter::Answer::none;
    const core::Group* group = nullptr;
  };

  Target target_of(const Context& context, const std::string& value) {
    Target target;
    const auto bar = value.find('|');
    if (bar == std::string::npos) return target;
    const auto answer = answer_from(value.substr(bar + 1));
    target.matter = store_.find(core::MatterId(value.substr(0, bar)));
    if (!answer || !target.matter) return target;
    target.answer = *answer;
    target.group = context.people().group(target.matter->group);
    return target;
  }

  static std::optional<Reply> refuse(const Who& who, const Target& target) {
    if (!target.group) return whisper(who.language(), "unknown.button");
    if (!core::may(who.person, *target.group, core::Role::leader))
      return whisper(who.language(), "who.needs.leader", {{"group", target.group->name}});
    if (target.matter->state == Matter::State::answered) return whisper(who.language(), "matters.already");
    return std::nullopt;
  }

  Reply lift(Context& context, const Who& who, const core::Submit& submit) {
    const core::Group* group = context.people().group(core::GroupId(core::without_mark(submit.state)));
    if (!group) return whisper(who.language(), "unknown.button");
    if (!core::may(who.person, *group, core::Role::facilitator))
      return whisper(who.language(), "who.needs.facilitator", {{"group", group->name}});
    Matter matter;
    matter.group = group->id;
    matter.title = core::value_of(submit.values, "title");
    matter.body = core::value_of(submit.values, "body");
    matter.raised = context.now();
    Reply reply;
    if (matter.title.empty()) reply.errors["title"] = core::text(who.language(), "form.required");
    const core::Form form = lift_form(Here(who, *group));
    reply.errors.merge(core::too_long(who.language(), form, submit.values));
    if (!reply.errors.empty()) return reply;
    const std::vector<std::string> fields{"title", "body"};
    core::TextGuard guard = core::guard_texts(who.language(), submit.values, fields);
    reply.errors.merge(guard.errors);
    if (!reply.errors.empty()) return reply;
    const core::Rich elsewhere =
        core::belongs_elsewhere(who.language(), submit.values, fields, context.people(), *group, channels_);
    if ((!guard.warning.empty() || !elsewhere.empty()) && !core::was_warned(submit.state))
      return core::warn_and_let_edit(form, submit.values, guard.warning, elsewhere);
    const auto leaders = context.people().with_role(*group, core::Role::leader);
    if (leaders.empty()) return whisper(who.language(), "matters.no_leader", {{"group", group->name}});
    matter.id = core::MatterId(core::new_id(context.random()));
    store_.save(matter);
    std::vector<std::string> names;
    for (const core::Person* leader : leaders) {
      names.push_back(leader->name);
      context.post({"matter:" + matter.id.text + ":" + leader->id.text, core::destination_of(*leader),
                    to_leader(matter, *group, leader->language), true});
    }
    return whisper(who.language(), "matters.lifted", {{"names", core::say_list(who.language(), names)}});
  }

  Reply answer(Context& context, const Who& who, const core::Submit& submit) {
    Target target = target_of(context, core::without_mark(submit.state));
    if (auto refused = refuse(who, target)) return *refused;
    Matter matter = *target.matter;
    matter.answer = target.answer;
    matter.answer_text = core::value_of(submit.values, "words");
    matter.answered = context.now();
    matter.state = Matter::State::answered;
    Reply reply;
    if (matter.answer_text.empty()) reply.errors["words"] = core::text(who.language(), "form.required");
    const core::Form form = answer_form(*target.matter, target.answer, who.language());
    reply.errors.merge(core::too_long(who.language(), form, submit.values));
    if (!reply.errors.empty()) return reply;
    const std::vector<std::string> fields{"words"};
    core::TextGuard guard = core::guard_texts(who.language(), submit.values, fields);
    reply.errors.merge(guard.errors);
    if (!reply.errors.empty()) return reply;
    if (!guard.warning.empty() && !core::was_warned(submit.state))
      return core::warn_and_let_edit(form, submit.values, guard.warning);
    store_.save(matter);
    context.post({"answer:" + matter.id.text, target.group->destination(),
                  answered_message(matter, target.group->language, "matters.answered.title"), true});
    for (const core::Person* leader : context.people().with_role(*target.group, core::Role::leader))
      context.update("matter:" + matter.id.text + ":" + leader->id.text,
                     answered_message(matter, leader->language, "matters.answered.yours"));
    return whisper(who.language(), "matters.thanks", {{"group", target.group->name}});
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
      for (Matter::Answer answer : {Matter::Answer::doing, Matter::Answer::later, Matter::Answer::no})
        actions.buttons.push_back({say(language, answer), "matters/answer",
                                   matter.id.text + "|" + std::string(code(answer)), Button::Style::plain});
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
