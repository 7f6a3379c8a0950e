#include "bot/features/polls/keeping.hpp"

#include <algorithm>
#include <set>

#include "bot/core/coordinators.hpp"
#include "bot/core/log.hpp"
#include "bot/features/polls/events.hpp"

namespace polls {
namespace {

using core::Poll;
using core::PollId;

constexpr auto longest_wait = std::chrono::minutes{30};  // between two tries; the first after one minute
constexpr auto every_day = std::chrono::hours{24};       // when nothing waits
constexpr auto set_aside_kept = std::chrono::days{30};   // docs/privacy.md
constexpr auto close_waits = std::chrono::hours{24};

}  // namespace

bool Keeping::may_come_back(const Poll& poll, const core::Group* group, core::Instant now) const {
  const bool unread = !poll.named && !boxes_.find(poll.id) && waits_for(poll.id);
  return (unread || !group) && now < poll.closes + close_waits;
}

bool Keeping::waits_for(const PollId& id) const {
  if (!boxes_.refusal().empty()) return true;
  const auto unread = boxes_.unread();
  return std::ranges::find(unread, Unread{id, Unread::Why::unreachable}) != unread.end();
}

void Keeping::put_aside(core::Context& context, const PollId& id) {
  boxes_.set_aside(id, context.now());
  core::log(core::Level::warning, "polls: a ballot box without an open poll was set aside");
  ++put_aside_;
}

bool Keeping::settle(core::Context& context, const Poll& poll) {
  if (const Box* box = boxes_.find(poll.id)) {
    // Made by a process that was about to ask everybody again, and died before they were. Where it is too
    // late for that, nobody is told that too few have answered.
    if (box->ballots.empty() && box->poll.boot != poll.boot) {
      boxes_.wipe(poll.id);
      return false;
    }
    if (box->poll.closes != poll.closes)
      context.after_commit([this, id = poll.id, closes = poll.closes] { boxes_.set_closes(id, closes); });
    return true;
  }
  if (waits_for(poll.id)) return true;
  const auto unread = boxes_.unread();
  if (std::ranges::find(unread, poll.id, &Unread::id) != unread.end()) put_aside(context, poll.id);
  if (!boxes_.bring_back(poll.id)) return false;
  core::log(core::Level::info, "polls: a ballot box that was set aside is back");
  return true;
}

std::string Keeping::asking(const Poll& poll) const {
  const std::string boot = boxes_.boot();
  return poll.boot.starts_with(boot) ? poll.boot + '-' : boot;
}

std::vector<Poll> Keeping::sort(core::Context& context) {
  put_aside_ = 0;
  std::vector<Poll> lost;
  std::set<PollId> known;
  bool waiting = !boxes_.refusal().empty();
  for (const Poll& poll : store_.open_anonymous()) {
    known.insert(poll.id);
    if (!settle(context, poll)) {
      lost.push_back(poll);
    } else if (waits_for(poll.id)) {
      waiting = true;
      core::log(core::Level::error, "polls: the answers of an open poll cannot be read now",
                boxes_.refusal());
      const core::Group* group = context.people().group(poll.group);
      core::tell_coordinators(context,
                              "box-unread:" + poll.id.text + core::to_text(context.now()).substr(0, 10),
                              "polls.unreachable", {{"group", group ? group->name : std::string()}});
    }
  }
  // What a crash left between making a box and opening its poll, or between closing and wiping; and what
  // belongs to another database, or to a later state of this one.
  std::vector<Unread> others = boxes_.unread();
  for (const PollId& id : boxes_.all()) others.push_back({id, Unread::Why::unreachable});
  for (const auto& [id, why] : others) {
    if (known.contains(id)) continue;
    std::optional<Poll> poll;
    try {
      poll = store_.find(id);
    } catch (const std::exception&) {
      continue;  // its row cannot be read, so it may be an open one: its box stays
    }
    const Box* box = boxes_.find(id);
    const bool over = poll && (poll->state == Poll::State::closed || poll->state == Poll::State::cancelled);
    // Where nobody has answered, nothing is lost with the box, and it would keep the names of its voters.
    // After the commit: it may be this turn that has closed the poll, and until then the answers are nowhere
    // else.
    if (over || (box && box->ballots.empty()))
      context.after_commit([this, ended = id] { boxes_.wipe(ended); });
    else if (box || why != Unread::Why::unreachable || (poll && poll->state == Poll::State::lost))
      put_aside(context, id);
    else
      waiting = true;
  }
  if (boxes_.has_remains()) context.after_commit([this] { boxes_.destroy_remains(); });
  if (context.time_is_certain()) boxes_.forget_set_aside(context.now() - set_aside_kept);
  if (put_aside_ > 0)
    core::tell_coordinators(context, "boxes-aside:" + core::to_text(context.now()), "polls.set_aside",
                            {{"n", put_aside_}});
  tries_ = waiting ? tries_ + 1 : 0;
  const auto wait = waiting ? std::min<std::chrono::seconds>(
                                  std::chrono::minutes{1} * (1 << std::min(tries_ - 1, 5)), longest_wait)
                            : std::chrono::seconds{every_day};
  const std::string job(polls::events::boxes_job);
  context.arrange({job, job, "", context.now() + wait, true});
  return lost;
}

std::vector<Poll> Keeping::look_again(core::Context& context) {
  boxes_.try_again();
  return sort(context);
}

}  // namespace polls
