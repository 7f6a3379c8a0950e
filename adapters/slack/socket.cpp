#include "adapters/slack/socket.hpp"

#include <algorithm>
#include <boost/asio/this_coro.hpp>
#include <deque>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/net/reconnect.hpp"
#include "adapters/net/stream.hpp"
#include "adapters/net/websocket.hpp"
#include "adapters/slack/errors.hpp"
#include "bot/core/log.hpp"
#include "bot/runtime/json.hpp"
#include "bot/runtime/json_text.hpp"

namespace slack {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using runtime::JsonView;
using Session = std::shared_ptr<net::WebSocketSession>;

constexpr std::chrono::seconds slacks_patience{3};  // with an acknowledgement
constexpr std::size_t most_unsent = 200;
// From a successor's greeting on: Slack itself closes what it said it would, some ten seconds after.
constexpr net::Ticks overlap{20'000};

Incoming read(const std::string& type, JsonView payload) {
  if (type != "slash_commands") return read_payload(payload);
  return read_command([&](const char* name) {
    const JsonView field = payload.at(name);
    return field.is_true() ? std::string("true") : std::string(field.text());
  });
}

// A frame, and what it says; nothing where it is no JSON.
struct Envelope {
  explicit Envelope(std::string frame)
      : text(std::make_shared<const std::string>(std::move(frame))), json(*text) {}
  JsonView root() const { return json.root(); }
  std::shared_ptr<const std::string> text;
  runtime::JsonText json;
};

class Socket : public std::enable_shared_from_this<Socket> {
 public:
  Socket(std::shared_ptr<WorkspaceContext> context, std::shared_ptr<InteractionHandler> interactions)
      : context_(std::move(context)),
        interactions_(std::move(interactions)),
        tls_(net::make_tls_client(context_->options.ca_file)) {}

  asio::awaitable<void> run() {
    while (!over_) {
      const auto state = co_await asio::this_coro::cancellation_state;
      if (state.cancelled() != asio::cancellation_type::none) co_return;
      if (wait_.count() > 0) co_await context_->timing.sleep(wait_);
      Session session = co_await connect();
      if (session) co_await converse(std::make_shared<Line>(std::move(session)));
      wait_ = next_wait(machine_.next(net::Reconnect::Event::over, context_->timing.now()));
    }
  }

 private:
  struct Line {
    explicit Line(Session opened) : session(std::move(opened)) {}
    Session session;
    std::optional<net::Alarm> farewell;  // once its successor is greeted
  };
  using LinePtr = std::shared_ptr<Line>;
  struct Unsent {
    std::string text;
    net::Ticks since;
  };

  // One attempt. Null: none, and perhaps never again.
  asio::awaitable<Session> connect() {
    Args none;
    const Called called =
        co_await context_->api.call("apps.connections.open", std::move(none), context_->options.app_token);
    pause_ = called.after;
    if (!called.ok()) {
      over_ = ends_socket(called.error);
      complain(over_ ? "slack: the app token was not taken; Socket Mode is off until another is given, by a "
                       "reload or a restart"
                     : "slack: no address for Socket Mode",
               called.error);
      co_return nullptr;
    }
    net::Headers none_of_ours;
    net::WebSocketLimits limits;
    limits.message_bytes = 1'024 * 1'024;
    limits.idle = context_->options.socket_silence;
    limits.skip_binary = true;
    auto connected = co_await net::connect_websocket(called.at("/url"), none_of_ours, limits, tls_);
    if (!connected) {
      complain("slack: the socket did not open", connected.error().message());
      co_return nullptr;
    }
    co_return *connected;
  }

  // Until the connection ends or is to be replaced; then it goes on beside the next one.
  asio::awaitable<void> converse(LinePtr line) {
    std::optional<net::Alarm> patience;
    const auto give_up = [this, weak = std::weak_ptr(line->session)] {
      complain("slack: the socket opened and nothing came", "no hello");
      if (const Session session = weak.lock()) session->abort();
    };
    patience.emplace(context_->executor, context_->timing, net::greeting_limit, give_up);
    while (std::optional<std::string> frame = co_await line->session->receive()) {
      const Envelope message(*std::move(frame));
      const std::string type = message.root().text_at("type");
      if (type == "hello") {
        patience.reset();
        greeted(line);
      } else if (type == "disconnect") {
        over_ = message.root().at("reason").text() == "link_disabled";
        if (over_) complain("slack: Socket Mode is switched off in the app's settings", "link_disabled");
        before_.push_back(line);
        context_->spawn(read_rest(shared_from_this(), line));
        co_return;
      } else {
        take(line, message, type);
      }
    }
  }

  void greeted(const LinePtr& line) {
    machine_.next(net::Reconnect::Event::greeted, context_->timing.now());
    newest_ = line;
    send_unsent(line);
    for (const auto& weak : std::exchange(before_, {}))
      if (const LinePtr old = weak.lock(); old && old->session->is_open()) leave_later(old);
    core::log(core::Level::info, "slack: Socket Mode is connected", context_->options.workspace);
  }

  // What still comes on a connection that Slack is about to close.
  static asio::awaitable<void> read_rest(std::shared_ptr<Socket> self, LinePtr line) {
    struct Rest {
      Line& line;
      ~Rest() { line.farewell.reset(); }  // answers under way hold the line for longer
    };
    const Rest rest{*line};
    while (std::optional<std::string> frame = co_await line->session->receive()) {
      const Envelope message(*std::move(frame));
      self->take(line, message, message.root().text_at("type"));
    }
  }

  // Slack sends on any connection that is open, also on one that it is about to close: so it is read until
  // Slack has closed it, or would have long since.
  void leave_later(const LinePtr& line) {
    const auto leave = [weak = std::weak_ptr(line->session)] {
      if (const Session session = weak.lock()) session->close();
    };
    line->farewell.emplace(context_->executor, context_->timing, overlap, leave);
  }

  void take(const LinePtr& line, const Envelope& envelope, const std::string& type) {
    const std::string id = envelope.root().text_at("envelope_id");
    const JsonView payload = envelope.root().at("payload");
    if (id.empty()) return;
    if (!payload.is_object()) {
      acknowledge(*line, id, std::string());
      return;
    }
    Incoming in = read(type, payload);
    if (in.kind == Incoming::Kind::submit) {
      in.text = envelope.text;
      in.view_at = "/payload/view";
    }
    const bool answers = envelope.root().at("accepts_response_payload").is_true();
    if (!context_->seen.first_time("envelope:" + id)) {
      if (const auto first = answering_.find(id); first != answering_.end()) {
        first->second.push_back(line);  // Slack goes by what is said first: it is said once it is known
        return;
      }
      acknowledge(*line, id, answers ? interactions_->again(in).json : std::string());
      return;
    }
    answering_[id];
    context_->spawn(handle(shared_from_this(), line, id, std::move(in), answers));
  }

  static asio::awaitable<void> handle(std::shared_ptr<Socket> self, LinePtr line, std::string id, Incoming in,
                                      bool answers) {
    ResponseChannel way(self->context_, in);
    struct Done {
      Socket& socket;
      const std::string& id;
      ~Done() { socket.answering_.erase(id); }  // still there where it came to nothing: repeats wait no more
    };
    const Done done{*self, id};
    Answer answer = co_await self->interactions_->take(std::make_shared<const Incoming>(std::move(in)));
    std::vector<LinePtr> again;
    if (auto here = self->answering_.extract(id)) again = std::move(here.mapped());
    if (answer.failed) {
      self->context_->seen.forget("envelope:" + id);  // not acknowledged: it comes again
      co_return;
    }
    const bool taken_along = answers && line->session->is_open();
    const bool beside = !taken_along && !answer.json.empty() && way.may_respond();
    const std::string along = beside || !answers ? std::string() : answer.json;
    self->acknowledge(*line, id, along);
    for (const LinePtr& other : again) self->acknowledge(*other, id, along);
    if (beside) co_await way.respond(std::move(answer.json));
  }

  // On the connection it came on; when that is gone, on the newest, and where there is none just now, on the
  // next.
  void acknowledge(Line& line, const std::string& id, const std::string& answer) {
    std::string text = Json{{"envelope_id", id}}.dump();
    if (!answer.empty()) {  // JSON already, which is not read again
      text.pop_back();
      text += ",\"payload\":" + answer + "}";
    }
    if (line.session->send(text)) return;
    const LinePtr newest = newest_.lock();
    if (newest && newest->session->send(text)) return;
    unsent_.push_back({std::move(text), context_->timing.now()});
    if (unsent_.size() <= most_unsent) return;
    unsent_.pop_front();
    context_->unanswered.add("no connection");
  }

  // What Slack no longer waits for is counted as lost.
  void send_unsent(const LinePtr& line) {
    for (Unsent& one : std::exchange(unsent_, {})) {
      const bool waited_for = context_->timing.now() - one.since < slacks_patience;
      if (!waited_for || !line->session->send(std::move(one.text))) context_->unanswered.add("no connection");
    }
  }

  net::Ticks next_wait(net::Ticks full) {
    // Half of it is chance, so that not everybody comes back at once.
    const auto chance = core::below(context_->random, static_cast<std::uint64_t>(full.count() / 2 + 1));
    const net::Ticks wait = full / 2 + net::Ticks(static_cast<std::int64_t>(chance));
    return std::max(wait, std::chrono::duration_cast<net::Ticks>(std::exchange(pause_, {})));
  }

  void complain(const char* what, const std::string& code) {
    core::log(over_ ? core::Level::error : core::Level::warning, what,
              context_->options.workspace + ", " + code);
  }

  std::shared_ptr<WorkspaceContext> context_;
  std::shared_ptr<InteractionHandler> interactions_;
  std::shared_ptr<net::TlsContext> tls_;
  std::weak_ptr<Line> newest_;                             // the last that was greeted
  std::vector<std::weak_ptr<Line>> before_;                // whose successors are not greeted yet
  std::map<std::string, std::vector<LinePtr>> answering_;  // and where each came again meanwhile
  std::deque<Unsent> unsent_;  // acknowledgements for which there was no connection
  net::Reconnect machine_;
  net::Ticks wait_{0};
  std::chrono::seconds pause_{0};  // that Slack asked for
  bool over_ = false;
};

}  // namespace

asio::awaitable<void> run_socket(std::shared_ptr<WorkspaceContext> context,
                                 std::shared_ptr<InteractionHandler> interactions) {
  const auto socket = std::make_shared<Socket>(std::move(context), std::move(interactions));
  co_await socket->run();
}

}  // namespace slack
