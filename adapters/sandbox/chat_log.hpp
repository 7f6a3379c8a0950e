#pragma once
// The sandbox chat's own memory, as a platform has it: what the bot posted and what people wrote in channels,
// and nothing else. Whispers, forms, commands and submissions never come here. I/O thread only.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "adapters/net/line_file.hpp"
#include "bot/core/message.hpp"
#include "bot/core/time.hpp"

namespace sandbox {

struct ChatMessage {
  std::string id;         // the platform's reference: "m" and the number
  std::uint64_t seq = 0;  // 1, 2, 3 …
  std::string channel;    // empty in a direct conversation with the bot, ...
  std::string person;     // ... where this is whom it is with
  std::string author;     // "bot" or a user id
  core::Instant at{};
  std::string key;  // the bot's unique key; empty for people's lines
  std::string
      delivery;  // people's lines: the client's mark, so that a repeat is not written twice; not shown
  core::Message content;
  bool operator==(const ChatMessage&) const = default;
};

class ChatLog {
 public:
  // Opens or makes the file (folders too, for the owner alone) and reads it. A last line that was torn by a
  // crash is dropped: nobody was told of it. Throws std::runtime_error, naming the line, when an earlier line
  // cannot be read, and std::system_error when the file cannot be opened.
  explicit ChatLog(const std::filesystem::path& file);
  ChatLog(const ChatLog&) = delete;
  ChatLog& operator=(const ChatLog&) = delete;

  // Both are on disk (fdatasync) when they return. On std::system_error nothing was kept, in memory or on
  // disk; when even that cannot be promised, every later call throws too. append() gives the message its id
  // and number. A key may come again: whoever posts twice is seen to have posted twice.
  const ChatMessage& append(ChatMessage message);
  // Gives the message new content; nothing when there is no message `id`.
  const ChatMessage* edit(const std::string& id, core::Message content);

  const std::vector<ChatMessage>& messages() const { return messages_; }
  const ChatMessage* find(const std::string& id) const;
  // The first message posted under `key`.
  const ChatMessage* find_key(const std::string& key) const;
  const ChatMessage* find_delivery(const std::string& author, const std::string& delivery) const;
  // How many bytes of a torn last line were dropped when the file was read.
  std::size_t dropped_bytes() const { return file_.dropped(); }

 private:
  void replay(std::string_view line);
  void remember(ChatMessage message);

  std::vector<ChatMessage> messages_;
  std::map<std::string, std::size_t> by_id_, by_key_;
  std::map<std::pair<std::string, std::string>, std::size_t> by_delivery_;
  net::LineFile file_;  // last: reading it fills the others
};

}  // namespace sandbox
