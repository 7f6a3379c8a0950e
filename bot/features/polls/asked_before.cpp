#include "bot/features/polls/asked_before.hpp"

#include <algorithm>

#include "bot/core/log.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/polls/alike.hpp"

namespace polls {
namespace {

using core::Poll;

bool can_be_seen(const core::Result& result) {
  return std::any_of(result.lines.begin(), result.lines.end(), [](const core::ResultLine& line) {
    return line.part != core::ResultLine::Part::too_few;
  });
}

bool share_a_question(const Poll& one, const Poll& other) {
  return std::ranges::any_of(one.questions, [&](const core::Question& question) {
    return std::ranges::any_of(other.questions,
                               [&](const core::Question& again) { return asks_the_same(question, again); });
  });
}

std::optional<Poll> same_before(PollStore& store, const Poll& poll, core::Instant now) {
  for (const Poll& before : store.asked_since(poll.group, now - same_period, now)) {
    if (before.id == poll.id || !share_a_question(before, poll)) continue;
    if (before.state != Poll::State::closed || can_be_seen(store.result(before.id))) return before;
  }
  return std::nullopt;
}

// The bot's own question that `poll` asks as well.
std::optional<core::Question> the_bots(const Options& options, const core::Group& group, const Poll& poll) {
  if (!options.asked_by_itself) return std::nullopt;
  for (core::Question& own : options.asked_by_itself(group))
    if (std::ranges::any_of(poll.questions, [&](const core::Question& question) {
          return asks_what_the_bot_asks(question, own);
        }))
      return std::move(own);
  return std::nullopt;
}

}  // namespace

std::optional<core::Reply> asked_before(PollStore& store, const Options& options,
                                        const core::Context& context, const features::Here& who,
                                        const Poll& poll) {
  if (poll.named || poll.questions.empty()) return std::nullopt;
  const core::Language language = who.language();
  if (const auto own = the_bots(options, who.group, poll))
    return core::whisper(language, "polls.asked_by_itself", {{"question", own->prompt.in(language)}});
  const auto before = same_before(store, poll, context.now());
  if (!before) return std::nullopt;
  const core::Zone zone = core::Zone::named(who.group.zone);
  const auto day = [&](core::Instant at) {
    return core::say_date(language, core::date_of(zone.to_local(at)));
  };
  return core::whisper(language, "polls.asked_before",
                       {{"title", before->title.in(language)},
                        {"closed", day(before->closes)},
                        {"from", day(before->closes + same_period)}});
}

std::optional<core::Reply> not_now(PollStore& store, const BallotBoxes& boxes, const Options& options,
                                   const core::Context& context, const features::Here& who,
                                   const Poll& poll) {
  if (poll.named || boxes.refusal().empty()) return asked_before(store, options, context, who, poll);
  core::log(core::Level::error, "polls: anonymous polls are refused", boxes.refusal());
  return core::whisper(who.language(), "polls.refused");
}

}  // namespace polls
