#pragma once
// What the polls feature keeps in the database: the questions, planned times, state, disclosed results, and
// the answers of polls that are openly named. Anonymous answers never come here: see box.hpp. Called inside
// the engine's transaction.

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "bot/core/poll.hpp"
#include "bot/results/pooled.hpp"

namespace polls {

class PollStore {
 public:
  virtual ~PollStore() = default;
  // Inserts a poll with its questions; an existing id is left alone (false). Questions are frozen once it is
  // open.
  virtual bool add(const core::Poll& poll) = 0;
  // Replaces title, questions and times of a planned poll (throws std::logic_error in any other state).
  virtual void rewrite(const core::Poll& poll) = 0;
  virtual std::optional<core::Poll> find(const core::PollId& id) = 0;
  // The same for each answer that comes, without reading it again while it is open; null where there is none.
  virtual std::shared_ptr<const core::Poll> asked(const core::PollId& id) = 0;
  // Of one that is called off the answers with names are gone: everybody is told so.
  virtual void set_state(const core::PollId& id, core::Poll::State state) = 0;
  // planned -> open, or open -> open again after the box was lost.
  virtual void set_open(const core::PollId& id, int roster, const std::string& boot) = 0;
  virtual void set_closes(const core::PollId& id, core::Instant closes) = 0;
  virtual std::vector<core::Poll> in_state(core::Poll::State state) = 0;
  // Open ones that have a box.
  virtual std::vector<core::Poll> open_anonymous() = 0;
  // Newest planned opening first; at most `limit`.
  virtual std::vector<core::Poll> of_group(const core::GroupId& group, int limit) = 0;
  // Those that are open, were closed, or are to open after `now`, and close after `since`; named ones as
  // well, and what is left of forgotten ones.
  virtual std::vector<core::Poll> asked_since(const core::GroupId& group, core::Instant since,
                                              core::Instant now) = 0;
  // Closed ones whose result the group has been told, which is: its message is out. The newest first.
  virtual std::vector<core::Poll> published(const core::GroupId& group, int limit) = 0;
  // Of such, the check-out that closed last, at `since` or later; nothing where none did.
  virtual std::optional<core::Poll> last_checkout(const core::GroupId& group, core::Instant since) = 0;
  // Finished votes over topics with such an option, and what they came to, are gone. Of one of which
  // something could be seen stays that it was asked, as cancelled and without the option: asked_since() finds
  // it. Gives those that had come to something that has not left yet to be told, as cancelled.
  virtual std::vector<core::Poll> forget_votes(const core::GroupId& group, const std::string& words) = 0;
  virtual std::vector<core::Poll> of_session(const core::SessionId& session) = 0;

  // Whether a session of the group is going on.
  virtual bool in_session(const core::GroupId& group, core::Instant now) = 0;

  // What may be shown, and nothing else. Once per poll; texts are given shuffled and keep that order.
  virtual void save_result(const core::PollId& id, const core::Result& result) = 0;
  virtual core::Result result(const core::PollId& id) = 0;
  // What the leaders' lines of a check-out say in one word, once a poll; nothing: they were shown none. It
  // goes with the poll.
  virtual void save_leaning(const core::PollId& id, const std::optional<results::Leaning>& leaning) = 0;
  // Check-outs from before that was kept, of each group those a digest can still read.
  virtual std::vector<core::Poll> without_leaning() = 0;

  // Named polls only; throws std::logic_error for any other. An empty ballot withdraws.
  virtual void put_named(const core::PollId& id, const core::PersonId& person,
                         const core::Ballot& ballot) = 0;
  virtual std::vector<std::pair<core::PersonId, core::Ballot>> named(const core::PollId& id) = 0;
  // Answers with names that a former version left when their poll was called off.
  virtual void drop_answers_called_off() = 0;
};

}  // namespace polls
