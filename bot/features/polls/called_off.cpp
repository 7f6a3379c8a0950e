#include "bot/features/polls/called_off.hpp"

#include <algorithm>

#include "bot/features/polls/results.hpp"

namespace polls {
namespace {

using core::Poll;

bool goes_on(const Poll& poll) {
  return poll.state == Poll::State::open || poll.state == Poll::State::planned;
}

std::vector<Poll> those_of(PollStore& store, const core::GroupId& group) {
  std::vector<Poll> all = store.in_state(Poll::State::open);
  std::ranges::move(store.in_state(Poll::State::planned), std::back_inserter(all));
  std::erase_if(all, [&](const Poll& poll) { return poll.group != group; });
  return all;
}

}  // namespace

std::vector<Poll> called_off_by(PollStore& store, const core::Fact& fact) {
  // Moved or cancelled, a session takes its polls with it; a moved one asks again at its new time.
  if (const auto* changed = std::get_if<core::SessionChanged>(&fact)) {
    auto all = store.of_session(changed->session.id);
    std::erase_if(all, [](const Poll& poll) { return !goes_on(poll); });
    return all;
  }
  if (const auto* hidden = std::get_if<core::IdeaHidden>(&fact))
    return open_votes_on(store, hidden->group, hidden->words);
  if (const auto* old = std::get_if<core::IdeaReworded>(&fact))
    return open_votes_on(store, old->group, old->words);
  // Of a group that is none any more nobody can answer, and nobody is told: whoever ended it was told so.
  if (const auto* stopped = std::get_if<core::GroupStopped>(&fact); stopped && stopped->gone)
    return those_of(store, stopped->group);
  return {};
}

}  // namespace polls
