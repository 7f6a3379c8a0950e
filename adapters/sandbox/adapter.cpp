#include "adapters/sandbox/adapter.hpp"

#include <boost/asio/this_coro.hpp>

#include "adapters/net/http_server.hpp"
#include "adapters/net/timing.hpp"
#include "adapters/sandbox/chat.hpp"
#include "adapters/sandbox/site.hpp"
#include "bot/core/log.hpp"
#include "bot/runtime/told.hpp"

namespace sandbox {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds farewell{2};  // how long open pages get to hear that we stop

// Drawn when somebody looks; nothing but the message is kept.
asio::awaitable<net::Response> draw(std::shared_ptr<Chat> chat, runtime::Pictures* pictures, Pictured what) {
  std::string png;
  runtime::PictureLook look;
  look.dark = what.dark;
  const ChatMessage* message = pictures ? chat->message(what.message) : nullptr;
  if (message && !message->content.pictures.empty())
    png = co_await pictures->png(message->content.pictures, core::Language::nb, look);
  co_return picture(std::move(png));
}

asio::awaitable<net::Response> respond(net::Response response) {
  co_return response;
}

// One WebSocket from hello to goodbye.
asio::awaitable<void> converse(std::shared_ptr<Chat> chat, std::shared_ptr<net::WebSocketSession> session) {
  const auto connection = std::make_shared<Connection>();
  connection->send = [session](std::string frame) { session->send(std::move(frame)); };
  chat->enter(connection);
  while (true) {
    const std::optional<std::string> frame = co_await session->receive();
    if (!frame) break;
    chat->handle(connection, *frame);
  }
}

class Adapter final : public Sandbox {
 public:
  Adapter(asio::any_io_executor executor, Options options, ClockControl& clock)
      : executor_(executor), clock_(clock), pictures_(options.pictures) {
    const net::Endpoint listen{options.address, options.port};
    const auto hosts = options.public_hosts;
    chat_ = std::make_shared<Chat>(executor, std::move(options), clock);
    server_ = std::make_unique<net::HttpServer>(executor, server_options(listen, hosts), handler(hosts));
    clock_.on_change([weak = std::weak_ptr(chat_)] {
      if (const auto chat = weak.lock()) chat->tell_clock();
    });
  }
  ~Adapter() override { clock_.on_change({}); }

  std::uint16_t port() const override { return server_->endpoint().port; }

  void set_roster(Roster roster) override { chat_->set_roster(std::move(roster)); }

  core::Capabilities capabilities() const override { return abilities(); }

  asio::awaitable<void> run(runtime::Inbox& inbox) override {
    // Being cancelled is the ordinary end here, and saying goodbye must not be cut short by it.
    co_await asio::this_coro::throw_if_cancelled(false);
    chat_->set_inbox(&inbox);
    server_->start();
    co_await net::until_cancelled(executor_);
    chat_->set_inbox(nullptr);
    co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    co_await server_->stop(farewell);
  }

  asio::awaitable<runtime::Delivered> deliver(runtime::Delivery delivery) override {
    const auto chat = chat_;
    const std::function<void(std::function<void(runtime::Delivered)>)> post =
        [&](std::function<void(runtime::Delivered)> told) {
          chat->deliver(std::move(delivery), std::move(told));
        };
    auto delivered = co_await runtime::told<runtime::Delivered>(post);
    if (!delivered) co_return runtime::ended(runtime::Delivered::Kind::unknown, "cut_off");
    co_return std::move(*delivered);
  }
  asio::awaitable<std::optional<std::string>> find(std::string key) override { co_return chat_->find(key); }
  asio::awaitable<core::ChannelRead> members(std::string channel) override {
    co_return chat_->members(channel);
  }

 private:
  net::HttpServerOptions server_options(net::Endpoint listen, const std::vector<std::string>& hosts) const {
    net::WebSocketRoute route;
    route.path = "/ws";
    route.run = [chat = chat_](std::shared_ptr<net::WebSocketSession> session, const net::Request&) {
      return converse(chat, std::move(session));
    };
    route.refuse = [hosts](const net::Request& request) { return refusal(request, hosts); };
    route.limits.message_bytes = max_frame_bytes;
    // A year passed in one jump is thousands of messages in a breath, and a welcome holds the whole chat.
    route.limits.queue_frames = 100'000;
    route.limits.queue_bytes = 64 * 1024 * 1024;

    net::HttpServerOptions options;
    options.listen = std::move(listen);
    options.websockets.push_back(std::move(route));
    options.on_error = [](std::string_view code) {
      core::log(core::Level::warning, "sandbox: server", code);
    };
    return options;
  }
  net::HttpHandler handler(const std::vector<std::string>& hosts) const {
    return [hosts, &clock = clock_, chat = chat_, pictures = pictures_](const net::Request& request) {
      auto wanted = pictured(request, hosts);
      return wanted ? draw(chat, pictures, std::move(*wanted)) : respond(answer(request, hosts, clock.now()));
    };
  }

  asio::any_io_executor executor_;
  ClockControl& clock_;
  runtime::Pictures* pictures_;
  std::shared_ptr<Chat> chat_;
  std::unique_ptr<net::HttpServer> server_;
};

}  // namespace

core::Capabilities abilities() {
  core::Capabilities can;
  can.commands = can.buttons = can.forms = can.whisper = can.direct_message = can.edit = can.find =
      can.members = can.pictures = true;
  return can;
}

std::unique_ptr<Sandbox> make_sandbox(asio::any_io_executor executor, Options options, ClockControl& clock) {
  return std::make_unique<Adapter>(std::move(executor), std::move(options), clock);
}

}  // namespace sandbox
