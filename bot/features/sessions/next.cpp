// What others ask of a group's next session.

#include "bot/features/sessions/feature.hpp"

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

}  // namespace sessions
