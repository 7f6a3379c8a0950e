#pragma once
// What the bot may ask about the world it is connected to. Any of these may be empty; called on the engine
// thread, so they are safe to call from any.

#include <functional>
#include <optional>
#include <string>

#include "bot/core/capabilities.hpp"
#include "bot/core/message.hpp"
#include "bot/core/people.hpp"

namespace core {

struct Platforms {
  // Of the platform behind a workspace; nothing for one that is not connected.
  std::function<std::optional<Capabilities>(const std::string& workspace)> abilities;
  // The address of a person's own page; empty when no pages are served.
  std::function<std::string(const PersonId&)> page;
  // The address of the page on which somebody reads of their groups; empty as above.
  std::function<std::string(const PersonId&)> overview = nullptr;
  // The address of a page on which that person presses the button; empty as above.
  std::function<std::string(const Person&, const Button&)> press = nullptr;
  // The address of a person's calendar feed with this serial; empty as above.
  std::function<std::string(const PersonId&, const std::string& serial)> calendar;
  // Has the people of a channel read; core::ChannelWasRead tells who is there.
  std::function<void(const std::string& workspace, const std::string& channel)> read_channel = nullptr;
  // Has the leaders' digests of the week before that Monday made beside the engine (features/digests).
  std::function<void(Date monday)> make_digests = nullptr;
  // Somebody was erased: what lies outside the database is forgotten too. Called after the commit.
  std::function<void(const Person&)> forget = nullptr;
};

}  // namespace core
