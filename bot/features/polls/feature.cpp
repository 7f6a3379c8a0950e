#include "bot/features/polls/feature.hpp"

#include <algorithm>
#include <stdexcept>

#include "bot/core/log.hpp"
#include "bot/core/pooled.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/weaken.hpp"
#include "bot/features/polls/alike.hpp"
#include "bot/features/polls/command.hpp"
#include "bot/features/polls/disclosure.hpp"
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
using features::Here;
using features::Who;

constexpr auto longest = std::chrono::days{60};      // a poll is open
constexpr auto draft_life = std::chrono::hours{24};  // a draft nobody opened is thrown away
constexpr std::size_t most_guests = 100;             // answers through one shared link to one poll

PollId poll_in(std::string_view value) {
  return PollId(std::string(value.substr(0, value.find('|'))));
}

// After the bar of the button that opens, where a duration was asked for.
std::optional<core::Lasting> lasts_in(std::string_view value) {
  const auto bar = value.find('|'), second = value.find('|', bar + 1);
  return bar == std::string_view::npos ? std::nullopt
                                       : core::lasting_from(value.substr(bar + 1, second - bar - 1));
}
// A button without a mark is older than marks are, or opens the draft whatever stands in it.
bool is_stale(const Poll& poll, std::string_view value) {
  const auto bar = value.find('|'), second = bar == std::string_view::npos ? bar : value.find('|', bar + 1);
  return second != std::string_view::npos && value.substr(second + 1) != mark_of(poll);
}
// The instant after the bar of "polls/extend_now".
std::optional<core::Instant> until_in(std::string_view value) {
  const auto bar = value.find('|');
  if (bar == std::string_view::npos) return std::nullopt;
  try {
    return core::instant_from_text(value.substr(bar + 1));
  } catch (const std::invalid_argument&) {
    return std::nullopt;  // no button of ours
  }
}

core::FormValues quick_values(std::string_view value) {
  const auto bar = value.find('|');
  return {{"q0", {bar == std::string_view::npos ? std::string() : std::string(value.substr(bar + 1))}}};
}

// The same words for a first answer, a change and a repeat, so that a receipt tells nothing.
Reply receipt(const Poll& poll, Language language, const core::Zone& zone) {
  const std::string door = poll.named ? "polls/" : "box/polls/";
  core::Message message;
  message.blocks.emplace_back(core::Paragraph{core::rich(
      language, "polls.receipt", {{"closes", core::say_moment(language, zone.to_local(poll.closes))}})});
  message.blocks.emplace_back(core::Actions{
      {{core::text(language, "polls.change"), door + "form", poll.id.text, Button::Style::plain},
       {core::text(language, "polls.withdraw"), door + "withdraw", poll.id.text, Button::Style::plain}}});
  return whisper(std::move(message));
}

constexpr std::size_t sessions_pooled = 6;  // check-outs in an overview ...
constexpr int polls_looked_at = 60;         // ... among the newest polls of the group

class Polls final : public features::Feature {
 public:
  Polls(PollStore& store, BallotBoxes& boxes, Options options)
      : store_(store), boxes_(boxes), options_(std::move(options)) {}

  std::string_view name() const override { return "polls"; }
  std::vector<features::CommandSpec> commands() override {
    using features::by;
    return {
        {"poll",
         {"avstemning", "avrøysting", "poll", "avstemming", "røysting", "vote", "spør"},
         core::Role::facilitator,
         by(this, &Polls::poll)},
        {"polls", {"avstemninger", "avrøystingar", "polls"}, core::Role::facilitator, by(this, &Polls::list)},
        {"overview",
         {"oversikt", "oversyn", "overview"},
         core::Role::participant,
         by(this, &Polls::overview)},
    };
  }

  void start(Context& context) override {
    std::vector<PollId> known;
    for (const Poll& poll : store_.in_state(Poll::State::open)) {
      if (poll.named) continue;
      known.push_back(poll.id);
      if (const Box* box = boxes_.find(poll.id); box && box->poll.closes != poll.closes)
        context.after_commit([this, id = poll.id, closes = poll.closes] { boxes_.set_closes(id, closes); });
      if (boxes_.find(poll.id) || poll.closes <= context.now()) continue;
      if (!boxes_.refusal().empty()) {
        // Nothing can be asked again here; at its time it is told to be lost.
        core::log(core::Level::error, "polls: anonymous polls are refused", boxes_.refusal());
        continue;
      }
      // Lost with the machine's memory: everybody is asked again, with the same words for all.
      begin_box(context, poll);
      if (core::weakened("ask_again")) continue;
      if (const core::Group* group = context.people().group(poll.group)) {
        core::Message message = ask(context, poll, *group);
        message.blocks.insert(message.blocks.begin(),
                              core::Paragraph{core::rich(group->language, "polls.asked_again")});
        context.post({"poll-again:" + poll.id.text + ":" + boxes_.boot(), group->destination(),
                      std::move(message), true});
      }
      core::log(core::Level::warning, "polls: answers were lost in a restart, everybody is asked again");
    }
    // What a crash left between making a box and opening its poll, or between closing and wiping.
    for (const PollId& id : boxes_.all())
      if (std::find(known.begin(), known.end(), id) == known.end() && !is_unreadable(id)) boxes_.wipe(id);
  }

  // A poll that cannot be read may be an open one: its box waits until somebody has mended it.
  bool is_unreadable(const PollId& id) {
    try {
      store_.find(id);
      return false;
    } catch (const std::exception&) {
      return true;
    }
  }

  // --- by command
  // -----------------------------------------------------------------------------------------------------

  Reply poll(Context& context, const Here& who, const core::CommandLine& line) {
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

  Reply press(Context& context, const Who& who, const core::Press& press) override {
    const auto poll = store_.find(poll_in(press.value));
    if (press.name == "polls/builder" && who.near &&
        core::may(who.person, *who.near, core::Role::facilitator))
      return core::open_form(builder_form(Here(who, *who.near), {}, {}));
    if (!poll) return whisper(who.language(), "unknown.button");
    const core::Group* group = context.people().group(poll->group);
    if (!group) return whisper(who.language(), "unknown.button");
    const Here at(who, *group);
    if (press.name == "polls/quick")
      return answer_named(context, at, *poll, quick_values(press.value), false);
    if (press.name == "polls/form") {
      if (!poll->named || poll->state != Poll::State::open) return whisper(who.language(), "polls.not_open");
      const auto named = store_.named(poll->id);
      const bool answered = std::any_of(named.begin(), named.end(),
                                        [&](const auto& entry) { return entry.first == who.person.id; });
      return core::open_form(answer_form(*poll, who.language(), answered));
    }
    if (press.name == "polls/withdraw") return answer_named(context, at, *poll, {}, true);

    if (!core::may(who.person, *group, core::Role::facilitator))
      return whisper(who.language(), "who.needs.facilitator", {{"group", group->name}});
    if (core::weakened("no_early_close") && press.name == "polls/close") close(context, *poll);
    if (press.name == "polls/open" || press.name == "polls/discard" || press.name == "polls/correct") {
      if (poll->state != Poll::State::planned) return whisper(who.language(), "polls.not_planned");
      if (press.name == "polls/open" && is_stale(*poll, press.value))
        return whisper(who.language(), "polls.preview.stale");
      if (press.name == "polls/correct") return core::open_form(builder_form(at, *poll, {}));
      if (press.name == "polls/discard") {
        cancel(context, *poll);
        return whisper(who.language(), "polls.discarded");
      }
      if (!poll->named && !boxes_.refusal().empty()) {
        core::log(core::Level::error, "polls: anonymous polls are refused", boxes_.refusal());
        return whisper(who.language(), "polls.refused");
      }
      if (const auto before = asked_before(context, *poll))
        return why_not_again(who.language(), core::Zone::named(group->zone), *before);
      Poll opened = *poll;
      opened.opens = context.now();
      if (const auto lasts = lasts_in(press.value))
        opened.closes = std::min(core::after(context.now(), *lasts, core::Zone::named(group->zone)),
                                 context.now() + longest);
      if (opened.closes <= context.now())
        opened.closes = default_close(*group, context.now(), in_session(context, *group));
      store_.rewrite(opened);
      open(context, opened);
      return whisper(who.language(), "polls.opened", {{"group", group->name}});
    }
    if (press.name == "polls/cancel" || press.name == "polls/cancel_now") {
      if (poll->state != Poll::State::open && poll->state != Poll::State::planned)
        return whisper(who.language(), "polls.not_open");
      if (press.name == "polls/cancel" && poll->state == Poll::State::open)
        return whisper(preview_cancel(*poll, who.language()));
      cancel(context, *poll);
      return whisper(who.language(), "polls.cancelled", {{"title", poll->title.in(who.language())}});
    }
    if (press.name == "polls/keep")
      return whisper(who.language(), "polls.kept", {{"title", poll->title.in(who.language())}});
    if (press.name == "polls/extend" || press.name == "polls/extend_now") {
      if (poll->state != Poll::State::open || poll->closes <= context.now())
        return whisper(who.language(), "polls.not_open");
      const core::Zone zone = core::Zone::named(group->zone);
      const bool asks = press.name == "polls/extend";
      const auto until = asks ? default_close(*group, poll->closes, false) : until_in(press.value);
      if (!until || *until < poll->closes) return whisper(who.language(), "polls.preview.stale");
      if (*until > poll->opens + longest) return whisper(who.language(), "polls.extend.longest");
      if (asks) return whisper(preview_extend(*poll, *until, zone, who.language()));
      Poll longer = *poll;
      longer.closes = *until;
      store_.set_closes(poll->id, longer.closes);
      arrange_close(context, longer);
      context.update("poll:" + poll->id.text, ask(context, longer, *group));
      // Memory follows the database: were it the other way, a rollback would leave the box open too long.
      if (!poll->named)
        context.after_commit(
            [this, id = poll->id, closes = longer.closes] { boxes_.set_closes(id, closes); });
      return whisper(who.language(), "polls.extended",
                     {{"closes", core::say_moment(who.language(), zone.to_local(longer.closes))}});
    }
    return whisper(who.language(), "unknown.button");
  }

  Reply submit(Context& context, const Who& who, const core::Submit& submit) override {
    if (submit.name == "polls/answer") {
      const auto poll = store_.find(poll_in(submit.state));
      const core::Group* group = poll ? context.people().group(poll->group) : nullptr;
      if (!group) return whisper(who.language(), "unknown.button");
      return answer_named(context, Here(who, *group), *poll, submit.values, false, submit.state);
    }
    if (submit.name == "polls/build") return build(context, who, submit);
    return whisper(who.language(), "unknown.button");
  }

  void status(Context&, const Here& who, std::vector<core::Block>& blocks) override {
    const core::Zone zone = core::Zone::named(who.group.zone);
    for (const Poll& poll : store_.of_group(who.group.id, 10))
      if (poll.state == Poll::State::open)
        blocks.emplace_back(core::Paragraph{
            core::rich(who.language(), "polls.list.open",
                       {{"title", poll.title.in(who.language())},
                        {"closes", core::say_moment(who.language(), zone.to_local(poll.closes))}})});
  }

  // --- moving along
  // ---------------------------------------------------------------------------------------------------

  void due(Context& context, const core::Job& job) override {
    const auto poll = store_.find(PollId(job.key.substr(job.key.find(':') + 1)));
    if (!poll) return;
    if (job.kind == "polls/close" && poll->state == Poll::State::open) close(context, *poll);
    if (job.kind == "polls/open" && poll->state == Poll::State::planned) open(context, *poll);
    if (job.kind == "polls/expire" && poll->state == Poll::State::planned) cancel(context, *poll);
  }

  void on(Context& context, const core::Fact& fact) override {
    if (const auto* wanted = std::get_if<core::PollRequested>(&fact)) {
      if (wanted->poll.closes <= context.now() || !store_.add(wanted->poll)) return;
      if (wanted->poll.opens <= context.now())
        open(context, wanted->poll);
      else
        context.arrange({"polls/open:" + wanted->poll.id.text, "polls/open", subject_of(wanted->poll),
                         wanted->poll.opens});
    } else if (const auto* changed = std::get_if<core::SessionChanged>(&fact)) {
      // A session that was moved or cancelled takes its polls with it; the moved one asks again at its new
      // time.
      for (const Poll& poll : store_.of_session(changed->session.id))
        if (poll.state == Poll::State::open || poll.state == Poll::State::planned) cancel(context, poll);
    }
  }

  // --- sealed: no storage is touched below this line
  // --------------------------------------------------------------------

  void offers(const core::SealedContext& context, const Here& who, std::vector<Button>& buttons) override {
    for (const PollId& id : boxes_.all()) {
      const Box* box = boxes_.find(id);
      if (box->poll.group == who.group.id && !refuse(context, who, box))
        buttons.push_back(
            {core::text(who.language(), "polls.offer", {{"title", box->poll.title.in(who.language())}}),
             "box/polls/form", id.text, Button::Style::primary});
    }
  }

  Reply sealed_press(const core::SealedContext& context, const Who& who, const core::Press& press) override {
    const Box* box = boxes_.find(poll_in(press.value));
    if (auto refused = refuse(context, who, box)) return *refused;
    if (press.name == "box/polls/form")
      return core::open_form(answer_form(box->poll, who.language(), box->ballots.contains(who.person.id)));
    if (press.name == "box/polls/withdraw") {
      boxes_.put(box->poll.id, who.person.id, {});
      return whisper(who.language(), "polls.withdrawn");
    }
    if (press.name == "box/polls/quick") {
      const core::Ballot ballot = ballot_from(box->poll, quick_values(press.value));
      if (ballot.empty()) return whisper(who.language(), "unknown.button");
      if (core::weakened("one_receipt") && box->ballots.contains(who.person.id)) return {};
      boxes_.put(box->poll.id, who.person.id, ballot);
      return receipt(box->poll, who.language(), zone_of(context.people, box->poll));
    }
    return whisper(who.language(), "unknown.button");
  }

  Reply sealed_submit(const core::SealedContext& context, const Who& who,
                      const core::Submit& submit) override {
    const Box* box = boxes_.find(poll_in(submit.state));
    if (auto refused = refuse(context, who, box)) return *refused;
    const auto fields = text_inputs(box->poll);
    if (auto stopped = check(context.people, box->poll, who, submit.values, submit.state, fields))
      return *stopped;
    boxes_.put(box->poll.id, who.person.id, ballot_from(box->poll, submit.values));
    return receipt(box->poll, who.language(), zone_of(context.people, box->poll));
  }

 private:
  // Why this person cannot answer, if so. The box alone decides: nothing is looked up.
  std::optional<Reply> refuse(const core::SealedContext& context, const Who& who, const Box* box) const {
    if (!box || box->poll.closes <= context.now) return whisper(who.language(), "polls.not_open");
    if (core::is_slip(who.person.id))
      return box->voter(who.person.id) ? std::nullopt
                                       : std::optional(whisper(who.language(), "polls.slip.not_here"));
    if (who.guest && box->poll.group == who.near->id) {
      const auto guests = std::count_if(box->ballots.begin(), box->ballots.end(),
                                        [](const auto& entry) { return core::is_guest(entry.first); });
      if (guests >= static_cast<std::ptrdiff_t>(most_guests) && !box->ballots.contains(who.person.id))
        return whisper(who.language(), "guest.enough");
      return std::nullopt;
    }
    if (!box->voter(who.person.id)) return whisper(who.language(), "polls.not_eligible");
    return std::nullopt;
  }

  static core::Zone zone_of(const core::Directory& people, const Poll& poll) {
    const core::Group* group = people.group(poll.group);
    return core::Zone::named(group ? group->zone : "Europe/Oslo");
  }

  // Required answers and identifiers, before anything is kept.
  std::optional<Reply> check(const core::Directory& people, const Poll& poll, const Who& who,
                             const core::FormValues& values, std::string_view state,
                             const std::vector<std::string>& fields) const {
    Reply reply;
    const core::Ballot ballot = ballot_from(poll, values);
    for (std::size_t q = 0; q < poll.questions.size(); ++q)
      if (poll.questions[q].required && (ballot.empty() || ballot[q].empty()))
        reply.errors["q" + std::to_string(q)] = core::text(who.language(), "form.required");
    if (reply.errors.empty() && ballot.empty())
      reply.errors["q0"] = core::text(who.language(), "form.required");
    const core::Form form = answer_form(poll, who.language(), false);
    reply.errors.merge(core::too_long(who.language(), form, values));
    if (!reply.errors.empty()) return reply;
    core::TextGuard guard = core::guard_texts(who.language(), values, fields);
    reply.errors.merge(guard.errors);
    if (!reply.errors.empty()) return reply;
    if (core::was_warned(state)) return std::nullopt;
    core::Rich elsewhere;
    if (const core::Group* group = people.group(poll.group); group && !poll.named)
      elsewhere = core::belongs_elsewhere(who.language(), values, fields, people, *group, options_.channels);
    if (!guard.warning.empty() || !elsewhere.empty())
      return core::warn_and_let_edit(form, values, guard.warning, elsewhere);
    return std::nullopt;
  }

  Reply answer_named(Context& context, const Here& who, const Poll& poll, const core::FormValues& values,
                     bool withdraw, std::string_view state = {}) {
    if (!poll.named || poll.state != Poll::State::open || poll.closes <= context.now())
      return whisper(who.language(), "polls.not_open");
    const core::Member* member = who.group.member(who.person.id);
    if (!member || member->role == core::Role::leader) return whisper(who.language(), "polls.not_eligible");
    if (withdraw) {
      store_.put_named(poll.id, who.person.id, {});
      return whisper(who.language(), "polls.withdrawn");
    }
    if (auto stopped = check(context.people(), poll, who, values, state, text_inputs(poll))) return *stopped;
    store_.put_named(poll.id, who.person.id, ballot_from(poll, values));
    return receipt(poll, who.language(), core::Zone::named(who.group.zone));
  }

  static std::string subject_of(const Poll& poll) {
    return poll.session.empty() ? "poll:" + poll.id.text : poll.session.text;
  }

  void arrange_close(Context& context, const Poll& poll) {
    context.arrange({"polls/close:" + poll.id.text, "polls/close", "poll:" + poll.id.text, poll.closes});
  }

  // Names the voters in the box: who comes, goes or becomes a leader after the opening changes nothing.
  core::Message ask(const Context& context, const Poll& poll, const core::Group& group) const {
    const Box* box = poll.named ? nullptr : boxes_.find(poll.id);
    const auto voters = box && !core::weakened("named_from_box")
                            ? box->voters
                            : voters_of(context.people(), group, context.now());
    return question_message(poll, group.language, core::Zone::named(group.zone),
                            names_of(context.people(), voters), slips_among(voters));
  }

  // The poll of the group that asked the same of the same people not long ago, and whose result can be seen.
  std::optional<Poll> asked_before(const Context& context, const Poll& poll) {
    if (poll.named || poll.questions.empty()) return std::nullopt;
    for (const Poll& before : store_.of_group(poll.group, polls_looked_at)) {
      if (before.id == poll.id || before.named || before.questions.size() != 1 ||
          before.closes + same_period <= context.now() ||
          !asks_the_same(before.questions.front(), poll.questions.front()))
        continue;
      if (before.state == Poll::State::open) return before;
      if (before.state != Poll::State::closed) continue;
      const auto lines = store_.result(before.id).lines;
      if (std::any_of(lines.begin(), lines.end(), [](const core::ResultLine& line) {
            return line.part != core::ResultLine::Part::too_few;
          }))
        return before;
    }
    return std::nullopt;
  }

  static Reply why_not_again(Language language, const core::Zone& zone, const Poll& before) {
    const auto day = [&](core::Instant at) {
      return core::say_date(language, core::date_of(zone.to_local(at)));
    };
    return whisper(language, "polls.asked_before",
                   {{"title", before.title.in(language)},
                    {"closed", day(before.closes)},
                    {"from", day(before.closes + same_period)}});
  }

  void begin_box(Context& context, const Poll& poll) {
    const core::Group* group = context.people().group(poll.group);
    if (!group) return;
    auto voters = voters_of(context.people(), *group, context.now());
    if (options_.slips) add_slips(voters, options_.slips(group->id));
    Poll opened = poll;
    opened.state = Poll::State::open;
    opened.roster = static_cast<int>(voters.size());
    opened.boot = boxes_.boot();
    context.on_rollback([this, id = poll.id] { boxes_.wipe(id); });
    boxes_.create(opened, voters);
    store_.set_open(poll.id, opened.roster, opened.boot);
  }

  void open(Context& context, const Poll& poll) {
    const core::Group* group = context.people().group(poll.group);
    if (!group || poll.closes <= context.now()) {
      store_.set_state(poll.id, Poll::State::cancelled);
      return;
    }
    context.cancel_job("polls/expire:" + poll.id.text);
    if (poll.named) {
      store_.set_open(poll.id, static_cast<int>(voters_of(context.people(), *group, context.now()).size()),
                      "");
    } else if (!boxes_.refusal().empty()) {
      // The operator's fault, told where it can be mended; the group is not left waiting for a poll.
      core::log(core::Level::error, "polls: anonymous polls are refused", boxes_.refusal());
      store_.set_state(poll.id, Poll::State::cancelled);
      for (const core::Person* coordinator : context.people().coordinators()) {
        core::Message message;
        message.blocks.emplace_back(core::Paragraph{
            core::rich(coordinator->language, "polls.refused_for", {{"group", group->name}})});
        context.post({"refused:" + poll.id.text + ":" + coordinator->id.text,
                      core::destination_of(*coordinator), std::move(message), true});
      }
      return;
    } else {
      begin_box(context, poll);
    }
    arrange_close(context, poll);
    // A facilitator's own command and the end of a session do not wait for the morning; a topic poll does.
    context.post({"poll:" + poll.id.text, group->destination(), ask(context, poll, *group),
                  poll.purpose == Poll::Purpose::topic});
  }

  void close(Context& context, Poll poll) {
    const core::Group* group = context.people().group(poll.group);
    core::Result result;
    std::vector<std::pair<std::string, core::Ballot>> named;
    if (poll.named) {
      std::vector<core::Ballot> ballots;
      for (auto& [person, ballot] : store_.named(poll.id)) {
        ballots.push_back(ballot);
        if (const core::Person* p = context.people().person(person)) named.emplace_back(p->name, ballot);
      }
      std::sort(named.begin(), named.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
      result = count_named(poll, ballots);
      poll.state = Poll::State::closed;
    } else if (const Box* box = boxes_.find(poll.id)) {
      std::vector<CountedBallot> ballots, of_guests;
      poll.slips = slips_among(box->voters);
      for (const auto& [person, ballot] : box->ballots) {
        const Voter* voter = box->voter(person);
        if (core::is_guest(person) && !core::weakened("sheet_apart"))
          of_guests.push_back({ballot, true});
        else
          ballots.push_back({ballot, core::weakened("sheet_apart") || (voter && voter->counts)});
      }
      result = disclose(poll, ballots, context.random(), options_.thresholds);
      // Whoever has the sheet answers as often as she likes: with fillers of her own she would read the one
      // answer that is not. So nothing is made of what was chosen there; texts stand apart.
      if (group && group->sheet > 0) {
        Poll anybody = poll;
        anybody.roster = 0;  // nobody knows how many have the sheet
        core::Result sheet = disclose(anybody, of_guests, context.random(), options_.thresholds);
        result.by_sheet = true;
        result.sheet_texts = std::move(sheet.texts);
        if (core::weakened("sheet_not_counted"))
          result.lines.insert(result.lines.end(), sheet.lines.begin(), sheet.lines.end());
      }
      if (core::weakened("wipe_after_commit")) boxes_.wipe(poll.id);
      poll.state = Poll::State::closed;
      // After the commit and never before: until then the box is the only place where the answers are.
      context.after_commit([this, id = poll.id] { boxes_.wipe(id); });
    } else {
      poll.state = Poll::State::lost;
    }
    store_.set_state(poll.id, poll.state);
    if (poll.state == Poll::State::closed) store_.save_result(poll.id, result);
    if (group) {
      context.withdraw("poll:" + poll.id.text);
      context.update("poll:" + poll.id.text, ended_message(poll, group->language));
      core::Message message =
          poll.state == Poll::State::lost
              ? ended_message(poll, group->language)
              : result_message(poll, result, group->language, core::ResultLine::Audience::group, named);
      context.post({"result:" + poll.id.text, group->destination(), std::move(message), true});
    }
    if (poll.state == Poll::State::closed) context.emit(core::PollClosed{poll, std::move(result)});
  }

  void cancel(Context& context, Poll poll) {
    const bool was_open = poll.state == Poll::State::open;
    poll.state = Poll::State::cancelled;
    store_.set_state(poll.id, poll.state);
    for (const char* job : {"polls/open:", "polls/close:", "polls/expire:"})
      context.cancel_job(job + poll.id.text);
    const core::Group* group = context.people().group(poll.group);
    if (!was_open || !group) return;
    context.withdraw("poll:" + poll.id.text);
    context.update("poll:" + poll.id.text, ended_message(poll, group->language));
    context.after_commit([this, id = poll.id] { boxes_.wipe(id); });
  }

  bool in_session(const Context& context, const core::Group& group) {
    return store_.in_session(group.id, context.now());
  }

  // --- drafts
  // -----------------------------------------------------------------------------------------------------------

  // Errors at "question" and "option0" ...
  static core::TextGuard guard_question(Language language, const Poll& poll) {
    core::FormValues texts{{"question", {poll.title.in(Language::nb)}}};
    std::vector<std::string> fields{"question"};
    for (const core::Localized& option : poll.questions.front().options) {
      fields.push_back("option" + std::to_string(fields.size() - 1));
      texts[fields.back()] = {option.in(Language::nb)};
    }
    return core::guard_texts(language, texts, fields, core::Fields::separate);
  }

  Reply save_draft(Context& context, const Here& who, Draft draft, std::string id) {
    Poll& poll = draft.poll;
    const core::TextGuard guard = guard_question(who.language(), poll);
    if (!guard.errors.empty()) return whisper(core::Rich{core::Span(guard.errors.begin()->second)});
    poll.id = PollId(std::move(id));
    poll.opens = context.now();
    if (const auto before = asked_before(context, poll))
      return why_not_again(who.language(), core::Zone::named(who.group.zone), *before);
    if (!store_.add(poll)) store_.rewrite(poll);
    context.arrange({"polls/expire:" + poll.id.text, "polls/expire", "poll:" + poll.id.text,
                     context.now() + draft_life, true});
    return whisper(preview_message(poll, who.language(), core::Zone::named(who.group.zone), draft.lasts));
  }

  // What was wrong, an example, and the form for those who would rather fill in.
  Reply complain(const Who& who, const Draft& draft, const core::CommandLine&) const {
    core::Message message;
    message.blocks.emplace_back(
        core::Paragraph{core::rich(who.language(), draft.complaint, {{"about", draft.about}})});
    message.blocks.emplace_back(core::Paragraph{core::rich(who.language(), "polls.example")});
    message.blocks.emplace_back(core::Actions{
        {{core::text(who.language(), "polls.use_form"), "polls/builder", "", Button::Style::plain}}});
    // texts: polls.complaint.*
    return whisper(std::move(message));
  }

  static core::Form builder_form(const Here& who, const std::optional<Poll>& poll,
                                 const core::FormValues& values) {
    const Language language = who.language();
    const auto kept = [&](const std::string& id, std::string otherwise) {
      const auto found = values.find(id);
      return found == values.end() ? std::vector<std::string>{std::move(otherwise)} : found->second;
    };
    core::Form form;
    form.name = "polls/build";
    form.state = (poll ? poll->id.text : std::string()) + "|" + who.group.id.text;
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
    form.inputs = {std::move(question), std::move(kinds), std::move(list), std::move(named),
                   std::move(closes)};
    return form;
  }

  // The form is read by the same rules as the command: its fields are made into a command line.
  Reply build(Context& context, const Who& who, const core::Submit& submit) {
    const auto bar = submit.state.find('|');
    const PollId id(submit.state.substr(0, bar));
    const core::Group* group = bar == std::string::npos
                                   ? nullptr
                                   : context.people().group(core::GroupId(submit.state.substr(bar + 1)));
    if (!group || !core::may(who.person, *group, core::Role::facilitator))
      return whisper(who.language(), "unknown.button");
    core::CommandLine line = core::parse_command("avstemning");
    if (const std::string question = core::value_of(submit.values, "question"); !question.empty())
      line.words.push_back({question, true});
    const std::string kind = core::value_of(submit.values, "kind");
    const std::string list = core::value_of(submit.values, "options");
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
    if (core::value_of(submit.values, "named") == "named") line.words.push_back({"navn", false});
    const std::string closes = core::value_of(submit.values, "closes");
    if (!closes.empty())
      for (const auto& word : core::parse_command("til " + closes).words) line.words.push_back(word);
    Draft draft = draft_from(line, *group, context.now(), in_session(context, *group));
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
    reply.errors = core::too_long(who.language(), builder_form(Here(who, *group), {}, {}), submit.values);
    // Each line is an option of its own; what is wrong with one is said at the field they are typed in.
    for (const auto& [field, error] : guard_question(who.language(), draft.poll).errors)
      reply.errors.emplace(field == "question" ? field : "options", error);
    if (!reply.errors.empty()) return reply;
    bool anew = id.empty();
    if (!anew) {
      const auto before = store_.find(id);
      if (!before || before->state != Poll::State::planned)
        return whisper(who.language(), "polls.not_planned");
      // A poll stays named or anonymous for good: the other kind is another poll.
      anew = before->named != draft.poll.named;
      if (anew) cancel(context, *before);
    }
    return save_draft(context, Here(who, *group), std::move(draft),
                      anew ? core::new_id(context.random()) : id.text);
  }

  Reply list(Context&, const Here& who, const core::CommandLine&) {
    core::Message message;
    const Language language = who.language();
    message.blocks.emplace_back(
        core::Heading{core::text(language, "polls.list", {{"group", who.group.name}})});
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
        message.blocks.emplace_back(core::Actions{
            {{core::text(language, "polls.extend"), "polls/extend", poll.id.text, Button::Style::plain}}});
      else
        message.blocks.emplace_back(core::Actions{{{core::text(language, "polls.open_now"), "polls/open",
                                                    opening_of(poll, {}), Button::Style::primary}}});
      ends.emplace_back(
          core::Paragraph{core::rich(language, "polls.list.end", {{"title", poll.title.in(language)}})});
      ends.emplace_back(core::Actions{
          {{core::text(language, "polls.cancel"), "polls/cancel", poll.id.text, Button::Style::danger}}});
    }
    // Apart from what is pressed every day: a slip here ends a poll.
    if (any) message.blocks.emplace_back(core::Divider{});
    message.blocks.insert(message.blocks.end(), ends.begin(), ends.end());
    if (!any) message.blocks.emplace_back(core::Paragraph{core::rich(language, "polls.list.none")});
    return whisper(std::move(message));
  }

  // What the last check-outs said together: for those who were shown each of them. A leader has the digest.
  Reply overview(Context&, const Here& who, const core::CommandLine&) {
    const core::Member* member = who.group.member(who.person.id);
    if (!member || member->role == core::Role::leader) return whisper(who.language(), "pooled.not_leader");
    std::vector<core::PublishedResult> results;
    for (const Poll& poll : store_.of_group(who.group.id, polls_looked_at)) {
      if (poll.purpose != Poll::Purpose::checkout || poll.state != Poll::State::closed) continue;
      results.push_back({poll, store_.result(poll.id).lines});
      if (results.size() == sessions_pooled) break;
    }
    const auto said = core::say_pooled(results, core::ResultLine::Audience::group, who.language());
    if (!said) return whisper(who.language(), "pooled.too_few");
    core::Message message;
    message.blocks.emplace_back(
        core::Heading{core::text(who.language(), "pooled.title", {{"group", who.group.name}})});
    message.blocks.emplace_back(*said);
    message.blocks.emplace_back(core::ContextLine{{core::Span(core::text(who.language(), "pooled.foot"))}});
    return whisper(std::move(message));
  }

  PollStore& store_;
  BallotBoxes& boxes_;
  Options options_;
};

}  // namespace

std::unique_ptr<features::Feature> make(PollStore& store, BallotBoxes& boxes, Options options) {
  return std::make_unique<Polls>(store, boxes, std::move(options));
}

}  // namespace polls
