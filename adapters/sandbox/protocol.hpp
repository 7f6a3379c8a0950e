#pragma once
// Frames of the sandbox's wire protocol (protocol.md) to and from plain structs. Pure functions: no socket,
// no clock, no memory. Every field a client sends is checked here, so that nothing behind this file meets an
// unknown user or an endless text.

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapters/sandbox/chat_log.hpp"
#include "adapters/sandbox/clock_control.hpp"
#include "bot/core/event.hpp"
#include "bot/core/language.hpp"
#include "bot/core/people.hpp"

namespace sandbox {

inline constexpr std::size_t max_frame_bytes = 128 * 1024;
inline constexpr std::size_t max_id_length = 64;         // characters
inline constexpr std::size_t max_text_length = 4000;     // characters, in every text a person can write
inline constexpr std::size_t max_table_length = 40'000;  // of one that is pasted (core::carries_table)
inline constexpr int max_speed = 100'000;                // a year in about five minutes
inline constexpr std::chrono::days max_move{
    731};  // so that a slip of the pen does not run the bot for centuries

struct Person {
  std::string user, name;
  core::Role role = core::Role::participant;  // the highest anywhere
  core::Language language = core::Language::nb;
  std::vector<std::string> may{};  // what Completion::needs may be for them
};
struct Channel {
  std::string id, name;
  std::vector<std::string> members;  // users
};
// Who and what there is in this chat.
struct Roster {
  std::vector<Person> people;
  std::vector<Channel> channels;
  const Person* person(std::string_view user) const;
  const Channel* channel(std::string_view id) const;
};

// What can be typed after /refleks, for the page's completion: one list a language, indexed like
// core::Localized.
struct Completion {
  std::string verb, help;
  std::string needs{};  // who may, in the bot's own words
};
using Completions = std::array<std::vector<Completion>, core::all_languages.size()>;

// --- from the client
// --------------------------------------------------------------------------------------------------- The
// client's mark, who acts, and where (empty: with the bot alone).
struct Act {
  std::string id, as, channel;
};
struct Hello {};
struct CommandFrame {
  Act act;
  std::string text;  // after "/refleks "
};
struct SayFrame {  // an ordinary line in a channel; said to the bot, or begun with /refleks, it is a
                   // CommandFrame
  Act act;
  std::string text;
};
struct PressFrame {
  Act act;
  std::string name, value;
};
struct SubmitFrame {
  Act act;
  std::string name, state;
  core::FormValues values;
};
struct JoinFrame {  // also what is typed: "/join hjemme-nord", "/leave hjemme-nord"
  std::string id, as, channel;
  bool in = true;
};
struct JumpFrame {
  std::string id;
};
struct SetFrame {
  std::string id;
  core::Instant to;
};
struct PlayFrame {
  std::string id;
  int speed = 1;
};
struct PauseFrame {
  std::string id;
};
// What was wrong, in words for whoever wrote the client; `id` is empty when the frame had no usable one. The
// words never repeat what a text field held.
struct FrameError {
  std::string id, text;
};
using Frame = std::variant<Hello, CommandFrame, SayFrame, PressFrame, SubmitFrame, JoinFrame, JumpFrame,
                           SetFrame, PlayFrame, PauseFrame, FrameError>;

// Reads one text frame. Never throws for anything a client can send. `now` is what "set" is measured against.
Frame parse_frame(std::string_view bytes, const Roster& roster, core::Instant now);

// --- from the server
// ---------------------------------------------------------------------------------------------------
// People and channels have become others.
std::string roster_frame(const Roster& roster);
std::string welcome_frame(const Roster& roster, const std::vector<ChatMessage>& messages,
                          const ClockState& clock, const Completions& completions);
std::string message_frame(const ChatMessage& message);
std::string edited_frame(const ChatMessage& message);
std::string reply_frame(const std::string& id, const core::Reply& reply);
std::string clock_frame(const ClockState& clock);
std::string settled_frame(const std::string& id, const ClockState& clock);
std::string error_frame(const std::string& id, const std::string& text);

}  // namespace sandbox
