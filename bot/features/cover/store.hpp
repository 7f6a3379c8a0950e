#pragma once
// What leaders answered about cover for a session. Implemented in storage/cover_store.cpp; called inside the
// engine's transaction.

#include <optional>
#include <string_view>

#include "bot/core/codes.hpp"
#include "bot/core/session.hpp"

namespace cover {

struct Cover {
  enum class Answer {
    asked,
    arranged,
    phone,  // somebody takes over the telephone
    none,   // not arranged
  };
  core::SessionId session;
  core::GroupId group;
  Answer answer = Answer::asked;
  core::PersonId by{};  // empty: nobody yet, or erased since
  int revision = 0;     // of the session when they were asked
};
constexpr auto codes(Cover::Answer) {
  return core::codes_in_order("asked", "arranged", "phone", "not");
}

class CoverStore {
 public:
  virtual ~CoverStore() = default;
  virtual std::optional<core::Session> session(const core::SessionId& id) = 0;
  // The group's next planned one; nothing: there is none.
  virtual std::optional<core::Session> next(const core::GroupId& group, core::Instant now) = 0;
  virtual std::optional<Cover> find(const core::SessionId& id) = 0;
  // Inserts, or replaces the one of the same session; known since now.
  virtual void save(const Cover& cover, core::Instant now) = 0;
  virtual void remove(const core::SessionId& id) = 0;
};

}  // namespace cover
