#include "adapters/jose/issuer.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

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
constexpr net::Ticks between_surprises = 5min;
// So that a flood of calls does not become a flood of ours; the second while old keys still serve.
constexpr net::Ticks between_failures = 10s, between_renewals = 5min;
constexpr std::chrono::milliseconds fetch_limit = 8s;

}  // namespace

Issuer::Issuer(asio::any_io_executor executor, net::HttpClient& http, std::string name, Published where,
               net::Timing timing)
    : http_(http),
      name_(std::move(name)),
      where_(std::move(where)),
      timing_(std::move(timing)),
      fetch_(std::move(executor)) {
  if (!net::may_fetch(where_.metadata_url))
    throw std::invalid_argument(name_ + ": " + where_.metadata_url + " must be https");
}

std::optional<Key> Issuer::known(const std::string& kid) const {
  const auto found = std::find_if(keys_.begin(), keys_.end(), [&](const Key& key) { return key.kid == kid; });
  return found == keys_.end() ? std::nullopt : std::optional(*found);
}

bool Issuer::should_fetch() const {
  const net::Ticks now = timing_.now();
  const bool old = !loaded_ || now - *loaded_ >= keys_lifetime;
  const net::Ticks pause = keys_.empty() ? between_failures : between_renewals;
  return old && (fetch_.under_way() || !tried_ || now - *tried_ >= pause);
}

asio::awaitable<std::optional<Key>> Issuer::find(std::string kid) {
  const net::Ticks now = timing_.now();
  if (should_fetch()) {
    co_await refresh();
  } else if (!known(kid) && !keys_.empty() && (!surprised_ || now - *surprised_ >= between_surprises)) {
    surprised_ = now;
    co_await refresh();
  }
  co_return known(kid);
}

asio::awaitable<std::string> Issuer::metadata() {
  if (should_fetch()) co_await refresh();
  co_return metadata_;
}

asio::awaitable<void> Issuer::refresh() {
  if (fetch_.under_way()) {
    co_await fetch_.wait();
    co_return;
  }
  const net::SingleFlight::Turn turn(fetch_);
  tried_ = timing_.now();
  auto document = co_await load();
  if (document) {
    metadata_ = std::move(document->metadata);
    keys_ = std::move(document->keys);
    loaded_ = timing_.now();
  } else {
    core::log(core::Level::warning, name_ + ": the keys that tokens are signed with could not be fetched");
  }
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
