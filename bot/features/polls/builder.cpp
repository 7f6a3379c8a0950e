#include "bot/features/polls/builder.hpp"

#include <algorithm>

#include "bot/core/reply.hpp"
#include "bot/features/polls/asked_before.hpp"
#include "bot/features/polls/events.hpp"
#include "bot/features/polls/view.hpp"

namespace polls {
namespace {

using core::Button;
using core::Context;
using core::Language;
using core::Poll;
using core::PollId;
using core::Reply;
using core::whisper;
using features::Given;
using features::Here;
using features::Right;

constexpr auto draft_life = std::chrono::hours{24};  // a draft nobody opened is thrown away

}  // namespace

std::vector<features::CommandSpec> Builder::commands() {
  return {{"poll",
           {"avstemning", "avrøysting", "poll", "avstemming", "røysting", "vote", "spør"},
           Right::facilitator,
           features::by(this, &Builder::poll)},
          {"polls",
           {"avstemninger", "avrøystingar", "polls"},
           Right::facilitator,
           features::by(this, &Builder::list)}};
}

std::vector<features::EventRow> Builder::events() {
  namespace e = polls::events;
  using features::press;
  return {
      press(e::builder, Right::facilitator, this, features::the_group, &Builder::open_builder),
      features::submit(e::build, Right::facilitator, this, &Builder::draft_of, &Builder::build)
          .otherwise("polls.not_planned"),
      press(e::correct, Right::facilitator, this, &Builder::poll_of, &Builder::correct, &Builder::no_draft),
  };
}

Reply Builder::poll(Context& context, const Here& who, const core::CommandLine& line) {
  if (line.words.size() <= 1) return core::open_form(builder_form(who, {}, {}));
  Draft draft = draft_from(line, who.group, context.now(), in_session(context, who.group));
  // Without quotes nobody can tell question from answers: the form, with what was typed.
  if (line.quoted().empty() && draft.complaint == "polls.complaint.word") {
    std::string typed;
    for (const std::string& word : line.plain()) typed += (typed.empty() ? "" : " ") + word;
    return core::open_form(builder_form(who, {}, {{"question", {typed}}}));
  }
  if (!draft.complaint.empty()) return complain(who, draft, line);
  return save_draft(context, who, std::move(draft), core::new_id(context.random()));
}

Reply Builder::open_builder(Context&, const Here& who, const core::GroupId&) {
  return core::open_form(builder_form(who, {}, {}));
}

Reply Builder::correct(Context&, const Here& who, const Poll& poll) {
  return core::open_form(builder_form(who, poll, {}));
}

// Errors at "question" and "option0" ...
core::TextGuard Builder::guard_question(Language language, const Poll& poll) {
  core::FormValues texts{{"question", {poll.title.in(Language::nb)}}};
  std::vector<std::string> fields{"question"};
  for (const core::Localized& option : poll.questions.front().options) {
    fields.push_back("option" + std::to_string(fields.size() - 1));
    texts[fields.back()] = {option.in(Language::nb)};
  }
  return core::guard_texts(language, texts, fields, core::Fields::separate);
}

Reply Builder::save_draft(Context& context, const Here& who, Draft draft, std::string id) {
  Poll& poll = draft.poll;
  const core::TextGuard guard = guard_question(who.language(), poll);
  if (!guard.errors.empty()) return whisper(core::Rich{core::Span(guard.errors.begin()->second)});
  poll.id = PollId(std::move(id));
  poll.opens = context.now();
  if (auto refused = asked_before(store_, who, poll, context.now())) return *refused;
  if (!store_.add(poll)) store_.rewrite(poll);
  core::Job expiry =
      events::job(events::expire_job, poll.id, "poll:" + poll.id.text, context.now() + draft_life);
  expiry.inner = true;
  context.arrange(std::move(expiry));
  return whisper(preview_message(poll, who.language(), core::Zone::named(who.group.zone), draft.lasts));
}

// What was wrong, an example, and the form for those who would rather fill in.
Reply Builder::complain(const Here& who, const Draft& draft, const core::CommandLine&) const {
  core::Message message;
  message.blocks.emplace_back(
      core::Paragraph{core::rich(who.language(), draft.complaint, {{"about", draft.about}})});
  message.blocks.emplace_back(core::Paragraph{core::rich(who.language(), "polls.example")});
  message.blocks.emplace_back(
      core::Actions{{events::builder.button(core::text(who.language(), "polls.use_form"), who.group.id)}});
  // texts: polls.complaint.*
  return whisper(std::move(message));
}

core::Form Builder::builder_form(const Here& who, const std::optional<Poll>& poll,
                                 const core::FormValues& values) {
  const Language language = who.language();
  const auto kept = [&](const std::string& id, std::string otherwise) {
    const auto found = values.find(id);
    return found == values.end() ? std::vector<std::string>{std::move(otherwise)} : found->second;
  };
  core::Form form = events::build.form(poll ? std::optional(poll->id) : std::nullopt, who.group.id);
  form.title = core::text(language, "polls.build.title");
  form.submit = core::text(language, "polls.build.submit");
  std::string options;
  std::string kind = "choice";
  if (poll && !poll->questions.empty()) {
    const core::Question& question = poll->questions.front();
    kind = kind_of(question);
    if (kind != "yes_no")
      for (const core::Localized& option : question.options)
        options += (options.empty() ? "" : "\n") + option.in(Language::nb);
  }
  core::Input question;
  question.id = "question";
  question.label = core::text(language, "polls.build.question");
  question.required = true;
  question.max_length = 200;
  question.initial = kept("question", poll ? poll->title.in(Language::nb) : "");
  core::Input kinds;
  kinds.kind = core::Input::Kind::choice;
  kinds.id = "kind";
  kinds.label = core::text(language, "polls.build.kind");
  for (const char* k : {"choice", "choices", "yes_no", "scale", "text"})
    kinds.options.push_back({k, core::text(language, std::string("polls.kind.") + k)});
  kinds.initial = kept("kind", kind);
  core::Input list;
  list.id = "options";
  list.label = core::text(language, "polls.build.options");
  list.hint = core::text(language, "polls.build.options_hint");
  list.multiline = true;
  list.max_length = 2000;
  list.initial = kept("options", options);
  core::Input named;
  named.kind = core::Input::Kind::choice;
  named.id = "named";
  named.label = core::text(language, "polls.fact.who");
  named.options = {{"anonymous", core::text(language, "polls.anonymous")},
                   {"named", core::text(language, "polls.named")}};
  named.initial = kept("named", poll && poll->named ? "named" : "anonymous");
  core::Input closes;
  closes.id = "closes";
  closes.label = core::text(language, "polls.build.closes");
  closes.hint = core::text(language, "polls.build.closes_hint");
  closes.max_length = 40;
  closes.initial = kept("closes", "");
  form.inputs = {std::move(question), std::move(kinds), std::move(list), std::move(named), std::move(closes)};
  return form;
}

// A draft of another group is none of this form's.
std::optional<Builder::Building> Builder::draft_of(const std::optional<PollId>& id,
                                                   const core::GroupId& group) {
  if (!id) return Building{group, {}};
  auto before = store_.find(*id);
  if (!before || before->group != group || before->state != Poll::State::planned) return std::nullopt;
  return Building{group, std::move(before)};
}

Reply Builder::build(Context& context, const Here& who, const Building& building, const Given& given) {
  core::CommandLine line = core::parse_command("avstemning");
  if (const std::string question = core::value_of(given.filled, "question"); !question.empty())
    line.words.push_back({question, true});
  const std::string kind = core::value_of(given.filled, "kind");
  const std::string list = core::value_of(given.filled, "options");
  if (kind != "text" && kind != "yes_no")
    for (std::size_t from = 0; from < list.size();) {
      const std::size_t end = std::min(list.find('\n', from), list.size());
      const std::string option = core::value_of({{"o", {list.substr(from, end - from)}}}, "o");
      if (!option.empty()) line.words.push_back({option, true});
      from = end + 1;
    }
  if (kind == "choices") line.words.push_back({"flere", false});
  if (kind == "yes_no") line.words.push_back({"ja/nei", false});
  if (kind == "scale") line.words.push_back({"skala", false});
  if (kind == "text") line.words.push_back({"fritekst", false});
  if (core::value_of(given.filled, "named") == "named") line.words.push_back({"navn", false});
  const std::string closes = core::value_of(given.filled, "closes");
  if (!closes.empty())
    for (const auto& word : core::parse_command("til " + closes).words) line.words.push_back(word);
  Draft draft = draft_from(line, who.group, context.now(), in_session(context, who.group));
  Reply reply;
  if (!draft.complaint.empty()) {
    const std::string said = core::text(who.language(), draft.complaint, {{"about", draft.about}});
    const bool about_time =
        draft.complaint == "polls.complaint.time" || draft.complaint == "polls.complaint.word" ||
        draft.complaint == "polls.complaint.weekday" || draft.complaint == "polls.complaint.closes";
    const bool about_question = draft.complaint == "polls.complaint.no_question";
    reply.errors[about_time ? "closes" : about_question ? "question" : "options"] = said;
    return reply;
  }
  reply.errors = core::too_long(who.language(), builder_form(who, {}, {}), given.filled);
  // Each line is an option of its own; what is wrong with one is said at the field they are typed in.
  for (const auto& [field, error] : guard_question(who.language(), draft.poll).errors)
    reply.errors.emplace(field == "question" ? field : "options", error);
  if (!reply.errors.empty()) return reply;
  // A poll stays named or anonymous for good: the other kind is another poll.
  const bool anew = !building.before || building.before->named != draft.poll.named;
  if (anew && building.before) cancel_(context, *building.before);
  return save_draft(context, who, std::move(draft),
                    anew ? core::new_id(context.random()) : building.before->id.text);
}
std::optional<Reply> Builder::no_draft(Context&, const Here& who, const Poll& poll) {
  if (poll.state == Poll::State::planned) return std::nullopt;
  return whisper(who.language(), "polls.not_planned");
}

std::optional<Poll> Builder::poll_of(const PollId& id) {
  return store_.find(id);
}
bool Builder::in_session(const Context& context, const core::Group& group) {
  return store_.in_session(group.id, context.now());
}

Reply Builder::list(Context&, const Here& who, const core::CommandLine&) {
  core::Message message;
  const Language language = who.language();
  message.blocks.emplace_back(core::Heading{core::text(language, "polls.list", {{"group", who.group.name}})});
  const core::Zone zone = core::Zone::named(who.group.zone);
  bool any = false;
  std::vector<core::Block> ends;
  for (const Poll& poll : store_.of_group(who.group.id, 10)) {
    if (poll.state != Poll::State::open && poll.state != Poll::State::planned) continue;
    any = true;
    message.blocks.emplace_back(core::Paragraph{
        core::rich(language, poll.state == Poll::State::open ? "polls.list.open" : "polls.list.planned",
                   {{"title", poll.title.in(language)},
                    {"closes", core::say_moment(language, zone.to_local(poll.closes))}})});
    if (poll.state == Poll::State::open)
      message.blocks.emplace_back(
          core::Actions{{events::extend.button(core::text(language, "polls.extend"), poll.id)}});
    else
      message.blocks.emplace_back(core::Actions{{opening_button(poll, language, {})}});
    ends.emplace_back(
        core::Paragraph{core::rich(language, "polls.list.end", {{"title", poll.title.in(language)}})});
    ends.emplace_back(core::Actions{
        {events::cancel.button(core::text(language, "polls.cancel"), poll.id, Button::Style::danger)}});
  }
  // Apart from what is pressed every day: a slip here ends a poll.
  if (any) message.blocks.emplace_back(core::Divider{});
  message.blocks.insert(message.blocks.end(), ends.begin(), ends.end());
  if (!any) message.blocks.emplace_back(core::Paragraph{core::rich(language, "polls.list.none")});
  return whisper(std::move(message));
}

}  // namespace polls
