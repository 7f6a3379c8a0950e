#include "adapters/slack/adapter.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <stdexcept>

#include "adapters/net/reconnect.hpp"
#include "adapters/slack/members.hpp"
#include "adapters/slack/sender.hpp"
#include "adapters/slack/socket.hpp"
#include "adapters/slack/workspace.hpp"
#include "bot/core/log.hpp"

namespace slack {
namespace {

constexpr core::IdForm id_form{"UW", "CG", "U02ABCDEF", "C02ABCDEF"};

namespace asio = boost::asio;

constexpr net::Reconnect::Limits introduction{net::Ticks{2'000}, net::Ticks{300'000}, net::Ticks{0}};

void require(const Options& options) {
  const std::string where = "slack workspace '" + options.workspace + "': ";
  for (const std::string& secret : options.signing_secrets)
    if (secret.empty()) throw std::invalid_argument(where + "the signing secret is empty");
  if (options.signing_secrets.empty() && options.app_token.empty())
    throw std::invalid_argument(where + "needs a signing secret (HTTP) or an app token (Socket Mode)");
  if (!options.refresh_token.empty() && (options.client_id.empty() || options.client_secret.empty()))
    throw std::invalid_argument(where + "a refresh token needs the client id and the client secret");
}

class Adapter final : public Workspace {
 public:
  Adapter(asio::any_io_executor executor, Options options, const core::Clock& clock, core::Random& random,
          net::Timing timing)
      : context_(std::make_shared<WorkspaceContext>(std::move(executor), std::move(options), clock, random,
                                                    std::move(timing))),
        interactions_(std::make_shared<InteractionHandler>(context_)),
        sender_(std::make_shared<Sender>(context_)),
        members_(std::make_shared<Members>(context_)) {}
  ~Adapter() override { context_->inbox = nullptr; }

  runtime::Capabilities capabilities() const override {
    runtime::Capabilities can;
    can.commands = can.buttons = can.forms = can.whisper = can.direct_message = can.edit = can.members = true;
    can.pictures = true;
    can.ids = &id_form;
    can.ingress = context_->options.app_token.empty();
    return can;
  }

  // Socket Mode stays Socket Mode.
  void renew(const Options& options) override {
    Options& ours = context_->options;
    if (ours.app_token.empty() == options.app_token.empty()) ours.app_token = options.app_token;
    if (ours.signing_secrets.empty() == options.signing_secrets.empty())
      ours.signing_secrets = options.signing_secrets;
    ours.bot_token = options.bot_token;
    ours.client_secret = options.client_secret;
    ours.people = options.people;
    ours.channels = options.channels;
    context_->tokens.configure(
        TokenPair{options.bot_token, options.refresh_token, {}, context_->clock.now()});
    context_->renewed.cancel();
  }

  void open(runtime::Notebook& book) override {
    context_->tokens.open(book, former_tokens(context_->options.data, context_->options.workspace));
  }

  net::HttpHandler handler() override { return make_webhook_endpoint({this}, context_->clock); }
  WorkspaceContext& context() override { return *context_; }
  InteractionHandler& interactions() override { return *interactions_; }

  asio::awaitable<void> run(runtime::Inbox& inbox) override { return serve(context_, interactions_, inbox); }

  bool paced() const override { return true; }
  asio::awaitable<runtime::Delivered> ready(core::Destination to, bool edit) override {
    return ready_by(sender_, std::move(to), edit);
  }
  asio::awaitable<runtime::Delivered> deliver(runtime::Delivery delivery) override {
    return deliver_by(sender_, std::move(delivery));
  }
  asio::awaitable<std::optional<std::string>> find(std::string) override { co_return std::nullopt; }
  asio::awaitable<core::ChannelRead> members(std::string channel) override {
    return read_by(members_, std::move(channel));
  }

 private:
  // What runs outlives the adapter when the program ends in a hurry.
  struct Open {
    std::shared_ptr<WorkspaceContext> context;
    ~Open() { context->inbox = nullptr; }
  };
  static asio::awaitable<void> serve(std::shared_ptr<WorkspaceContext> context,
                                     std::shared_ptr<InteractionHandler> interactions,
                                     runtime::Inbox& inbox) {
    context->inbox = &inbox;
    const Open open{context};
    context->spawn(introduce(context));
    co_await asio::this_coro::throw_if_cancelled(false);
    constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
    for (;;) {
      if (!context->options.app_token.empty()) co_await run_socket(context, interactions);
      const auto before = co_await asio::this_coro::cancellation_state;
      if (before.cancelled() != asio::cancellation_type::none) co_return;
      // A socket that is over for its token's sake is tried again with another one.
      co_await context->renewed.async_wait(quietly);
      const auto after = co_await asio::this_coro::cancellation_state;
      if (after.cancelled() != asio::cancellation_type::none) co_return;
    }
  }

  static asio::awaitable<runtime::Delivered> ready_by(std::shared_ptr<Sender> sender, core::Destination to,
                                                      bool edit) {
    co_return co_await sender->ready(std::move(to), edit);
  }
  static asio::awaitable<runtime::Delivered> deliver_by(std::shared_ptr<Sender> sender,
                                                        runtime::Delivery delivery) {
    co_return co_await sender->deliver(std::move(delivery));
  }

  static asio::awaitable<core::ChannelRead> read_by(std::shared_ptr<Members> members, std::string channel) {
    co_return co_await members->read(std::move(channel));
  }

  // Learns who we are, as long as it takes.
  static asio::awaitable<void> introduce(std::shared_ptr<WorkspaceContext> context) {
    net::Reconnect machine(introduction);
    while (context->inbox) {
      Args none;
      const Called called = co_await context->read("auth.test", std::move(none));
      if (called.ok()) {
        const std::string team = called.at("/team_id");
        const bool whole_organisation = called.at("/is_enterprise_install") == "true";
        if (!context->options.team_id.empty() && team != context->options.team_id && !whole_organisation)
          core::log(core::Level::error, "slack: the token is of another workspace than team_id says",
                    context->options.workspace);
        if (context->team.empty()) context->team = team;
        context->organisation = called.at("/enterprise_id");
        if (whole_organisation) context->enterprise = context->organisation;
        context->bot_user = called.at("/user_id");
        context->known = true;
        core::log(core::Level::info, "slack: connected", context->options.workspace);
        co_return;
      }
      const std::string detail = context->options.workspace + ", " + called.error;
      const bool refused = called.kind == Called::Kind::refused;
      core::log(refused ? core::Level::error : core::Level::warning,
                refused ? "slack: the bot's token was not taken"
                        : "slack: whether the bot's token is taken is not known yet",
                detail);
      net::Ticks wait = machine.next(net::Reconnect::Event::over, context->timing.now());
      if (refused) wait = introduction.longest;
      co_await context->timing.sleep(wait);
    }
  }

  std::shared_ptr<WorkspaceContext> context_;
  std::shared_ptr<InteractionHandler> interactions_;
  std::shared_ptr<Sender> sender_;
  std::shared_ptr<Members> members_;
};

}  // namespace

std::unique_ptr<Slack> make_slack(asio::any_io_executor executor, Options options, const core::Clock& clock,
                                  core::Random& random, net::Timing timing, runtime::Links*) {
  require(options);
  if (!options.api_url.ends_with('/')) options.api_url += '/';
  while (options.public_url.ends_with('/')) options.public_url.pop_back();
  return std::make_unique<Adapter>(std::move(executor), std::move(options), clock, random, std::move(timing));
}

}  // namespace slack
