#include "bot/features/polls/asked_before.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <vector>

#include "bot/core/group_time.hpp"
#include "bot/core/log.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/polls/alike.hpp"

namespace polls {
namespace {

using core::Poll;

bool can_be_seen(const core::Result& result) {
  return !result.texts.empty() ||
         std::any_of(result.lines.begin(), result.lines.end(), [](const core::ResultLine& line) {
           return line.part != core::ResultLine::Part::too_few;
         });
}

// Of a question that is to be asked, and one that was.
using Alike = bool (*)(const core::Question& question, const core::Question& before);

// Texts of people that nobody knows may follow each other, and follow other answers. Where one of the two has
// names, all but one may say there again in words what they answered.
bool share_a_question(const Poll& poll, const Poll& before, Alike alike) {
  const bool by_name = poll.named != before.named;
  return std::ranges::any_of(poll.questions, [&](const core::Question& question) {
    return std::ranges::any_of(before.questions, [&](const core::Question& asked) {
      return alike(question, asked) || (by_name && asks_the_same_in_words(question, asked));
    });
  });
}

// Where fewer answer in both groups, a result leaves what each of them said as open as before
// (docs/privacy.md); two who facilitate the same two groups are such.
constexpr int few_in_both = 2;

bool answers_in(const core::Group& group, const core::PersonId& person) {
  const core::Member* member = group.member(person);
  return member && member->role != core::Role::leader;
}

// Those in which more of the group's people answer as well, also one that has ended.
std::vector<core::GroupId> groups_of_the_same_people(const core::Directory& people,
                                                     const core::Group& group) {
  std::map<core::GroupId, int> in_both;
  for (const core::Member& member : group.members) {
    if (!answers_in(group, member.person)) continue;
    for (const core::Group* other : people.groups_of(member.person))
      if (other->id != group.id && answers_in(*other, member.person)) ++in_both[other->id];
  }
  std::vector<core::GroupId> found;
  for (const auto& [id, count] : in_both)
    if (count > few_in_both) found.push_back(id);
  return found;
}

// Two openly named ones hide nothing. One that is named beside one that is not tells as much as the others
// together: all answers but one may stand there with their names.
std::optional<Poll> same_before(PollStore& store, const core::GroupId& group, const Poll& poll,
                                core::Instant now, Alike alike) {
  for (const Poll& before : store.asked_since(group, now - same_period, now)) {
    if (before.id == poll.id || (before.named && poll.named)) continue;
    if (!share_a_question(poll, before, alike)) continue;
    // What has names was seen, texts as well, which are no lines of a result.
    if (before.named || before.state != Poll::State::closed || can_be_seen(store.result(before.id)))
      return before;
  }
  return std::nullopt;
}

bool is_in_words(const core::Question& question) {
  return question.kind == core::Question::Kind::text;
}

// The bot's own question that `poll` asks as well. What it asks in words is no yes or no.
std::optional<core::Question> the_bots(const Options& options, const core::Group& group, const Poll& poll) {
  if (!options.asked_by_itself) return std::nullopt;
  for (core::Question& own : options.asked_by_itself(group))
    if (std::ranges::any_of(poll.questions, [&](const core::Question& question) {
          return asks_plainly_the_same(question, own) ||
                 (poll.named && is_in_words(question) && asks_the_same_in_words(question, own));
        }))
      return std::move(own);
  return std::nullopt;
}

}  // namespace

bool asked_of_one_more(PollStore& store, const core::PollId& one, const core::PollId& other) {
  const auto first = store.find(one), second = store.find(other);
  return first && second && std::abs(first->roster - second->roster) == 1;
}

std::optional<core::Reply> asked_before(PollStore& store, const Options& options,
                                        const core::Context& context, const features::Here& who,
                                        const Poll& poll) {
  if (poll.questions.empty()) return std::nullopt;
  const core::Language language = who.language();
  if (const auto own = the_bots(options, who.group, poll))
    return core::whisper(language, "polls.asked_by_itself", {{"question", own->prompt.in(language)}});
  const auto before = same_before(store, poll.group, poll, context.now(), asks_the_same);
  if (!before) {
    // Not which group, what it was asked or when: whoever asks here need not be in it. So only what plainly
    // is the same, because nobody can see in what way theirs is like it.
    for (const core::GroupId& other : groups_of_the_same_people(context.people(), who.group))
      if (same_before(store, other, poll, context.now(), asks_plainly_the_same))
        return core::whisper(language, "polls.asked_elsewhere");
    return std::nullopt;
  }
  const auto day = [&](core::Instant at) { return core::say_date(language, who.group, at); };
  const bool by_name = before->named || poll.named;
  return core::whisper(language, by_name ? "polls.asked_before.by_name" : "polls.asked_before",
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
