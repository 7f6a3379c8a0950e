#include "bot/features/polls/overview.hpp"

#include "bot/core/reply.hpp"
#include "bot/features/polls/results.hpp"
#include "bot/results/pooled.hpp"

namespace polls {
namespace {

using core::Poll;
using core::whisper;

constexpr std::size_t sessions_pooled = 6;  // check-outs in an overview ...
constexpr int polls_looked_at = 60;         // ... among the newest polls of the group

}  // namespace

void keep_leaning(PollStore& store, const Poll& poll, std::vector<core::ResultLine> lines) {
  store.save_leaning(poll.id,
                     results::leaning_of({poll, std::move(lines)}, core::ResultLine::Audience::leader));
}

void keep_leanings(PollStore& store) {
  for (const Poll& poll : store.without_leaning()) keep_leaning(store, poll, store.result(poll.id).lines);
}

core::Reply overview_of(PollStore& store, const features::Here& who) {
  const core::Member* member = who.group.member(who.person.id);
  if (!member || member->role == core::Role::leader) return whisper(who.language(), "pooled.not_leader");
  std::vector<results::PublishedResult> results;
  for (const Poll& poll : store.of_group(who.group.id, polls_looked_at)) {
    if (poll.purpose != Poll::Purpose::checkout || poll.state != Poll::State::closed) continue;
    core::Result result = store.result(poll.id);
    if (!is_shown(who, poll, result)) continue;
    results.push_back({poll, std::move(result.lines)});
    if (results.size() == sessions_pooled) break;
  }
  const auto said = results::say_pooled(results, core::ResultLine::Audience::group, who.language());
  if (!said) return whisper(who.language(), "pooled.too_few");
  core::Message message;
  core::head(message, who.language(), "pooled.title", {{"group", who.group.name}});
  message.blocks.emplace_back(*said);
  message.blocks.emplace_back(core::ContextLine{{core::Span(core::text(who.language(), "pooled.foot"))}});
  return whisper(std::move(message));
}

}  // namespace polls
