#include "adapters/slack/adapter.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <stdexcept>

#include "adapters/net/reconnect.hpp"
#include "adapters/slack/mailer.hpp"
#include "adapters/slack/socket.hpp"
#include "adapters/slack/workspace.hpp"
#include "bot/core/log.hpp"

namespace slack {
namespace {

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
      : house_(std::make_shared<House>(std::move(executor), std::move(options), clock, random,
                                       std::move(timing))),
        front_(std::make_shared<Front>(house_)),
        mailer_(std::make_shared<Mailer>(house_)) {}
  ~Adapter() override { house_->inbox = nullptr; }

  runtime::Capabilities capabilities() const override {
    runtime::Capabilities can;
    can.commands = can.buttons = can.forms = can.whisper = can.direct_message = can.edit = true;
    can.ingress = house_->options.app_token.empty();
    return can;
  }

  net::HttpHandler handler() override { return make_door({this}, house_->clock); }
  House& house() override { return *house_; }
  Front& front() override { return *front_; }

  asio::awaitable<void> run(runtime::Inbox& inbox) override { return serve(house_, front_, inbox); }

  bool paced() const override { return true; }
  asio::awaitable<runtime::Delivered> ready(core::Destination to, bool edit) override {
    return ready_by(mailer_, std::move(to), edit);
  }
  asio::awaitable<runtime::Delivered> deliver(runtime::Delivery delivery) override {
    return deliver_by(mailer_, std::move(delivery));
  }
  asio::awaitable<std::optional<std::string>> find(std::string) override { co_return std::nullopt; }

 private:
  // What runs outlives the adapter when the program ends in a hurry.
  struct Open {
    std::shared_ptr<House> house;
    ~Open() { house->inbox = nullptr; }
  };
  static asio::awaitable<void> serve(std::shared_ptr<House> house, std::shared_ptr<Front> front,
                                     runtime::Inbox& inbox) {
    house->inbox = &inbox;
    const Open open{house};
    house->spawn(introduce(house));
    co_await asio::this_coro::throw_if_cancelled(false);
    if (!house->options.app_token.empty()) co_await run_socket(house, std::move(front));
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) co_return;
    asio::steady_timer until_cancelled(house->executor, asio::steady_timer::time_point::max());
    constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
    co_await until_cancelled.async_wait(quietly);
  }

  static asio::awaitable<runtime::Delivered> ready_by(std::shared_ptr<Mailer> mailer, core::Destination to,
                                                      bool edit) {
    co_return co_await mailer->ready(std::move(to), edit);
  }
  static asio::awaitable<runtime::Delivered> deliver_by(std::shared_ptr<Mailer> mailer,
                                                        runtime::Delivery delivery) {
    co_return co_await mailer->deliver(std::move(delivery));
  }

  // Learns who we are, as long as it takes.
  static asio::awaitable<void> introduce(std::shared_ptr<House> house) {
    net::Reconnect machine(introduction);
    while (house->inbox) {
      Args none;
      const Called called = co_await house->read("auth.test", std::move(none));
      if (called.ok()) {
        const std::string team = called.at("/team_id");
        if (!house->options.team_id.empty() && team != house->options.team_id)
          core::log(core::Level::error, "slack: the token is of another workspace than team_id says",
                    house->options.workspace);
        if (house->team.empty()) house->team = team;
        if (called.at("/is_enterprise_install") == "true") house->enterprise = called.at("/enterprise_id");
        house->bot_user = called.at("/user_id");
        house->known = true;
        core::log(core::Level::info, "slack: connected", house->options.workspace);
        co_return;
      }
      const std::string detail = house->options.workspace + ", " + called.error;
      core::log(core::Level::error, "slack: the bot's token was not taken", detail);
      net::Ticks wait = machine.next(net::Reconnect::Event::over, house->timing.now());
      if (called.kind == Called::Kind::refused) wait = introduction.longest;
      co_await house->timing.sleep(wait);
    }
  }

  std::shared_ptr<House> house_;
  std::shared_ptr<Front> front_;
  std::shared_ptr<Mailer> mailer_;
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
