#include "adapters/web/adapter.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "adapters/web/mailbox.hpp"
#include "adapters/web/site.hpp"
#include "bot/core/log.hpp"

namespace web {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::hours between_tidying{6};
constexpr std::chrono::seconds after_full_disk{60};

runtime::Delivered refused(const char* reason) {
  runtime::Delivered outcome;
  outcome.kind = runtime::Delivered::Kind::permanent;
  outcome.reason = reason;
  return outcome;
}

SiteOptions site_options(const Options& options, asio::any_io_executor executor) {
  SiteOptions site;
  site.workspace = options.workspace;
  site.public_url = options.public_url;
  while (site.public_url.ends_with('/')) site.public_url.pop_back();
  site.organisation = options.organisation;
  site.language = options.language;
  site.zone = options.zone;
  site.slip_of = options.slip_of;
  site.guide_on_paper = options.guide_on_paper;
  site.reading = options.reading;
  site.sign_in = options.sign_in;
  if (!options.passing_keys.empty()) site.ended = options.passing_keys / "used-links";
  site.reply_limit = options.reply_limit;
  site.ticks = options.ticks ? options.ticks : net::real_timing(std::move(executor)).now;
  return site;
}

class Adapter final : public Pages {
 public:
  Adapter(asio::any_io_executor executor, const Options& options, People people, const core::Clock& clock,
          core::Random& random)
      : executor_(executor),
        workspace_(options.workspace),
        people_(people),
        clock_(clock),
        tokens_(std::make_shared<const Tokens>(options.keys, options.passing_keys)),
        former_letters_(former_letters(options.data)),
        links_(tokens_, options.public_url, people, clock),
        site_(executor, site_options(options, executor), tokens_, std::move(people), letters_, clock,
              random) {}

  runtime::Capabilities capabilities() const override {
    runtime::Capabilities can;
    can.commands = can.buttons = can.forms = can.whisper = can.direct_message = can.edit = can.find =
        can.ingress = can.pictures = true;
    return can;
  }

  net::HttpHandler handler() override {
    return [this](net::Request request) { return site_.handle(std::move(request)); };
  }
  PageLinks& links() override { return links_; }
  void open(runtime::Notebook& book) override { letters_.open(book, former_letters_); }
  void forget(const runtime::Gone& gone) override { letters_.forget(gone); }

  asio::awaitable<void> run(runtime::Inbox& inbox) override {
    // Being cancelled is the ordinary end here.
    co_await asio::this_coro::throw_if_cancelled(false);
    site_.set_inbox(&inbox);
    constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
    asio::steady_timer timer(executor_);
    for (bool cancelled = false; !cancelled;) {
      letters_.tidy(clock_.now());
      timer.expires_after(between_tidying);
      const auto [error] = co_await timer.async_wait(quietly);
      cancelled = static_cast<bool>(error);
    }
    site_.set_inbox(nullptr);
  }

  asio::awaitable<runtime::Delivered> deliver(runtime::Delivery delivery) override {
    if (delivery.to.workspace != workspace_) co_return refused("unknown_workspace");
    if (delivery.to.kind == core::Destination::Kind::channel) co_return in_group(delivery);
    if (!people_()->person(delivery.to.workspace, delivery.to.id)) co_return refused("unknown_user");
    runtime::Delivered outcome;
    if (delivery.ref.empty()) {
      auto ref = co_await letters_.add(std::move(delivery.to.id), std::move(delivery.key),
                                       std::move(delivery.message), clock_.now());
      if (!ref) co_return not_written();
      outcome.ref = *std::move(ref);
      co_return outcome;
    }
    outcome.ref = delivery.ref;
    const Mailbox::Edited edited =
        co_await letters_.edit(std::move(delivery.ref), std::move(delivery.message));
    // What nobody sees any more need not be changed.
    if (edited == Mailbox::Edited::unknown) co_return refused("unknown_message");
    if (edited == Mailbox::Edited::not_kept) co_return not_written();
    co_return outcome;
  }

  asio::awaitable<std::optional<std::string>> find(std::string key) override {
    std::string ref = letters_.find(key);
    if (ref.empty()) co_return std::nullopt;  // of a group: told again, which changes nothing
    co_return ref;
  }

 private:
  static runtime::Delivered not_written() {
    runtime::Delivered outcome = runtime::ended(runtime::Delivered::Kind::retry, "letters_not_written");
    outcome.after = after_full_disk;
    return outcome;
  }

  // Pages have no channel: each member has a copy of their own (runtime/unit_of_work.cpp). This row says that
  // the group was told.
  runtime::Delivered in_group(const runtime::Delivery& delivery) {
    if (!people_()->group_in_channel(delivery.to.workspace, delivery.to.id))
      return refused("unknown_channel");
    runtime::Delivered outcome;
    outcome.ref = "copies";
    return outcome;
  }

  asio::any_io_executor executor_;
  std::string workspace_;
  People people_;
  const core::Clock& clock_;
  std::shared_ptr<const Tokens> tokens_;
  const std::filesystem::path former_letters_;
  Mailbox letters_;
  PageLinks links_;
  Site site_;
};

}  // namespace

std::unique_ptr<Pages> make_pages(asio::any_io_executor executor, Options options, People people,
                                  const core::Clock& clock, core::Random& random) {
  return std::make_unique<Adapter>(std::move(executor), options, std::move(people), clock, random);
}

}  // namespace web
