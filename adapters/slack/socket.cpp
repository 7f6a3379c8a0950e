#include "adapters/slack/socket.hpp"

#include <algorithm>
#include <boost/asio/this_coro.hpp>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "adapters/net/json.hpp"
#include "adapters/net/stream.hpp"
#include "adapters/net/websocket.hpp"
#include "adapters/slack/errors.hpp"
#include "bot/core/log.hpp"

namespace slack {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using Session = std::shared_ptr<net::WebSocketSession>;

constexpr net::Ticks first_backoff{1'000}, longest_backoff{60'000};

Incoming read(const std::string& type, const Json& payload) {
  return type == "slash_commands" ? read_command(payload) : read_payload(payload);
}

class Socket : public std::enable_shared_from_this<Socket> {
 public:
  Socket(std::shared_ptr<House> house, std::shared_ptr<Front> front)
      : house_(std::move(house)),
        front_(std::move(front)),
        tls_(net::make_tls_client(house_->options.ca_file)) {}

  asio::awaitable<void> run() {
    while (!over_) {
      const auto state = co_await asio::this_coro::cancellation_state;
      if (state.cancelled() != asio::cancellation_type::none) co_return;
      Session session = co_await connect();
      if (session) co_await converse(std::move(session));
    }
  }

 private:
  // One attempt after the wait that is due. Null: none, and perhaps never again.
  asio::awaitable<Session> connect() {
    if (failures_ > 0) co_await house_->timing.sleep(next_wait());
    ++failures_;  // until Slack says hello
    Args none;
    const Called called =
        co_await house_->api.call("apps.connections.open", std::move(none), house_->options.app_token);
    pause_ = called.after;
    if (!called.ok()) {
      over_ = ends_socket(called.error);
      complain(over_ ? "slack: the app token was not taken; Socket Mode is off until the next start"
                     : "slack: no address for Socket Mode",
               called.error);
      co_return nullptr;
    }
    net::Headers none_of_ours;
    net::WebSocketLimits limits;
    limits.message_bytes = 1'024 * 1'024;
    limits.idle = house_->options.socket_silence;
    limits.skip_binary = true;
    auto connected = co_await net::connect_websocket(called.at("/url"), none_of_ours, limits, tls_);
    if (!connected) {
      complain("slack: the socket did not open", connected.error().message());
      co_return nullptr;
    }
    co_return *connected;
  }

  // Until the connection ends or is to be replaced; then it goes on beside the next one.
  asio::awaitable<void> converse(Session session) {
    while (const std::optional<std::string> frame = co_await session->receive()) {
      const Json message = Json::parse(*frame, nullptr, false);
      if (!message.is_object()) continue;
      const std::string type = net::text_at(message, "type");
      if (type == "hello") {
        failures_ = 0;
        if (const Session old = before_.lock()) old->close();
        core::log(core::Level::info, "slack: Socket Mode is connected", house_->options.workspace);
      } else if (type == "disconnect") {
        over_ = net::text_at(message, "reason") == "link_disabled";
        if (over_) complain("slack: Socket Mode is switched off in the app's settings", "link_disabled");
        before_ = session;
        house_->spawn(read_rest(shared_from_this(), session));
        co_return;
      } else {
        take(session, message, type);
      }
    }
  }

  // What still comes on a connection that Slack is about to close.
  static asio::awaitable<void> read_rest(std::shared_ptr<Socket> self, Session session) {
    while (const std::optional<std::string> frame = co_await session->receive()) {
      const Json message = Json::parse(*frame, nullptr, false);
      if (message.is_object()) self->take(session, message, net::text_at(message, "type"));
    }
  }

  void take(const Session& session, const Json& envelope, const std::string& type) {
    const std::string id = net::text_at(envelope, "envelope_id");
    const auto payload = envelope.find("payload");
    if (id.empty()) return;
    const bool first = house_->seen.first_time("envelope:" + id);
    if (!first || payload == envelope.end() || !payload->is_object()) {
      acknowledge(session, id, std::string());
      return;
    }
    const bool answers = envelope.value("accepts_response_payload", Json()) == true;
    house_->spawn(handle(shared_from_this(), session, id, read(type, *payload), answers));
  }

  static asio::awaitable<void> handle(std::shared_ptr<Socket> self, Session session, std::string id,
                                      Incoming in, bool answers) {
    const Answer answer = co_await self->front_->take(std::move(in));
    if (answer.failed) {
      self->house_->seen.forget("envelope:" + id);  // not acknowledged: it comes again
    } else if (answers) {
      acknowledge(session, id, answer.json);
    } else {
      acknowledge(session, id, std::string());
    }
  }

  static void acknowledge(const Session& session, const std::string& id, const std::string& answer) {
    Json json{{"envelope_id", id}};
    if (!answer.empty()) json["payload"] = Json::parse(answer);
    session->send(json.dump());
  }

  net::Ticks next_wait() {
    const int doublings = std::min(failures_ - 1, 6);
    const net::Ticks full = std::min(first_backoff * (1 << doublings), longest_backoff);
    // Half of it is chance, so that not everybody comes back at once.
    const auto chance = core::below(house_->random, static_cast<std::uint64_t>(full.count() / 2 + 1));
    const net::Ticks wait = full / 2 + net::Ticks(static_cast<std::int64_t>(chance));
    return std::max(wait, std::chrono::duration_cast<net::Ticks>(pause_));
  }

  void complain(const char* what, const std::string& code) {
    core::log(over_ ? core::Level::error : core::Level::warning, what,
              house_->options.workspace + ", " + code);
  }

  std::shared_ptr<House> house_;
  std::shared_ptr<Front> front_;
  std::shared_ptr<net::TlsContext> tls_;
  std::weak_ptr<net::WebSocketSession> before_;  // closed when its successor is greeted
  int failures_ = 0;
  std::chrono::seconds pause_{0};  // that Slack asked for
  bool over_ = false;
};

}  // namespace

asio::awaitable<void> run_socket(std::shared_ptr<House> house, std::shared_ptr<Front> front) {
  const auto socket = std::make_shared<Socket>(std::move(house), std::move(front));
  co_await socket->run();
}

}  // namespace slack
