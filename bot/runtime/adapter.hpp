#pragma once
// The contract between the house and a platform. Adapters live on the I/O thread.

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <optional>
#include <string>

#include "bot/core/capabilities.hpp"
#include "bot/core/channel_people.hpp"
#include "bot/core/event.hpp"
#include "bot/core/outbound.hpp"
#include "bot/runtime/notebook.hpp"

namespace runtime {

// What the platform can do as it is connected now.
using core::Capabilities;

struct Delivery {
  std::string key;
  core::Destination to;
  core::Message message;
  std::string ref;     // set: edit that message; empty: post a new one
  bool paced = false;  // ready() has taken its place in the platform's pace
};

struct Delivered {
  enum class Kind {
    sent,       // `ref` tells which message it became (may be empty on post-only channels)
    retry,      // not accepted; try again after `after`
    unknown,    // the request left, and nothing came back that tells
    refused,    // our credentials are not taken: the message waits, and all of its workspace with it
    permanent,  // will never be accepted: `reason`
  };
  Kind kind = Kind::sent;
  std::string ref;
  std::chrono::seconds after{0};
  std::string reason;        // a fixed code, never content
  bool place_alone = false;  // with `refused`: it is about this one place
  // With `refused`: it is about this part of the workspace, in a word of the adapter's that is no place's id
  // ("chats"). What is refused so waits as long as it takes, and is told of together; all else goes on.
  std::string shut{};
};

// Of one delivery, with nothing else to say.
inline Delivered ended(Delivered::Kind kind, std::string reason = {}) {
  Delivered outcome;
  outcome.kind = kind;
  outcome.reason = std::move(reason);
  return outcome;
}

// Where adapters hand events in. Thread-safe; the reply comes back on the I/O thread, after what it says is
// durable.
class Inbox {
 public:
  virtual ~Inbox() = default;
  virtual void accept(core::Event event, std::function<void(core::Reply)> reply) = 0;
  // Somebody came into a channel or left it: it is read anew (Adapter::members). I/O thread.
  virtual void channel_changed(const std::string& workspace, const std::string& channel);
};

// People who were erased.
struct Gone {
  std::function<bool(const std::string& user)> who;  // by the platform's id
  std::function<std::string(std::string text)> without =
      nullptr;  // what others were told of them, without it; may be empty
};

class Adapter {
 public:
  virtual ~Adapter() = default;
  // Reads what it kept, and keeps in it from now on; once, before all but capabilities() and forget(). The
  // book outlives it. Without one it keeps nothing. Throws std::runtime_error when it cannot go on with it.
  virtual void open(Notebook&) {}
  // Lets go of what it keeps of them, in its notebook too.
  virtual void forget(const Gone&) {}
  virtual Capabilities capabilities() const = 0;
  // Hands events in until cancelled.
  virtual boost::asio::awaitable<void> run(Inbox& inbox) = 0;
  // Whether ready() must be asked before a message is claimed. What is claimed counts as on the wire: killed
  // then, nobody knows whether it left. So who keeps a pace waits in ready().
  virtual bool paced() const { return false; }
  // Waits until a message (or an edit) to `to` may leave at once, takes its place in the pace, and gets what
  // it needs before (an open chat, a channel's name). Kind::sent: it may come. Anything else becomes of it
  // without its having left. Never asked twice for one place at a time.
  virtual boost::asio::awaitable<Delivered> ready(core::Destination to, bool edit);
  // One attempt; retrying is the outbox's job.
  virtual boost::asio::awaitable<Delivered> deliver(Delivery delivery) = 0;
  // After a crash: the reference of the message posted under this key, or nothing. Only asked when
  // capabilities().find.
  virtual boost::asio::awaitable<std::optional<std::string>> find(std::string key) = 0;
  // Who is in a channel: all of them, or How::failed. Only asked when capabilities().members.
  virtual boost::asio::awaitable<core::ChannelRead> members(std::string channel);
};

inline void Inbox::channel_changed(const std::string&, const std::string&) {}
inline boost::asio::awaitable<core::ChannelRead> Adapter::members(std::string) {
  co_return core::ChannelRead();
}

inline boost::asio::awaitable<Delivered> Adapter::ready(core::Destination, bool) {
  co_return Delivered();
}

}  // namespace runtime
