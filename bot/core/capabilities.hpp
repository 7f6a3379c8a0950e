#pragma once

#include <array>
#include <string_view>
#include <utility>

namespace core {

// How a chat writes ids of which nobody knows by heart what they are: a letter of `people` or `channels`,
// then capital letters and digits.
struct IdForm {
  std::string_view people, channels;     // first letters
  std::string_view a_person, a_channel;  // examples

  bool is_person(std::string_view id) const { return fits(id, people); }
  bool is_channel(std::string_view id) const { return fits(id, channels); }

 private:
  static bool fits(std::string_view id, std::string_view first) {
    return id.size() > 1 && first.find(id[0]) != first.npos &&
           id.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == id.npos;
  }
};

// What a platform can do as it is connected now: the platform, the way of connecting and its settings
// together. Where an ability is missing, the adapter takes the next best: a form becomes a page
// (runtime/links.hpp), an edit a new post or nothing. docs/platforms.md is made of these.
struct Capabilities {
  bool commands = false;        // /refleks, or a mention, or writing to the bot
  bool buttons = false;         // on messages
  bool forms = false;           // filled in inside the chat
  bool whisper = false;         // an answer in a channel that one person alone sees
  bool direct_message = false;  // to one person, unasked
  bool edit = false;            // of messages that are out
  bool find = false;            // can be asked after a crash whether a message came through
  bool ingress = false;         // the platform must be able to call this server
  bool pictures = false;        // shows core::Message::pictures, or draws them itself
  bool members = false;         // tells who is in a channel (runtime::Adapter::members)
  const IdForm* ids = nullptr;  // lives as long as the program; null: people and channels go by names
  bool operator==(const Capabilities&) const = default;
};

// Each ability that people notice, by the name its texts have.
inline std::array<std::pair<std::string_view, bool>, 7> abilities_of(const Capabilities& can) {
  return {{{"commands", can.commands},
           {"buttons", can.buttons},
           {"forms", can.forms},
           {"whisper", can.whisper},
           {"direct_message", can.direct_message},
           {"edit", can.edit},
           {"pictures", can.pictures}}};
}

}  // namespace core
