#pragma once
// One activity of the Bot Connector protocol as plain data: what we look at, and nothing else. Client
// information, names of conversations and local times are not even read.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/teams/data.hpp"
#include "bot/core/typed.hpp"

namespace teams {

struct Mention {
  std::string id;      // who: "28:..." a bot, "29:..." a person
  std::string text;    // the words of the text that mention them; clients leave it out or write it otherwise
  std::string name{};  // as shown
  std::string object{};  // Entra object id in lower case; mostly left out
};

struct Activity {
  std::string type, name, id, service_url, channel_id;
  std::string conversation, conversation_type;  // "personal", "groupChat", "channel"
  std::vector<std::string> tenants;             // every place that names one
  std::string from, from_name, from_object;     // "29:...", as shown, Entra object id in lower case
  std::string recipient;                        // the bot, "28:..."
  std::string team, channel;                    // of channelData
  std::string text;
  std::vector<Mention> mentions;
  std::string action;                       // of installationUpdate
  std::vector<std::string> added, removed;  // of conversationUpdate
  bool with_value = false;                  // what a button or a form gives came along
  std::optional<Pressed> pressed;           // and it is one of ours

  bool personal() const;
  bool group_chat() const;
  // Who it is in a Directory: the Entra object id, or the platform's own id for those who have none.
  const std::string& person() const { return from_object.empty() ? from : from_object; }
  // Where a group is found: the channel without the thread, a group chat, or nothing in a personal chat.
  std::string place() const;
  // Names this delivery; empty when the activity has no id.
  std::string delivery() const;
};

// What the id alone tells; clients leave the type out.
inline bool is_group_chat(std::string_view conversation) {
  return conversation.ends_with("@thread.v2");
}

// Nothing for what is not an activity: no object, no type, no service address, no channel id, or a field of
// another kind than it must be.
std::optional<Activity> read_activity(std::string_view body);

// What was typed, line by line, without mentions of the bot, blanks and character references made plain. Who
// is mentioned the entities say, never a text that looks like a mention. `person` gives the Directory's id of
// somebody, empty when it is not known.
core::Typed typed(const Activity& activity, const std::function<std::string(const Mention&)>& person);
// The same for an outgoing webhook, which has no id in the message: the first mention is its name.
std::string typed_to_webhook(std::string_view text);

// A text without mentions: blanks and character references made plain, all in one line.
std::string made_plain(std::string_view text);
// The same, and what stood on lines of its own does so still.
std::string with_lines(std::string_view text);

}  // namespace teams
