#pragma once
// A person's sessions in a calendar of their own: an address to subscribe to, which can be changed and taken
// away, and the file of one session. Engine thread, inside a unit of work.

#include <functional>
#include <optional>
#include <string>

#include "bot/core/context.hpp"
#include "bot/core/event.hpp"
#include "bot/features/feature.hpp"
#include "bot/features/sessions/planning.hpp"
#include "bot/features/sessions/store.hpp"

namespace sessions {

// The address under which a page gives that person's calendar, by the serial that is stored for it. Empty, or
// giving an empty text: no pages are served.
using CalendarAddress = std::function<std::string(const core::PersonId&, const std::string& serial)>;

class Calendar {
 public:
  Calendar(SessionStore& store, const Planner& planner, CalendarAddress address)
      : store_(store), planner_(planner), address_(std::move(address)) {}

  std::vector<features::CommandSpec> commands();
  std::vector<features::EventRow> events();

 private:
  // Whispers the address; makes it the first time.
  core::Reply show(core::Context& context, const features::Who& who, const core::CommandLine&);
  core::Reply renew(core::Context& context, const features::Who& who, const std::optional<std::string>& mark);
  core::Reply switch_off(core::Context&, const features::Who& who);
  std::optional<core::Session> find(const core::SessionId& id) { return store_.find(id); }
  core::Reply whisper_address(core::Context& context, const features::Who& who, std::string serial,
                              std::string_view intro_key);
  // The file of all sessions; an empty reply when the serial is not (or no longer) the person's.
  core::Reply feed(core::Context& context, const features::Who& who,
                   const std::optional<std::string>& serial);
  core::Reply file(core::Context& context, const features::Here& who, const core::Session& session);

  SessionStore& store_;
  const Planner& planner_;
  CalendarAddress address_;
};

}  // namespace sessions
