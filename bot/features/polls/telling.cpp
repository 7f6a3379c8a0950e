#include "bot/features/polls/telling.hpp"

#include "bot/core/group_due.hpp"
#include "bot/core/result_post.hpp"
#include "bot/features/polls/results.hpp"
#include "bot/features/polls/view.hpp"

namespace polls {

using core::Poll;

void tell_result(core::Context& context, PollStore& store, const Poll& poll, const core::Result& result,
                 const core::Group& group) {
  context.withdraw("poll:" + poll.id.text);
  const core::Message ended = ended_message(poll, group.language);
  context.update("poll:" + poll.id.text, ended);
  context.post({core::result_key(poll.id), group.destination(),
                poll.state == Poll::State::lost
                    ? ended
                    : result_message(poll, result, group.language, core::ResultLine::Audience::group,
                                     named_answers(store, context.people(), poll)),
                true});
}

void tell_when_back(core::Context& context, PollStore& store, const Poll& poll) {
  if (poll.state != Poll::State::closed && poll.state != Poll::State::lost) return;
  const core::Group& group = core::group_due(context, poll.group);
  core::Result result = store.result(poll.id);
  result.by_sheet = !result.sheet_texts.empty();
  tell_result(context, store, poll, result, group);
}

void forget_votes(core::Context& context, PollStore& store, const core::IdeaHidden& hidden) {
  for (const Poll& poll : store.forget_votes(hidden.group, hidden.words)) {
    context.withdraw(core::result_key(poll.id));
    // What asked says that a result follows.
    if (const core::Group* group = context.people().group(poll.group))
      context.update("poll:" + poll.id.text, ended_message(poll, group->language));
  }
}

}  // namespace polls
