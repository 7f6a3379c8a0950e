#pragma once
// The chat behind the socket: who is connected, what a frame leads to, what everybody is told. It knows
// connections only as something text can be sent to. I/O thread only.

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/sandbox/adapter.hpp"

namespace sandbox {

// One open connection. Hears what everybody hears from its "hello" on; before that it gets direct answers
// only.
struct Connection {
  std::function<void(std::string)> send;  // queues one text frame; does nothing once the connection has ended
  bool joined = false;
};

class Chat : public std::enable_shared_from_this<Chat> {
 public:
  Chat(boost::asio::any_io_executor executor, Options options, ClockControl& clock);

  // Where events go; nothing: not running, and frames are answered with an error.
  void set_inbox(runtime::Inbox* inbox) { inbox_ = inbox; }
  void enter(std::weak_ptr<Connection> connection);
  void handle(const std::shared_ptr<Connection>& from, std::string_view bytes);
  void tell_clock();
  // Who and what there is from now on; open pages hear of it when it is another than before.
  void set_roster(Roster roster);

  core::ChannelRead members(const std::string& channel) const;
  // `told` hears what came of it once, at once or when it is on disk. Dropped uncalled when the chat ends
  // before.
  void deliver(runtime::Delivery delivery, std::function<void(runtime::Delivered)> told);
  std::optional<std::string> find(const std::string& key) const;
  // Nothing: there is none of that id. Until the next one comes.
  const ChatMessage* message(const std::string& id) const { return log_.find(id); }

 private:
  // A wish to move the clock; they are done one after the other.
  struct Move {
    std::weak_ptr<Connection> from;
    std::string id;
    std::optional<core::Instant> to;  // nothing: to the next moment something is due
  };

  void on(const std::shared_ptr<Connection>& from, const Hello& frame);
  void on(const std::shared_ptr<Connection>& from, const CommandFrame& frame);
  void on(const std::shared_ptr<Connection>& from, const SayFrame& frame);
  void on(const std::shared_ptr<Connection>& from, const PressFrame& frame);
  void on(const std::shared_ptr<Connection>& from, const SubmitFrame& frame);
  void on(const std::shared_ptr<Connection>& from, const JoinFrame& frame);
  void on(const std::shared_ptr<Connection>& from, const JumpFrame& frame);
  void on(const std::shared_ptr<Connection>& from, const SetFrame& frame);
  void on(const std::shared_ptr<Connection>& from, const PlayFrame& frame);
  void on(const std::shared_ptr<Connection>& from, const PauseFrame& frame);
  void on(const std::shared_ptr<Connection>& from, const FrameError& frame);

  core::Origin origin(const Act& act) const;
  void accept(const std::shared_ptr<Connection>& from, const std::string& id, core::Event event);
  void broadcast(const std::string& frame);
  bool can_move(const std::shared_ptr<Connection>& from, const std::string& id);
  void want(Move move);
  void next_move();
  void settled();
  std::optional<runtime::Delivered> refused(const runtime::Delivery& delivery) const;

  Options options_;
  ClockControl& clock_;
  ChatLog log_;
  runtime::Inbox* inbox_ = nullptr;
  std::vector<std::weak_ptr<Connection>> connections_;
  std::map<std::pair<std::string, std::string>, bool> moved_;  // channel, user: came, or left, by themselves
  std::deque<Move> moves_;                                     // the first one is under way
  // Lines of people that are being written, by person and mark: who sends one again waits with the others.
  std::map<std::pair<std::string, std::string>, std::vector<std::weak_ptr<Connection>>> saying_;
};

}  // namespace sandbox
