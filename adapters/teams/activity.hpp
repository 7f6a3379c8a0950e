#pragma once
// One activity of the Bot Connector protocol as plain data: what we look at, and nothing else. Client
// information, names of conversations and local times are not even read.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace teams {

struct Mention {
  std::string id, text;  // who, and the exact words of the text that mention them
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
  std::string action;                // of installationUpdate
  std::vector<std::string> removed;  // of conversationUpdate
  std::string value;                 // JSON; empty when absent

  bool personal() const;
  // Who it is in a Directory: the Entra object id, or the platform's own id for those who have none.
  const std::string& person() const { return from_object.empty() ? from : from_object; }
  // Where a group is found: the channel without the thread, a group chat, or nothing in a personal chat.
  std::string place() const;
  // Names this delivery; empty when the activity has no id.
  std::string delivery() const;
};

// Nothing for what is not an activity: no object, no type, no service address, no channel id, or a field of
// another kind than it must be.
std::optional<Activity> read_activity(std::string_view body);

// What was typed, without mentions of the bot (named by entities, never found by looking like one), blanks
// and character references made plain.
std::string command_text(const Activity& activity);

// The same for a text alone.
std::string made_plain(std::string_view text);

}  // namespace teams
