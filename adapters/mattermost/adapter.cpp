#include "adapters/mattermost/adapter.hpp"

#include <stdexcept>

#include "adapters/mattermost/feed.hpp"
#include "adapters/mattermost/interactions.hpp"
#include "adapters/mattermost/members.hpp"
#include "adapters/mattermost/sender.hpp"
#include "adapters/mattermost/workspace_context.hpp"
#include "adapters/net/url.hpp"
#include "bot/core/ascii.hpp"

namespace mattermost {
namespace {

namespace asio = boost::asio;

void check(const Options& options) {
  const auto refuse = [](const char* words) { throw std::invalid_argument(words); };
  const auto site = net::parse_url(options.url);
  if (!site || !(site->scheme == "https" || (site->scheme == "http" && options.allow_http)))
    refuse("url: the address of the Mattermost site, https://...");
  if (options.url.find_first_of("?#") != std::string::npos) refuse("url: without ? and #");
  if (options.bot_token.empty()) refuse("bot_token: of the bot account, it is empty");
  if (!core::ascii::is_name(options.workspace, "-_"))
    refuse("the connection's name stands in addresses: letters, digits, - and _ only");
  if (options.callback_url.empty()) return;
  const auto back = net::parse_url(options.callback_url);
  if (!back || (back->scheme != "https" && back->scheme != "http"))
    refuse("callback_url: our own address as Mattermost sees it, https://.../mattermost");
}

class Adapter final : public Mattermost {
 public:
  Adapter(asio::any_io_executor executor, Options options, runtime::Links* links, const core::Clock& clock,
          core::Random& random, net::Timing timing)
      : context_(std::make_shared<WorkspaceContext>(std::move(executor), std::move(options), links, clock,
                                                    random, std::move(timing))),
        interactions_(std::make_shared<InteractionHandler>(context_)),
        sender_(std::make_shared<Sender>(context_)),
        feed_(context_, sender_) {}
  ~Adapter() override { context_->inbox = nullptr; }

  net::HttpHandler handler() override {
    return [interactions = interactions_](net::Request request) {
      return interactions->take(std::move(request));
    };
  }

  void renew(const Options& options) override {
    context_->options.command_tokens = options.command_tokens;
    context_->asked = {};
    context_->names.add(options.people, options.channels);
    if (options.bot_token == context_->options.bot_token) return;
    context_->options.bot_token = options.bot_token;
    context_->api.set_token(options.bot_token);
    // It may be another bot's, whose conversations with people are others.
    context_->bot.clear();
    sender_->forget_conversations();
    feed_.connect_anew();
  }

  runtime::Capabilities capabilities() const override {
    runtime::Capabilities can;
    can.commands = can.direct_message = can.edit = can.find = can.members = can.pictures = true;
    can.buttons = can.forms = can.whisper = can.ingress = context_->reachable();
    return can;
  }

  asio::awaitable<void> run(runtime::Inbox& inbox) override {
    struct Open {
      WorkspaceContext& context;
      ~Open() { context.inbox = nullptr; }
    };
    const Open open{*context_};
    context_->inbox = &inbox;
    co_await feed_.run();
  }

  bool paced() const override { return true; }
  asio::awaitable<runtime::Delivered> ready(core::Destination to, bool) override {
    return sender_->ready(std::move(to));
  }
  asio::awaitable<runtime::Delivered> deliver(runtime::Delivery delivery) override {
    return sender_->deliver(std::move(delivery));
  }
  asio::awaitable<std::optional<std::string>> find(std::string key) override {
    return sender_->find(std::move(key));
  }
  asio::awaitable<core::ChannelRead> members(std::string channel) override {
    return read_members(context_, std::move(channel));
  }

 private:
  std::shared_ptr<WorkspaceContext> context_;
  std::shared_ptr<InteractionHandler> interactions_;
  std::shared_ptr<Sender> sender_;
  Feed feed_;
};

}  // namespace

std::unique_ptr<Mattermost> make_mattermost(asio::any_io_executor executor, Options options,
                                            runtime::Links* links, const core::Clock& clock,
                                            core::Random& random, net::Timing timing) {
  check(options);
  return std::make_unique<Adapter>(std::move(executor), std::move(options), links, clock, random,
                                   std::move(timing));
}

}  // namespace mattermost
