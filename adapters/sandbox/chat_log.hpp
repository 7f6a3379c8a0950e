#pragma once
// The sandbox chat's own memory, as a platform has it: what the bot posted and what people wrote in channels,
// and nothing else. Whispers, forms, commands and submissions never come here. I/O thread only.

#include <boost/asio/any_io_executor.hpp>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "adapters/net/line_writer.hpp"
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
  ChatLog(boost::asio::any_io_executor executor, const std::filesystem::path& file);
  ChatLog(const ChatLog&) = delete;
  ChatLog& operator=(const ChatLog&) = delete;

  // Hears, later, of the message when it is on disk and in messages(); of nothing when it could not be kept,
  // and is in neither. Dropped uncalled when the log goes before.
  using Told = std::function<void(const ChatMessage*)>;
  // Gives the message its id and number. A key may come again: whoever posts twice is seen to have posted
  // twice.
  void append(ChatMessage message, Told told);
  // Gives the message new content. False when there is no message `id`, and then nobody hears anything.
  bool edit(const std::string& id, core::Message content, Told told);

  const std::vector<ChatMessage>& messages() const { return messages_; }
  const ChatMessage* find(const std::string& id) const;
  // The first message posted under `key`.
  const ChatMessage* find_key(const std::string& key) const;
  const ChatMessage* find_delivery(const std::string& author, const std::string& delivery) const;
  // How many bytes of a torn last line were dropped when the file was read.
  std::size_t dropped_bytes() const { return dropped_; }

 private:
  // On its way to the disk: a message, or new content for the one with its id.
  struct Line {
    std::uint64_t number;
    bool edits;
    ChatMessage message;
    Told told;
  };
  void replay(std::string_view line);
  const ChatMessage* remember(ChatMessage message);
  net::LineFile opened(const std::filesystem::path& file);
  void write(Line line, std::string text);
  void written(std::uint64_t number, bool kept);

  std::vector<ChatMessage> messages_;
  std::map<std::string, std::size_t> by_id_, by_key_;
  std::map<std::pair<std::string, std::string>, std::size_t> by_delivery_;
  std::deque<Line> on_the_way_;      // in the order of the file
  std::uint64_t lines_ = 0;          // given out
  std::size_t posts_under_way_ = 0;  // of those on the way: no edits
  std::size_t dropped_ = 0;
  net::LineWriter file_;  // last: reading it fills the others
};

}  // namespace sandbox
