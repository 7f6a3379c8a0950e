#include "adapters/teams/keys.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "adapters/teams/hosts.hpp"
#include "bot/core/log.hpp"
#include "bot/runtime/json.hpp"

namespace teams {
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

KeyStore::KeyStore(asio::any_io_executor executor, net::HttpClient& http, std::string metadata_url,
                   net::Timing timing)
    : http_(http),
      metadata_url_(std::move(metadata_url)),
      timing_(std::move(timing)),
      fetch_(std::move(executor)) {
  if (!may_fetch(metadata_url_)) throw std::invalid_argument("teams: metadata_url must be https");
}

std::optional<Key> KeyStore::known(const std::string& kid) const {
  const auto found = std::find_if(keys_.begin(), keys_.end(), [&](const Key& key) { return key.kid == kid; });
  return found == keys_.end() ? std::nullopt : std::optional(*found);
}

asio::awaitable<std::optional<Key>> KeyStore::find(std::string kid) {
  const net::Ticks now = timing_.now();
  const bool old = !loaded_ || now - *loaded_ >= keys_lifetime;
  const net::Ticks pause = keys_.empty() ? between_failures : between_renewals;
  const bool may_try = fetch_.under_way() || !tried_ || now - *tried_ >= pause;
  if (old && may_try) {
    co_await refresh();
  } else if (!known(kid) && !keys_.empty() && (!surprised_ || now - *surprised_ >= between_surprises)) {
    surprised_ = now;
    co_await refresh();
  }
  co_return known(kid);
}

asio::awaitable<void> KeyStore::refresh() {
  if (fetch_.under_way()) {
    co_await fetch_.wait();
    co_return;
  }
  const SingleFlight::Turn turn(fetch_);
  tried_ = timing_.now();
  auto keys = co_await load();
  if (keys) {
    keys_ = std::move(*keys);
    loaded_ = timing_.now();
  } else {
    core::log(core::Level::warning, "teams: the keys that prove who calls us could not be fetched");
  }
}

asio::awaitable<std::optional<std::vector<Key>>> KeyStore::load() {
  const auto metadata = co_await get(metadata_url_);
  if (!metadata) co_return std::nullopt;
  const Json document = runtime::parse_json(*metadata);
  if (!document.is_object()) co_return std::nullopt;
  const auto address = document.find("jwks_uri");
  if (address == document.end() || !address->is_string()) co_return std::nullopt;
  std::string url = address->get<std::string>();
  const auto jwks = co_await get(std::move(url));
  if (!jwks) co_return std::nullopt;
  auto keys = read_keys(*jwks);
  if (keys.empty()) co_return std::nullopt;
  co_return keys;
}

asio::awaitable<std::optional<std::string>> KeyStore::get(std::string url) {
  if (!may_fetch(url)) co_return std::nullopt;
  net::HttpCall call;
  call.url = std::move(url);
  call.limit = fetch_limit;
  net::HttpOutcome outcome = co_await http_.send(std::move(call));
  if (outcome.error || outcome.reply.status != 200) co_return std::nullopt;
  co_return std::move(outcome.reply.body);
}

}  // namespace teams
