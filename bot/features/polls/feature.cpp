#include "bot/features/polls/feature.hpp"

#include <algorithm>

#include "bot/core/coordinators.hpp"
#include "bot/core/form_check.hpp"
#include "bot/core/group_due.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/log.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/polls/answering.hpp"
#include "bot/features/polls/asked_before.hpp"
#include "bot/features/polls/builder.hpp"
#include "bot/features/polls/called_off.hpp"
#include "bot/features/polls/command.hpp"
#include "bot/features/polls/disclosure.hpp"
#include "bot/features/polls/events.hpp"
#include "bot/features/polls/full_week.hpp"
#include "bot/features/polls/keeping.hpp"
#include "bot/features/polls/kinds.hpp"
#include "bot/features/polls/overview.hpp"
#include "bot/features/polls/privately.hpp"
#include "bot/features/polls/results.hpp"
#include "bot/features/polls/telling.hpp"
#include "bot/features/polls/view.hpp"
#include "bot/features/polls/voters.hpp"

namespace polls {
namespace {
using core::Context;
using core::Language;
using core::Poll;
using core::PollId;
using core::Reply;
using core::whisper;
using features::Given;
using features::Here;
using features::Right;

constexpr auto close_again = std::chrono::minutes{15};  // while a result may be late rather than lost

class Polls final : public features::Feature {
 public:
  Polls(PollStore& store, BallotBoxes& boxes, Options options)
      : store_(store),
        boxes_(boxes),
        options_(std::move(options)),
        keeping_(store, boxes),
        answering_(store, boxes, keeping_, options_),
        privately_(options_),
        results_(store),
        builder_(store, options_, [this](Context& context, const Poll& poll) { cancel(context, poll); }) {}

  std::string_view name() const override { return "polls"; }
  std::vector<features::CommandSpec> commands() override {
    using features::by;
    auto all = builder_.commands();
    for (features::CommandSpec& spec : results_.commands()) all.push_back(std::move(spec));
    all.push_back({"overview",
                   {"oversikt", "oversikt", "overview", "oversyn"},
                   Right::participant,
                   by(this, &Polls::overview)});
    return all;
  }

  void start(Context& context) override {
    keep_leanings(store_);
    store_.drop_answers_called_off();
    ask_again(context, keeping_.sort(context));
  }

  std::vector<features::EventRow> events() override {
    namespace e = polls::events;
    using features::press;
    using features::submit;
    std::vector<features::EventRow> all{
        press(e::open, Right::facilitator, this, &Polls::opening_of, &Polls::open_now, &Polls::not_planned),
        press(e::open_later, Right::facilitator, this, &Polls::opening_of, &Polls::open_later,
              &Polls::not_planned),
        press(e::open_anyway, Right::facilitator, this, &Polls::opening_of, &Polls::open_anyway,
              &Polls::not_planned),
        press(e::discard, Right::facilitator, this, &Polls::poll_of, &Polls::discard, &Polls::no_draft),
        press(e::cancel, Right::facilitator, this, &Polls::poll_of, &Polls::ask_to_cancel, &Polls::over),
        press(e::cancel_now, Right::facilitator, this, &Polls::poll_of, &Polls::cancel_now, &Polls::over),
        press(e::keep, Right::facilitator, this, &Polls::poll_of, &Polls::keep, &Polls::over),
        press(e::extend, Right::facilitator, this, &Polls::poll_of, &Polls::ask_to_extend,
              &Polls::not_running),
        press(e::extend_now, Right::facilitator, this, &Polls::longer_of, &Polls::extend, &Polls::not_longer)
            .otherwise("polls.not_open"),
    };
    for (features::EventRow& row : builder_.events()) all.push_back(std::move(row));
    for (features::EventRow& row : answering_.events()) all.push_back(std::move(row));
    for (features::EventRow& row : results_.events()) all.push_back(std::move(row));
    return all;
  }

  using Buttons = std::vector<core::Button>;
  void offers(const core::SealedContext& context, const Here& who, Buttons& buttons) override {
    answering_.offers(context, who, buttons);
  }

  void status(Context&, const Here& who, std::vector<core::Block>& blocks) override {
    for (const Poll& poll : store_.of_group(who.group.id, 10))
      if (poll.state == Poll::State::open)
        core::say(blocks, who.language(), "polls.list.open",
                  {{"title", poll.title.in(who.language())},
                   {"closes", core::say_moment(who.language(), who.group, poll.closes)}});
  }

  // --- moving along

  void due(Context& context, const core::Job& job) override {
    if (job.kind == polls::events::boxes_job) return ask_again(context, keeping_.look_again(context));
    const auto poll = store_.find(polls::events::poll_of(job));
    if (!poll) return;
    if (job.kind == polls::events::close_job && poll->state == Poll::State::open) close(context, *poll);
    if (job.kind == polls::events::open_job && poll->state == Poll::State::planned) open(context, *poll);
    if (job.kind == polls::events::expire_job && poll->state == Poll::State::planned) cancel(context, *poll);
    if (job.kind == polls::events::tell_job) tell_when_back(context, store_, *poll);
  }

  void on(Context& context, const core::Fact& fact) override {
    if (const auto* wanted = std::get_if<core::PollRequested>(&fact)) {
      if (wanted->poll.closes <= context.now() || !store_.add(wanted->poll)) return;
      if (wanted->poll.opens <= context.now())
        open(context, wanted->poll);
      else
        context.arrange(polls::events::job(polls::events::open_job, wanted->poll.id, subject_of(wanted->poll),
                                           wanted->poll.opens));
    }
    for (const Poll& poll : called_off_by(store_, fact)) cancel(context, poll);
    if (const auto* hidden = std::get_if<core::IdeaHidden>(&fact)) forget_votes(context, store_, *hidden);
  }

 private:
  // --- what the facilitator presses
  struct Longer {
    Poll poll;
    core::Instant until;
  };
  friend const core::GroupId& group_of(const Longer& longer) { return longer.poll.group; }
  std::optional<Poll> poll_of(const PollId& id) { return store_.find(id); }
  std::optional<Opening> opening_of(const PollId& id, const std::optional<std::string>& lasts,
                                    const std::optional<std::string>& mark) {
    auto poll = store_.find(id);
    return poll ? std::optional(Opening{*std::move(poll), lasts, mark}) : std::nullopt;
  }
  std::optional<Longer> longer_of(const PollId& id, const core::Instant& until) {
    auto poll = store_.find(id);
    return poll ? std::optional(Longer{*std::move(poll), until}) : std::nullopt;
  }

  std::optional<Reply> no_draft(Context&, const Here& who, const Poll& poll) {
    if (poll.state == Poll::State::planned) return std::nullopt;
    return whisper(who.language(), "polls.not_planned");
  }
  std::optional<Reply> not_planned(Context& context, const Here& who, const Opening& opening) {
    if (auto refused = no_draft(context, who, opening.poll)) return refused;
    // A button without a mark is older than marks are, or opens the draft whatever stands in it.
    if (!opening.mark || *opening.mark == mark_of(opening.poll)) return std::nullopt;
    return whisper(who.language(), "polls.preview.stale");
  }
  std::optional<Reply> not_longer(Context& context, const Here& who, const Longer& longer) {
    if (auto refused = not_running(context, who, longer.poll)) return refused;
    if (longer.until < longer.poll.closes) return whisper(who.language(), "polls.preview.stale");
    if (longer.until > longer.poll.opens + most_open) return whisper(who.language(), "polls.extend.longest");
    return std::nullopt;
  }
  std::optional<Reply> over(Context&, const Here& who, const Poll& poll) {
    if (poll.state == Poll::State::open || poll.state == Poll::State::planned) return std::nullopt;
    return whisper(who.language(), "polls.not_open");
  }
  std::optional<Reply> not_running(Context& context, const Here& who, const Poll& poll) {
    if (poll.state == Poll::State::open && poll.closes > context.now()) return std::nullopt;
    return whisper(who.language(), "polls.not_open");
  }
  Reply discard(Context& context, const Here& who, const Poll& poll) {
    cancel(context, poll);
    return whisper(who.language(), "polls.discarded");
  }
  Reply cancel_now(Context& context, const Here& who, const Poll& poll) {
    if (poll.state != Poll::State::open) return discard(context, who, poll);
    cancel(context, poll);
    return whisper(who.language(), "polls.cancelled", {{"title", poll.title.in(who.language())}});
  }
  Reply open_now(Context& context, const Here& who, const Opening& opening) {
    if (auto refused = not_now(store_, boxes_, options_, context, who, opening.poll)) return *refused;
    const auto until = full_until(context, who.group);
    return until ? ask_when(opening, *until, who) : open_anyway(context, who, opening);
  }
  Reply open_anyway(Context& context, const Here& who, const Opening& opening) {
    if (auto refused = not_now(store_, boxes_, options_, context, who, opening.poll)) return *refused;
    const core::Instant now = context.now();
    const Poll opened = opening_at(now, who.group, opening, store_.in_session(who.group.id, now));
    store_.rewrite(opened);
    open(context, opened);
    return whisper(who.language(), "polls.opened", {{"group", who.group.name}});
  }
  Reply open_later(Context& context, const Here& who, const Opening& opening) {
    if (auto refused = not_now(store_, boxes_, options_, context, who, opening.poll)) return *refused;
    const auto until = full_until(context, who.group);
    if (!until) return open_now(context, who, opening);
    const Poll later = opening_at(*until, who.group, opening, false);
    store_.rewrite(later);
    context.cancel_job(polls::events::job_key(polls::events::expire_job, later.id));
    context.arrange(polls::events::job(polls::events::open_job, later.id, subject_of(later), later.opens));
    return opens_later(later, who);
  }
  // In a session people are together, and answer at once.
  std::optional<core::Instant> full_until(const Context& context, const core::Group& group) {
    if (!options_.full_until || store_.in_session(group.id, context.now())) return std::nullopt;
    return options_.full_until(group, context.now());
  }
  Reply ask_to_cancel(Context& context, const Here& who, const Poll& poll) {
    if (poll.state != Poll::State::open) return discard(context, who, poll);
    return whisper(preview_cancel(poll, who.language()));
  }
  Reply keep(Context&, const Here& who, const Poll& poll) {
    return whisper(who.language(), "polls.kept", {{"title", poll.title.in(who.language())}});
  }
  Reply ask_to_extend(Context& context, const Here& who, const Poll& poll) {
    const Longer longer{poll, default_close(who.group, poll.closes, false)};
    if (auto refused = not_longer(context, who, longer)) return *refused;
    return whisper(preview_extend(poll, longer.until, core::Zone::named(who.group.zone), who.language()));
  }
  Reply extend(Context& context, const Here& who, const Longer& asked) {
    Poll longer = asked.poll;
    longer.closes = asked.until;
    store_.set_closes(longer.id, longer.closes);
    arrange_close(context, longer);
    context.update("poll:" + longer.id.text, ask(context, longer, who.group));
    // Memory follows the database: were it the other way, a rollback would leave the box open too long.
    if (!longer.named)
      context.after_commit([this, id = longer.id, closes = longer.closes] { boxes_.set_closes(id, closes); });
    const auto closes = core::Zone::named(who.group.zone).to_local(longer.closes);
    return whisper(who.language(), "polls.extended", {{"closes", core::say_moment(who.language(), closes)}});
  }

  static std::string subject_of(const Poll& poll) {
    return poll.session.empty() ? "poll:" + poll.id.text : poll.session.text;
  }

  void arrange_close(Context& context, const Poll& poll) {
    context.arrange(
        polls::events::job(polls::events::close_job, poll.id, "poll:" + poll.id.text, poll.closes));
  }

  // Names the voters in the box: who comes, goes or becomes a leader after the opening changes nothing.
  core::Message ask(const Context& context, const Poll& poll, const core::Group& group) const {
    const Box* box = poll.named ? nullptr : boxes_.find(poll.id);
    const auto voters = box ? box->voters : voters_of(context.people(), group, context.now());
    core::Message message = question_message(poll, group.language, core::Zone::named(group.zone),
                                             names_of(context.people(), voters), slips_among(voters));
    privately_.add_how(message, group, poll);
    return message;
  }

  void begin_box(Context& context, const Poll& poll, const core::Group& group) {
    const auto by_name = options_.by_name ? options_.by_name(group, poll) : std::set<core::PersonId>();
    auto voters = sealed_voters_of(context.people(), group, context.now(), by_name);
    if (options_.slips) add_slips(voters, options_.slips(group.id));
    Poll opened = poll;
    opened.state = Poll::State::open;
    const auto there = voters_of(context.people(), group, context.now(), by_name).size();
    opened.roster = static_cast<int>(there) + slips_among(voters);
    opened.boot = keeping_.asking(poll);
    context.on_rollback([this, id = poll.id] { boxes_.wipe(id); });
    boxes_.create(opened, voters);
    store_.set_open(poll.id, opened.roster, opened.boot);
    privately_.ask(context, opened, group, voters);
  }

  // Lost with the machine's memory, or damaged: everybody is asked again, with the same words for all.
  void ask_again(Context& context, const std::vector<Poll>& lost) {
    for (const Poll& poll : lost) {
      const core::Group* group = context.people().group(poll.group);
      if (poll.closes <= context.now() || !group) continue;
      begin_box(context, poll, *group);
      core::Message message = ask(context, poll, *group);
      message.blocks.insert(message.blocks.begin(),
                            core::Paragraph{core::rich(group->language, "polls.asked_again")});
      context.post(
          core::urgent(core::until(poll.closes, {"poll-again:" + poll.id.text + ":" + keeping_.asking(poll),
                                                 group->destination(), message})));
      core::log(core::Level::warning, "polls: answers were lost in a restart, everybody is asked again");
    }
  }

  void open(Context& context, const Poll& poll) {
    if (poll.closes <= context.now()) return cancel(context, poll);
    const core::Group& group = core::group_due(context, poll.group);
    context.cancel_job(polls::events::job_key(polls::events::expire_job, poll.id));
    if (poll.named) {
      store_.set_open(poll.id, static_cast<int>(voters_of(context.people(), group, context.now()).size()),
                      "");
    } else if (!boxes_.refusal().empty()) {
      // The operator's fault, told where it can be mended; the group is not left waiting for a poll.
      core::log(core::Level::error, "polls: anonymous polls are refused", boxes_.refusal());
      cancel(context, poll);
      core::tell_coordinators(context, "refused:" + poll.id.text, "polls.refused_for",
                              {{"group", group.name}});
      return;
    } else {
      begin_box(context, poll, group);
    }
    arrange_close(context, poll);
    core::log(core::Level::info, "polls: one is open", "until " + core::to_text(poll.closes));
    // A facilitator's own command and the end of a session do not wait for the morning; the others do.
    const bool waits = poll.purpose == Poll::Purpose::topic || poll.purpose == Poll::Purpose::noticed;
    context.post(core::until(
        poll.closes, {"poll:" + poll.id.text, group.destination(), ask(context, poll, group), waits}));
  }

  void close(Context& context, Poll poll) {
    const core::Group* group = context.people().group(poll.group);
    if (keeping_.may_come_back(poll, group, context.now())) {
      poll.closes = context.now() + close_again;
      return arrange_close(context, poll);
    }
    core::Result result;
    if (poll.named) {
      std::vector<core::Ballot> ballots;
      for (auto& [person, ballot] : store_.named(poll.id)) ballots.push_back(std::move(ballot));
      result = count_named(poll, ballots);
      poll.state = Poll::State::closed;
    } else if (const Box* box = boxes_.find(poll.id)) {
      std::vector<CountedBallot> ballots, of_guests;
      poll.slips = slips_among(box->voters);
      poll.roster = hiding_among(poll.roster, box->voters, options_.absent(poll));
      for (const auto& [person, ballot] : box->ballots) {
        const Voter* voter = box->voter(person);
        if (core::is_guest(person))
          of_guests.push_back({ballot, true});
        else
          ballots.push_back({ballot, voter && voter->counts});
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
      }
      poll.state = Poll::State::closed;
      // After the commit and never before: until then the box is the only place where the answers are.
      context.after_commit([this, id = poll.id] { boxes_.wipe(id); });
    } else {
      poll.state = Poll::State::lost;
    }
    store_.set_state(poll.id, poll.state);
    core::log(core::Level::info, "polls: one has ended", core::code(poll.state));
    if (poll.state == Poll::State::closed) store_.save_result(poll.id, result);
    if (poll.state == Poll::State::closed && poll.purpose == Poll::Purpose::checkout)
      keep_leaning(store_, poll, result.lines);
    if (group)
      tell_result(context, store_, poll, result, *group);
    else  // the box does not wait for it, and what it came to does
      context.arrange(
          polls::events::job(polls::events::tell_job, poll.id, "poll:" + poll.id.text, context.now()));
    if (poll.state == Poll::State::closed) context.emit(core::PollClosed{poll, std::move(result)});
  }

  void cancel(Context& context, Poll poll) {
    const bool was_open = poll.state == Poll::State::open;
    poll.state = Poll::State::cancelled;
    store_.set_state(poll.id, poll.state);
    namespace e = polls::events;
    for (const std::string_view kind : {e::open_job, e::close_job, e::expire_job})
      context.cancel_job(e::job_key(kind, poll.id));
    context.emit(core::PollCalledOff{poll});
    if (!was_open) return;
    context.withdraw("poll:" + poll.id.text);
    if (const core::Group* group = context.people().group(poll.group))
      context.update("poll:" + poll.id.text, ended_message(poll, group->language));
    context.after_commit([this, id = poll.id] { boxes_.wipe(id); });
  }

  Reply overview(Context&, const Here& who, const core::CommandLine&) { return overview_of(store_, who); }

  PollStore& store_;
  BallotBoxes& boxes_;
  Options options_;
  Keeping keeping_;
  Answering answering_;
  Privately privately_;
  Results results_;
  Builder builder_;
};

}  // namespace

std::unique_ptr<features::Feature> make(PollStore& store, BallotBoxes& boxes, Options options) {
  return std::make_unique<Polls>(store, boxes, std::move(options));
}

}  // namespace polls
