// What others ask of a group's next session.

#include "bot/features/sessions/feature.hpp"
#include "bot/features/sessions/planning.hpp"

namespace sessions {

using core::Instant;
using core::Session;
using std::chrono::days;

std::string topic_of(SessionStore& store, const core::GroupId& group, const core::SessionId& session,
                     Instant now) {
  if (!session.empty()) {
    const auto found = store.find(session);
    return found && found->state == Session::State::planned ? found->topic : std::string();
  }
  const auto next = next_of(store, group, now);
  return next ? next->topic : std::string();
}

std::optional<Session> next_of(SessionStore& store, const core::GroupId& group, Instant now) {
  constexpr days far{365 * 50};
  for (Session& next : store.of_group(group, now + std::chrono::seconds{1}, now + far))
    if (next.state == Session::State::planned) return std::move(next);
  return std::nullopt;
}

int presenters_at(SessionStore& store, const core::Programmes& programmes, const core::SessionId& id,
                  const core::Group& group) {
  const auto session = store.find(id);
  if (!session) return 0;
  const Planner planner(store, programmes);
  const Subject subject = planner.subject_of(*session, group);
  return practice_of(subject.plan, subject.programme).presenters;
}

}  // namespace sessions
