#include "adapters/teams/adapter.hpp"

#include <boost/asio/this_coro.hpp>

#include "adapters/teams/bot.hpp"

namespace teams {
namespace {

namespace asio = boost::asio;

// Keeps the bot alive for as long as the call runs.
asio::awaitable<net::Response> handled(std::shared_ptr<Bot> bot, net::Request request) {
  co_return co_await bot->handle(std::move(request));
}

class Adapter final : public Teams {
 public:
  Adapter(asio::any_io_executor executor, std::shared_ptr<Bot> bot)
      : executor_(std::move(executor)), bot_(std::move(bot)) {}

  runtime::Capabilities capabilities() const override {
    runtime::Capabilities can;
    can.commands = can.buttons = can.forms = can.whisper = can.direct_message = can.edit = can.ingress = true;
    can.members = can.pictures = true;
    return can;
  }

  net::HttpHandler handler() override {
    return [bot = bot_](net::Request request) { return handled(bot, std::move(request)); };
  }

  asio::awaitable<void> run(runtime::Inbox& inbox) override {
    // Being cancelled is the ordinary end here.
    co_await asio::this_coro::throw_if_cancelled(false);
    bot_->set_inbox(&inbox);
    co_await net::until_cancelled(executor_);
    bot_->set_inbox(nullptr);
  }

  void renew(const Options& options) override { bot_->renew(options); }
  void open(runtime::Notebook& book) override { bot_->open(book); }
  void forget(const runtime::Gone& gone) override { bot_->forget(gone); }
  bool paced() const override { return true; }
  asio::awaitable<runtime::Delivered> ready(core::Destination to, bool) override {
    return bot_->ready(std::move(to));
  }
  asio::awaitable<runtime::Delivered> deliver(runtime::Delivery delivery) override {
    return bot_->deliver(std::move(delivery));
  }
  // Teams keeps no key of ours and cannot be asked.
  asio::awaitable<std::optional<std::string>> find(std::string) override { co_return std::nullopt; }
  asio::awaitable<core::ChannelRead> members(std::string channel) override {
    return bot_->members(std::move(channel));
  }

 private:
  asio::any_io_executor executor_;
  std::shared_ptr<Bot> bot_;
};

}  // namespace

std::unique_ptr<Teams> make_teams(asio::any_io_executor executor, Options options, runtime::Links* links,
                                  const core::Clock& clock, core::Random& random, net::Timing timing) {
  auto bot = std::make_shared<Bot>(executor, std::move(options), links, clock, random, std::move(timing));
  return std::make_unique<Adapter>(std::move(executor), std::move(bot));
}

}  // namespace teams
