#include "adapters/teams/access.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "adapters/net/json.hpp"
#include "adapters/net/outcome.hpp"
#include "adapters/net/url.hpp"
#include "bot/core/log.hpp"
#include "bot/runtime/json.hpp"

namespace teams {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using namespace std::chrono_literals;

constexpr net::Ticks margin = 5min;
constexpr double longest_life = 24 * 3600, usual_life = 3600;  // seconds

// RFC 6749 5.1: "3599" where some gateway or an older endpoint writes it so; it may be left out.
std::chrono::seconds life_in(const Json& said) {
  double seconds = said.is_number() ? said.get<double>() : usual_life;
  if (said.is_string()) {
    const std::string& text = said.get_ref<const std::string&>();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc()) seconds = static_cast<double>(number);
  }
  return std::chrono::seconds(static_cast<std::int64_t>(std::clamp(seconds, 0.0, longest_life)));
}

Access read_answer(const net::HttpReply& reply, net::Ticks& life) {
  Access access;
  if ((reply.status == 400 || reply.status == 401) && !net::is_of_another(reply))
    access.kind = Access::Kind::refused;
  if (reply.status != 200) return access;
  const Json answer = runtime::parse_json(reply.body);
  if (!answer.is_object()) return access;
  access.token = net::text_at(answer, "access_token");
  if (access.token.empty()) return access;
  life = life_in(net::member(answer, "expires_in"));
  access.kind = Access::Kind::good;
  return access;
}

}  // namespace

TokenSource::TokenSource(asio::any_io_executor executor, net::HttpClient& http, Settings settings,
                         net::Timing timing)
    : http_(http),
      settings_(std::move(settings)),
      timing_(timing),
      refresher_(std::move(executor), std::move(timing), [this] { return fetch(); }, {.early = margin}) {}

asio::awaitable<Access> TokenSource::get() {
  co_await refresher_.wanted();
  co_return last_;
}

asio::awaitable<Access> TokenSource::instead_of(std::string token) {
  if (last_.token == token) {
    last_ = Access();
    refresher_.spoil();
  }
  co_await refresher_.wanted();
  co_return last_;
}

asio::awaitable<std::optional<net::Ticks>> TokenSource::fetch() {
  net::HttpCall call;
  call.method = "POST";
  call.url = settings_.url;
  call.headers.add("Content-Type", "application/x-www-form-urlencoded");
  call.body = "grant_type=client_credentials&client_id=" + net::percent_encoded(settings_.app_id) +
              "&client_secret=" + net::percent_encoded(settings_.secret) +
              "&scope=" + net::percent_encoded("https://api.botframework.com/.default");
  net::HttpOutcome outcome = co_await http_.send(std::move(call));
  Access access;
  net::Ticks life{0};
  if (!outcome.error) access = read_answer(outcome.reply, life);
  access.fault = net::in_words(outcome, settings_.url);
  if (access.kind == Access::Kind::refused)
    core::log(core::Level::error, "teams: Entra refuses the app id, its secret or the tenant");
  const bool good = access.kind == Access::Kind::good;
  // The one in hand is asked to be replaced while it still lasts.
  if (!good && last_.kind == Access::Kind::good && timing_.now() < ends_) co_return std::nullopt;
  last_ = std::move(access);
  ends_ = timing_.now() + life;
  co_return good ? std::optional(life) : std::nullopt;
}

}  // namespace teams
