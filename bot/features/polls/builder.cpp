#include "bot/features/polls/builder.hpp"

#include <algorithm>
#include <boost/algorithm/string/join.hpp>

#include "bot/core/events.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/utf8.hpp"
#include "bot/features/polls/asked_before.hpp"
#include "bot/features/polls/events.hpp"
#include "bot/features/polls/kinds.hpp"
#include "bot/features/polls/rule.hpp"
#include "bot/features/polls/view.hpp"
#include "bot/features/polls/voters.hpp"

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

// As core::new_id makes them: a form's state may have been written by anybody, and ids become names of files.
bool is_new_id(const std::string& text) {
  constexpr std::size_t digits = 32;
  return text.size() == digits && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

constexpr auto draft_life = std::chrono::hours{24};  // a draft nobody opened is thrown away

// Before its answers, which are quoted. One word is a question only with its mark: else it is a slip of the
// kind, «flervlg», and what is quoted first is the question.
bool stands_bare(const core::CommandLine& line) {
  const auto first = std::ranges::find_if(line.words, &core::CommandLine::Word::quoted) - line.words.begin();
  if (line.quoted().front().ends_with('?')) return false;
  return first > 2 || (first == 2 && line.words[1].text.ends_with('?'));
}

// A question that stands without quotes before its answers, or alone: what the form begins with, and what is
// said behind the answers as if the question had been quoted.
core::FormValues typed_bare(const core::CommandLine& line, const Here& who, core::Instant now, bool session) {
  const auto first = std::ranges::find_if(line.words, &core::CommandLine::Word::quoted);
  std::vector<std::string> words = line.plain();
  if (first == line.words.end()) return {{"question", {boost::algorithm::join(words, " ")}}};
  words.resize(static_cast<std::size_t>(first - line.words.begin()) - 1);
  const std::string question = boost::algorithm::join(words, " ");
  core::FormValues typed{{"question", {question}},
                         {"options", {boost::algorithm::join(line.quoted(), "\n")}}};
  core::CommandLine quoted = line;
  quoted.words.erase(quoted.words.begin() + 2, quoted.words.begin() + (first - line.words.begin()));
  quoted.words[1] = {question, true};
  const Draft draft = draft_from(quoted, who.group, now, session);
  if (draft.poll.named) typed["named"] = {"named"};
  if (draft.poll.closes != default_close(who.group, now, session))
    typed["closes"] = {core::say_moment(who.language(), who.group, draft.poll.closes)};
  if (!draft.complaint.empty()) return typed;
  const core::Question& asked = draft.poll.questions.front();
  typed["kind"] = {std::string(row_of(asked).name)};
  if (asked.most > 0) typed["most"] = {std::to_string(asked.most)};
  return typed;
}

}  // namespace

std::vector<features::CommandSpec> Builder::commands() {
  return {{"poll",
           {"avstemning", "avrøysting", "poll", "avstemming", "røysting", "vote", "spør"},
           Right::facilitator,
           features::by(this, &Builder::poll),
           features::Behind::text},
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
      press(e::correct, Right::facilitator, this, &Builder::drafted, &Builder::correct)
          .otherwise("polls.not_planned"),
  };
}

Reply Builder::poll(Context& context, const Here& who, const core::CommandLine& line) {
  const About said = asked_about(line);
  if (said == About::polls_there) return list(context, who, line);
  if (said == About::nothing || line.words.size() <= 1)
    return core::open_form(builder_form(who, new_poll(context, who), {}));
  Draft draft = draft_from(line, who.group, context.now(), in_session(context, who.group));
  // Without quotes nobody can tell question from answers for certain: the form, with what was typed.
  const bool bare = line.quoted().empty() || (stands_bare(line) && draft.poll.questions.size() == 1 &&
                                              draft.about == line.plain().front());
  if (bare && draft.complaint == "polls.complaint.word") {
    const auto typed = typed_bare(line, who, context.now(), in_session(context, who.group));
    return core::open_form(builder_form(who, new_poll(context, who), typed));
  }
  if (!draft.complaint.empty()) return complain(who, draft, line);
  return save_draft(context, who, std::move(draft), core::new_id(context.random()));
}

Reply Builder::open_builder(Context& context, const Here& who, const core::GroupId&) {
  return core::open_form(builder_form(who, new_poll(context, who), {}));
}

std::optional<Builder::Building> Builder::drafted(const PollId& id, const std::optional<int>& number) {
  auto poll = store_.find(id);
  if (!poll) return std::nullopt;
  const core::GroupId group = poll->group;
  return draft_or_none(group, std::move(poll), number.value_or(0));
}

Reply Builder::correct(Context&, const Here& who, const Building& building) {
  return core::open_form(builder_form(who, building, {}));
}

// Errors at "question" and "option0" ...
core::TextGuard Builder::guard_question(Language language, const core::Question& asked) {
  core::FormValues texts{{"question", {asked.prompt.in(Language::nb)}}};
  std::vector<std::string> fields{"question"};
  for (const core::Localized& option : asked.options) {
    fields.push_back("option" + std::to_string(fields.size() - 1));
    texts[fields.back()] = {option.in(Language::nb)};
  }
  return core::guard_texts(language, texts, fields, guarding::Fields::separate);
}

Reply Builder::save_draft(Context& context, const Here& who, Draft draft, std::string id) {
  Poll& poll = draft.poll;
  for (const core::Question& question : poll.questions) {
    const core::TextGuard guard = guard_question(who.language(), question);
    if (!guard.errors.empty()) return whisper(core::Rich{core::Span(guard.errors.begin()->second)});
  }
  poll.id = PollId(std::move(id));
  poll.opens = context.now();
  if (auto refused = asked_before(store_, options_, context, who, poll)) return *refused;
  if (!store_.add(poll)) store_.rewrite(poll);
  context.cancel_job(events::job_key(events::open_job, poll.id));  // it was to open as it stood before
  core::Job expiry =
      events::job(events::expire_job, poll.id, "poll:" + poll.id.text, context.now() + draft_life);
  expiry.inner = true;
  context.arrange(std::move(expiry));
  const core::Zone zone = core::Zone::named(who.group.zone);
  core::Message preview = preview_message(poll, who.language(), zone, draft.lasts);
  // At night, in the weekend, and in a pause of the group. What lasts is counted from an opening to come.
  const core::Instant heard = core::after_quiet(poll.closes, zone, who.group.quiet);
  if (!draft.lasts && heard > poll.closes)
    preview.blocks.insert(
        preview.blocks.end() - 1,
        core::Paragraph{core::rich(who.language(), "polls.preview.heard",
                                   {{"when", core::say_moment(who.language(), who.group, heard)}})});
  if (auto few = too_few_for(context, who, poll))
    preview.blocks.insert(preview.blocks.end() - 1, core::Paragraph{*std::move(few)});
  return whisper(std::move(preview));
}

std::optional<core::Rich> Builder::too_few_for(const Context& context, const Here& who,
                                               const Poll& poll) const {
  if (poll.named) return std::nullopt;
  auto voters = sealed_voters_of(context.people(), who.group, context.now());
  if (options_.slips) add_slips(voters, options_.slips(who.group.id));
  const auto counting = std::ranges::count_if(voters, &Voter::counts);
  const int answers = needed(options_.thresholds, slips_among(voters) > 0);
  if (counting < answers) return core::rich(who.language(), "polls.preview.few", {{"k", answers}});
  const int for_texts = std::max(k_texts, answers);
  const bool texts = std::ranges::any_of(
      poll.questions, [](const core::Question& q) { return q.kind == core::Question::Kind::text; });
  if (texts && counting < for_texts)
    return core::rich(who.language(), "polls.preview.few_texts", {{"k", for_texts}});
  return std::nullopt;
}

// What was wrong, an example, and the form for those who would rather fill in.
Reply Builder::complain(const Here& who, const Draft& draft, const core::CommandLine&) const {
  core::Message message;
  core::say(message, who.language(), draft.complaint, {{"about", draft.about}});
  core::say(message, who.language(), "polls.example");
  message.blocks.emplace_back(
      core::Actions{{events::builder.button(core::text(who.language(), "polls.use_form"), who.group.id)}});
  // texts: polls.complaint.*
  return whisper(std::move(message));
}

Builder::Building Builder::new_poll(Context& context, const Here& who) {
  return {who.group.id, {}, 0, PollId(core::new_id(context.random()))};
}

core::Form Builder::builder_form(const Here& who, const Building& building, const core::FormValues& values) {
  const Language language = who.language();
  const std::optional<Poll>& poll = building.before;
  const int number = building.number;
  const auto kept = [&](const std::string& id, std::string otherwise) {
    const auto found = values.find(id);
    return found == values.end() ? std::vector<std::string>{std::move(otherwise)} : found->second;
  };
  core::Form form = events::build.form(building.id, who.group.id, std::optional(number));
  form.title = core::text(language, number == 0 ? "polls.build.title" : "polls.build.title_more");
  form.submit = core::text(language, "polls.build.submit");
  core::Question before;
  if (poll && static_cast<std::size_t>(number) < poll->questions.size())
    before = poll->questions[static_cast<std::size_t>(number)];
  const std::string kind =
      before.options.empty() && before.prompt.empty() ? "choice" : std::string(row_of(before).name);
  std::string options;
  if (const KindRow* row = kind_named(kind); !row || !row->own)
    for (const core::Localized& option : before.options)
      options += (options.empty() ? "" : "\n") + option.in(Language::nb);
  core::Input question = core::input("question", core::text(language, "polls.build.question"));
  question.required = number == 0;
  if (number > 0) question.hint = core::text(language, "polls.build.question_hint");
  question.max_length = 200;
  question.initial = kept("question", before.prompt.in(Language::nb));
  core::Input choice =
      core::input("kind", core::text(language, "polls.build.kind"), core::Input::Kind::choice);
  for (const KindRow& row : kinds())
    choice.options.push_back(
        {std::string(row.name), core::text(language, "polls.kind." + std::string(row.name))});
  choice.initial = kept("kind", kind);
  core::Input list = core::input("options", core::text(language, "polls.build.options"));
  list.hint = core::text(language, "polls.build.options_hint");
  list.multiline = true;
  list.max_length = 3000;
  list.initial = kept("options", options);
  core::Input most = core::input("most", core::text(language, "polls.build.most"));
  most.hint = core::text(language, "polls.build.most_hint");
  most.max_length = 2;
  most.initial = kept("most", before.most > 0 ? std::to_string(before.most) : "");
  form.inputs = {std::move(question), std::move(choice), std::move(list), std::move(most)};
  if (number > 0) return form;
  core::Input named = core::input("named", core::text(language, "polls.fact.who"), core::Input::Kind::choice);
  named.options = {{"anonymous", core::text(language, "polls.anonymous")},
                   {"named", core::text(language, "polls.named")}};
  named.initial = kept("named", poll && poll->named ? "named" : "anonymous");
  core::Input closes = core::input("closes", core::text(language, "polls.build.closes"));
  closes.hint = core::text(language, "polls.build.closes_hint");
  closes.max_length = 40;
  closes.initial = kept("closes", poll ? core::say_moment(language, who.group, poll->closes) : std::string());
  form.inputs.push_back(std::move(named));
  form.inputs.push_back(std::move(closes));
  return form;
}

// A draft of another group is none of this form's; a question is one that is there, or the next.
std::optional<Builder::Building> Builder::draft_or_none(const core::GroupId& group,
                                                        std::optional<Poll> before, int number) {
  if (!before || before->group != group || before->state != Poll::State::planned) return std::nullopt;
  const int questions = static_cast<int>(before->questions.size());
  if (number < 0 || number > questions || number >= static_cast<int>(max_questions)) return std::nullopt;
  PollId id = before->id;
  return Building{group, std::move(before), number, std::move(id)};
}
std::optional<Builder::Building> Builder::draft_of(const PollId& id, const core::GroupId& group,
                                                   const std::optional<int>& number) {
  if (!is_new_id(id.text)) return std::nullopt;
  auto poll = store_.find(id);
  if (!poll) return Building{group, {}, 0, id};
  return draft_or_none(group, std::move(poll), number.value_or(0));
}

Draft Builder::drafted_by(Context& context, const Here& who, const Building& building,
                          const core::FormValues& filled, std::map<std::string, std::string>& errors) {
  const auto complain = [&](const std::string& field, const std::string& key, const std::string& about) {
    // texts: polls.complaint.*
    errors.emplace(field, core::text(who.language(), key, {{"about", about}}));
  };
  Draft draft;
  if (building.before) draft.poll = *building.before;
  auto& questions = draft.poll.questions;
  const auto number = static_cast<std::size_t>(building.number);
  Wanted wanted;
  wanted.prompt = core::value_of(filled, "question");
  wanted.kind = kind_named(core::value_of(filled, "kind"));
  // What was written for another kind is not asked about.
  if (!wanted.kind || wanted.kind->options != KindRow::Options::none)
    wanted.options = core::lines_of(core::value_of(filled, "options"));
  const std::string most = core::value_of(filled, "most");
  if (most.find_first_not_of("0123456789") != std::string::npos || most.size() > 2)
    complain("most", "polls.complaint.most_number", most);
  else if (!most.empty() && (!wanted.kind || wanted.kind->has_most))
    wanted.most = std::stoi(most);
  if (wanted.prompt.empty() && number > 0) {
    if (number < questions.size()) questions.erase(questions.begin() + building.number);
  } else {
    if (wanted.prompt.empty()) complain("question", "polls.complaint.no_question", {});
    Made made = make_question(wanted);
    if (!made.complaint.empty())
      complain(made.complaint == "polls.complaint.most" ? "most" : "options", made.complaint, made.about);
    for (const auto& [field, error] : guard_question(who.language(), made.question).errors)
      errors.emplace(field == "question" ? field : "options", error);
    if (number < questions.size())
      questions[number] = std::move(made.question);
    else
      questions.push_back(std::move(made.question));
  }
  std::optional<core::Instant> closes;
  if (number > 0) {
    closes = draft.poll.closes;
  } else {
    draft.poll.named = core::value_of(filled, "named") == "named";
    const std::string typed = core::value_of(filled, "closes");
    const auto words = core::parse_command("til " + typed).plain();
    std::size_t at = !words.empty() && (words[0] == "til" || words[0] == "until") ? 1 : 0;
    const auto closing = read_closing(words, at, core::Zone::named(who.group.zone), context.now());
    if (!typed.empty() && (!closing || at < words.size()))
      complain("closes", "polls.complaint.time", typed);
    else if (closing && closing->contradicts)
      complain("closes", "polls.complaint.weekday", typed);
    else if (!typed.empty()) {
      closes = closing->at;
      draft.lasts = closing->lasts;
    }
  }
  complete(draft, who.group, context.now(), in_session(context, who.group), closes);
  if (!draft.complaint.empty())
    complain(draft.complaint == "polls.complaint.closes" && number == 0 ? "closes" : "question",
             draft.complaint, draft.about);
  return draft;
}

Reply Builder::build(Context& context, const Here& who, const Building& building, const Given& given) {
  Reply reply;
  reply.errors = core::too_long(who.language(), builder_form(who, building, {}), given.filled);
  if (!reply.errors.empty()) return reply;
  Draft draft = drafted_by(context, who, building, given.filled, reply.errors);
  if (!reply.errors.empty()) return reply;
  // A poll stays named or anonymous for good: the other kind is another poll.
  const bool anew = !building.before || building.before->named != draft.poll.named;
  const bool replaces = anew && building.before;
  if (replaces) cancel_(context, *building.before);
  return save_draft(context, who, std::move(draft),
                    replaces ? core::new_id(context.random()) : building.id.text);
}

bool Builder::in_session(const Context& context, const core::Group& group) {
  return store_.in_session(group.id, context.now());
}

Reply Builder::list(Context&, const Here& who, const core::CommandLine&) {
  core::Message message;
  const Language language = who.language();
  core::head(message, language, "polls.list", {{"group", who.group.name}});
  bool any = false;
  for (const Poll& poll : store_.of_group(who.group.id, 10)) {
    const bool open = poll.state == Poll::State::open;
    if (!open && poll.state != Poll::State::planned) continue;
    any = true;
    core::say(
        message, language,
        open         ? "polls.list.open"
        : poll.named ? "polls.list.planned.named"
                     : "polls.list.planned",
        {{"title", poll.title.in(language)}, {"closes", core::say_moment(language, who.group, poll.closes)}});
    if (!open) {
      message.blocks.emplace_back(
          core::Actions{{opening_button(poll, language, {}),
                         events::discard.button(core::text(language, "polls.discard"), poll.id)}});
      continue;
    }
    message.blocks.emplace_back(
        core::Actions{{events::extend.button(core::text(language, "polls.extend"), poll.id)}});
    // In a row of its own, apart from what does no harm.
    message.blocks.emplace_back(core::Actions{
        {events::cancel.button(core::text(language, "polls.cancel"), poll.id, Button::Style::danger)}});
  }
  if (!any) {
    core::say(message, language, "polls.list.none");
    message.blocks.emplace_back(
        core::Actions{{events::builder.button(core::text(language, "polls.build.title"), who.group.id)}});
  }
  message.blocks.emplace_back(core::Actions{
      {core::events::say.button(core::text(language, "polls.results.all"), "resultat " + who.group.key)}});
  return whisper(std::move(message));
}

}  // namespace polls
