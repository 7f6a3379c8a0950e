#include "adapters/nextcloud/adapter.hpp"

#include <set>
#include <stdexcept>

#include "adapters/net/url.hpp"
#include "adapters/nextcloud/inbound.hpp"
#include "adapters/nextcloud/interactions.hpp"
#include "bot/core/ascii.hpp"

namespace nextcloud {
namespace {

namespace asio = boost::asio;

class Adapter final : public Nextcloud {
 public:
  Adapter(asio::any_io_executor executor, Options options, runtime::Links* links, core::Random& random,
          net::Timing timing)
      : executor_(executor),
        interactions_(std::make_shared<InteractionHandler>(std::move(executor), std::move(options), links,
                                                           random, std::move(timing))) {}
  ~Adapter() override { interactions_->set_inbox(nullptr); }

  net::HttpHandler handler() override {
    return [talk = interactions_](net::Request request) { return talk->take(std::move(request)); };
  }

  runtime::Capabilities capabilities() const override {
    runtime::Capabilities can;
    can.commands = can.ingress = true;
    can.direct_message = !interactions_->options().conversations.empty();
    return can;
  }

  void renew(const Options& options) override { interactions_->renew(options); }

  asio::awaitable<void> run(runtime::Inbox& inbox) override {
    struct Open {
      InteractionHandler& talk;
      ~Open() { talk.set_inbox(nullptr); }
    };
    const Open open{*interactions_};
    interactions_->set_inbox(&inbox);
    co_await net::until_cancelled(executor_);
  }

  asio::awaitable<runtime::Delivered> deliver(runtime::Delivery delivery) override {
    return interactions_->deliver(std::move(delivery));
  }
  // A bot of Talk's cannot read.
  asio::awaitable<std::optional<std::string>> find(std::string) override { co_return std::nullopt; }

 private:
  asio::any_io_executor executor_;
  std::shared_ptr<InteractionHandler> interactions_;
};

bool is_site(const std::string& url, bool allow_http) {
  const auto site = net::parse_url(url);
  return site && (site->scheme == "https" || (site->scheme == "http" && allow_http)) &&
         url.find_first_of("?#") == url.npos && !url.ends_with('/');
}

}  // namespace

std::vector<std::pair<std::string, std::string>> problems(const Options& options) {
  std::vector<std::pair<std::string, std::string>> found;
  if (!core::ascii::is_name(options.workspace, "-_"))
    found.emplace_back("", "the connection's name stands in addresses: letters, digits, - and _ only");
  if (!is_site(options.url, options.allow_http))
    found.emplace_back("url", "must be the address of the server: https://, without ? and #");
  if (options.secret.empty()) found.emplace_back("secret_file", "is empty");
  std::set<std::string> taken(options.channels.begin(), options.channels.end());
  for (const auto& [user, conversation] : options.conversations) {
    const std::string key = "people." + user + ".conversation";
    if (!is_token(conversation))
      found.emplace_back(key, "must be the end of the conversation's address, behind /call/");
    else if (!taken.insert(conversation).second)
      found.emplace_back(key, "is another's conversation, or a group's: nobody else may read there");
  }
  return found;
}

std::unique_ptr<Nextcloud> make_nextcloud(asio::any_io_executor executor, Options options,
                                          runtime::Links* links, core::Random& random, net::Timing timing) {
  if (const auto found = problems(options); !found.empty())
    throw std::invalid_argument("nextcloud " + options.workspace + ": " + found.front().first + " " +
                                found.front().second);
  return std::make_unique<Adapter>(std::move(executor), std::move(options), links, random, std::move(timing));
}

}  // namespace nextcloud
