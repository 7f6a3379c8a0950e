#pragma once
// Presses, submits and jobs of the polls.

#include "bot/core/event_name.hpp"
#include "bot/core/job_name.hpp"
#include "bot/core/outbound.hpp"
#include "bot/core/poll.hpp"

namespace polls::events {

using core::EventName;
using core::GroupId;
using core::PollId;

// The facilitator's. `open` carries how long the poll lasts, where that was said (core::code of a Lasting),
// and the mark of the draft that was seen (mark_of in view.hpp). `cancel` and `extend` ask before they do it;
// `build` is the form of one that is changed, or that is to be made for the group, by the id it has or will
// have; with the number of the question, which may be one more than there are.
inline constexpr EventName<GroupId> builder{"polls/builder"};
inline constexpr EventName<PollId, GroupId, std::optional<int>> build{"polls/build"};
inline constexpr EventName<PollId, std::optional<std::string>, std::optional<std::string>> open{"polls/open"};
// The same in a week in which somebody has had enough: when it is over, or all the same.
inline constexpr EventName<PollId, std::optional<std::string>, std::optional<std::string>> open_later{
    "polls/open_later"},
    open_anyway{"polls/open_anyway"};
inline constexpr EventName<PollId, std::optional<int>> correct{"polls/correct"};
inline constexpr EventName<PollId> discard{"polls/discard"};
inline constexpr EventName<PollId> cancel{"polls/cancel"}, cancel_now{"polls/cancel_now"};
inline constexpr EventName<PollId> extend{"polls/extend"}, keep{"polls/keep"};
inline constexpr EventName<PollId, core::Instant> extend_now{"polls/extend_now"};

// Results to be read again: a page of them, from that many on; one.
inline constexpr EventName<GroupId, int> results{"polls/results"};
inline constexpr EventName<PollId> result{"polls/result"};

// Answering: by a button of one option (its number), or by the form.
struct AnswerEvents {
  EventName<PollId, int> quick;
  EventName<PollId> form, withdraw, answer;
};
inline constexpr AnswerEvents named{{"polls/quick"}, {"polls/form"}, {"polls/withdraw"}, {"polls/answer"}};
inline constexpr AnswerEvents sealed{
    {"box/polls/quick"}, {"box/polls/form"}, {"box/polls/withdraw"}, {"box/polls/answer"}};
// Whether an option can still be chosen, asked by a page before it shows its button: nothing, or why not. The
// same to all who may answer, whether or not they have.
inline constexpr EventName<PollId, int> still{"box/polls/still"};
// Of an anonymous poll of many questions: one page of it, from 0 on (paging.hpp).
inline constexpr EventName<PollId, int> page_form{"box/polls/page/form"}, page{"box/polls/page"};
constexpr const AnswerEvents& answer_events_of(const core::Poll& poll) {
  return poll.named ? named : sealed;
}

inline constexpr std::string_view open_job = "polls/open", close_job = "polls/close",
                                  expire_job = "polls/expire", boxes_job = "polls/boxes",
                                  tell_job = "polls/tell";  // of one that closed while its group was away

inline std::string job_key(std::string_view kind, const PollId& id) {
  return core::job_key(EventName<PollId>{kind}, id);
}
// None of another kind.
inline PollId poll_of(const core::Job& job) {
  const auto values = core::in_job_key(EventName<PollId>{job.kind}, job.key);
  return values ? std::get<0>(*values) : PollId();
}
inline core::Job job(std::string_view kind, const PollId& id, std::string subject, core::Instant due) {
  return {job_key(kind, id), std::string(kind), std::move(subject), due};
}

}  // namespace polls::events
