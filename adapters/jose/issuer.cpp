#include "adapters/jose/issuer.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "adapters/jose/cjose/functions.hpp"
#include "adapters/net/address.hpp"
#include "adapters/net/json.hpp"
#include "bot/core/log.hpp"
#include "bot/runtime/json.hpp"

namespace jose {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using namespace std::chrono_literals;

constexpr net::Ticks keys_lifetime = 24h;
// So that a flood of calls does not become a flood of ours.
constexpr net::Refresh::Limits refresh_limits{
    .early = 0s, .after_failure = 5min, .while_empty = 10s, .between_doubts = 5min};
constexpr std::chrono::milliseconds fetch_limit = 8s;

}  // namespace

Issuer::Issuer(asio::any_io_executor executor, net::HttpClient& http, std::string name, Published where,
               net::Timing timing)
    : http_(http),
      name_(std::move(name)),
      where_(std::move(where)),
      refresher_(
          std::move(executor), std::move(timing), [this] { return refresh(); }, refresh_limits) {
  if (!net::may_fetch(where_.metadata_url))
    throw std::invalid_argument(name_ + ": " + where_.metadata_url + " must be https");
  cjose();  // what is missing is said at the start
}

std::optional<Key> Issuer::known(const std::string& kid) const {
  const auto found = std::find_if(keys_.begin(), keys_.end(), [&](const Key& key) { return key.kid == kid; });
  return found == keys_.end() ? std::nullopt : std::optional(*found);
}

asio::awaitable<std::optional<Key>> Issuer::find(std::string kid) {
  const bool news = co_await refresher_.wanted();
  if (!news && !known(kid) && !empty()) co_await refresher_.doubted();
  co_return known(kid);
}

asio::awaitable<std::string> Issuer::metadata() {
  co_await refresher_.wanted();
  co_return metadata_;
}

asio::awaitable<std::optional<net::Ticks>> Issuer::refresh() {
  auto document = co_await load();
  if (!document) {
    core::log(core::Level::warning, name_ + ": the keys that tokens are signed with could not be fetched");
    co_return std::nullopt;
  }
  metadata_ = std::move(document->metadata);
  keys_ = std::move(document->keys);
  co_return keys_lifetime;
}

asio::awaitable<std::optional<Issuer::Document>> Issuer::load() {
  std::string url = where_.metadata_url;
  auto metadata = co_await get(std::move(url));
  if (!metadata) co_return std::nullopt;
  const Json read = runtime::parse_json(*metadata);
  if (!where_.issuer.empty() && net::text_at(read, "issuer") != where_.issuer) co_return std::nullopt;
  url = net::text_at(read, "jwks_uri");
  const auto jwks = co_await get(std::move(url));
  if (!jwks) co_return std::nullopt;
  Document document;
  document.metadata = *std::move(metadata);
  document.keys = read_keys(*jwks);
  if (document.keys.empty()) co_return std::nullopt;
  co_return document;
}

asio::awaitable<std::optional<std::string>> Issuer::get(std::string url) {
  if (!net::may_fetch(url)) co_return std::nullopt;
  net::HttpCall call;
  call.url = std::move(url);
  call.limit = fetch_limit;
  net::HttpOutcome outcome = co_await http_.send(std::move(call));
  if (outcome.error || outcome.reply.status != 200) co_return std::nullopt;
  co_return std::move(outcome.reply.body);
}

}  // namespace jose
