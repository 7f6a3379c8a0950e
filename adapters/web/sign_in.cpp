#include "adapters/web/sign_in.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "adapters/net/address.hpp"
#include "adapters/net/hmac.hpp"
#include "adapters/net/json.hpp"
#include "adapters/net/url.hpp"
#include "bot/core/log.hpp"
#include "bot/runtime/json.hpp"

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"  // see site.cpp
#endif

namespace web {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using namespace std::chrono_literals;

constexpr std::size_t most_answer_bytes = 256 * 1024, longest_code = 4096;
constexpr std::chrono::milliseconds token_limit = 8s;

net::HttpClientOptions client_of(const SignInOptions& options) {
  net::HttpClientOptions client;
  client.body_bytes = most_answer_bytes;
  if (!options.allow_private) client.dialling.may_connect = net::is_public;
  return client;
}

bool lists(const Json& document, const char* key, std::string_view word) {
  const Json& all = net::member(document, key);
  return all.is_array() && std::any_of(all.begin(), all.end(), [&](const Json& one) {
           return one.is_string() && one.get_ref<const std::string&>() == word;
         });
}

std::string form_of(const std::vector<std::pair<std::string_view, std::string>>& fields) {
  std::string form;
  for (const auto& [name, value] : fields) {
    if (!form.empty()) form += '&';
    form += std::string(name) + '=' + net::percent_encoded(value);
  }
  return form;
}

std::string with_query(const std::string& address, const std::string& form) {
  return address + (address.find('?') == std::string::npos ? "?" : "&") + form;
}

std::string basic(const std::string& user, const std::string& secret) {
  const std::string both = net::percent_encoded(user) + ":" + net::percent_encoded(secret);
  return "Basic " + net::to_base64({reinterpret_cast<const unsigned char*>(both.data()), both.size()});
}

// Discovery 1.0: a slash at the end of the issuer's name does not count.
std::string metadata_of(std::string issuer) {
  if (issuer.ends_with('/')) issuer.pop_back();
  return issuer + "/.well-known/openid-configuration";
}

// Fixed words for the operator; never who, and nothing that came.
void say_failure(const char* why) {
  core::log(core::Level::warning, "sign-in: somebody was not signed in", why);
}

}  // namespace

SignIn::SignIn(asio::any_io_executor executor, SignInOptions options, const std::string& public_url,
               const core::Clock& clock, core::Random& random, net::Timing timing)
    : options_(std::move(options)),
      back_(public_url + std::string(signed_in_path)),
      clock_(clock),
      random_(random),
      http_(client_of(options_)),
      issuer_(std::move(executor), http_, "sign-in", {metadata_of(options_.issuer), options_.issuer},
              std::move(timing)) {}

std::string SignIn::scope() const {
  if (options_.by == SignInOptions::By::email) return "openid email";
  return options_.claim == "sub" ? "openid" : "openid profile";  // Entra's oid comes with the profile
}

asio::awaitable<std::optional<SignIn::Provider>> SignIn::provider() {
  const std::string text = co_await issuer_.metadata();
  const Json document = runtime::parse_json(text);
  Provider found;
  found.authorize = net::text_at(document, "authorization_endpoint");
  found.token = net::text_at(document, "token_endpoint");
  found.sign_out = net::text_at(document, "end_session_endpoint");
  if (!net::may_fetch(found.authorize) || !net::may_fetch(found.token)) co_return std::nullopt;
  if (!net::may_fetch(found.sign_out)) found.sign_out.clear();
  const Json& names = net::member(document, "authorization_response_iss_parameter_supported");
  found.names_itself = names.is_boolean() && names.get<bool>();
  constexpr const char* methods = "token_endpoint_auth_methods_supported";
  found.secret_in_form =
      lists(document, methods, "client_secret_post") && !lists(document, methods, "client_secret_basic");
  co_return found;
}

asio::awaitable<std::optional<SignIn::Begun>> SignIn::begin(std::optional<core::Language> language) {
  const auto there = co_await provider();
  if (!there) co_return std::nullopt;
  Begun begun;
  Attempt& attempt = begun.attempt;
  attempt.state = core::new_id(random_);
  attempt.nonce = core::new_id(random_);
  attempt.verifier = core::new_id(random_) + core::new_id(random_);
  attempt.begun = clock_.now();
  attempt.language = language;
  const std::string query = form_of({{"response_type", "code"},
                                     {"client_id", options_.client_id},
                                     {"redirect_uri", back_},
                                     {"scope", scope()},
                                     {"state", attempt.state},
                                     {"nonce", attempt.nonce},
                                     {"code_challenge", challenge_of(attempt.verifier)},
                                     {"code_challenge_method", "S256"}});
  begun.address = with_query(there->authorize, query);
  co_return begun;
}

asio::awaitable<std::optional<std::string>> SignIn::redeem(Provider provider, Attempt attempt,
                                                           std::string code) {
  std::vector<std::pair<std::string_view, std::string>> fields{{"grant_type", "authorization_code"},
                                                               {"code", std::move(code)},
                                                               {"redirect_uri", back_},
                                                               {"client_id", options_.client_id},
                                                               {"code_verifier", attempt.verifier}};
  net::HttpCall call;
  call.method = "POST";
  call.url = provider.token;
  call.limit = token_limit;
  call.headers.add("Content-Type", "application/x-www-form-urlencoded");
  call.headers.add("Accept", "application/json");
  if (!options_.client_secret.empty()) {
    if (provider.secret_in_form)
      fields.emplace_back("client_secret", options_.client_secret);
    else
      call.headers.add("Authorization", basic(options_.client_id, options_.client_secret));
  }
  call.body = form_of(fields);
  const net::HttpOutcome outcome = co_await http_.send(std::move(call));
  const int status = outcome.reply.status;
  const bool not_now = status == 408 || status == 425 || status == 429 || status >= 500;
  if (outcome.error || not_now) co_return std::nullopt;
  const Json answer = runtime::parse_json(outcome.reply.body);
  // So a wrong secret is refused, also where a page of a proxy's own stands for what was said of it.
  const bool refused = status == 400 || status == 401;
  if (!answer.is_object() && !refused) {
    say_failure("something else answers in the provider's place");
    co_return std::nullopt;
  }
  co_return status == 200 ? net::text_at(answer, "id_token") : std::string();
}

asio::awaitable<std::variant<jose::Token, NotSignedIn>> SignIn::finish(Attempt attempt, Posted query) {
  const std::string code = value_of(query, "code"), issuer = value_of(query, "iss");
  if (value_of(query, "state") != attempt.state || attempt.begun + attempt_lives < clock_.now() ||
      code.empty() || code.size() > longest_code)
    co_return NotSignedIn::stopped;
  const auto there = co_await provider();
  if (!there) co_return NotSignedIn::away;
  // Another provider's answer in this one's place.
  if (issuer != options_.issuer && (there->names_itself || !issuer.empty())) {
    say_failure("another provider sent the browser back");
    co_return NotSignedIn::unproven;
  }
  const auto compact = co_await redeem(*there, attempt, code);
  if (!compact) co_return NotSignedIn::away;
  auto token = jose::read_token(*compact);
  if (!token) {
    say_failure(compact->empty() ? "the provider gave no token for the code: is the secret right?"
                                 : "the token is not signed as it must be (RS256, with a kid)");
    co_return NotSignedIn::unproven;
  }
  if (!says_what_it_must(*token, options_, attempt, clock_.now())) {
    say_failure("the token is by another, for another, of another time or for another attempt");
    co_return NotSignedIn::unproven;
  }
  std::string kid = token->kid;
  const auto key = co_await issuer_.find(std::move(kid));
  if (!key && issuer_.empty()) co_return NotSignedIn::away;
  if (!key || !jose::signed_by(*token, *key)) {
    say_failure("the token is not signed by the provider's key");
    co_return NotSignedIn::unproven;
  }
  co_return *std::move(token);
}

asio::awaitable<std::string> SignIn::way_out() {
  const auto there = co_await provider();
  if (!there || there->sign_out.empty()) co_return std::string();
  const std::string query = form_of({{"client_id", options_.client_id}});
  co_return with_query(there->sign_out, query);
}

asio::awaitable<runtime::Findings> SignIn::examine() {
  runtime::Findings found;
  const std::string text = co_await issuer_.metadata();
  const auto there = co_await provider();
  if (!there) {
    const std::string what = "nobody can sign in: " + options_.issuer + " does not say what it must";
    found.push_back(runtime::bad(
        what,
        "below it there must be .well-known/openid-configuration, with the very same issuer, keys, "
        "authorization_endpoint and token_endpoint",
        "write sign_in.issuer as the provider writes it, with the id of your own organisation; a "
        "provider in your own network needs sign_in.allow_private = true"));
    co_return found;
  }
  found.push_back(runtime::good("the provider for signing in is there: " + options_.issuer));
  const Json document = runtime::parse_json(text);
  constexpr const char* pkce = "code_challenge_methods_supported";
  if (net::member(document, pkce).is_array() && !lists(document, pkce, "S256"))
    found.push_back(runtime::bad("the provider does not take PKCE with S256",
                                 "signing in is refused or not protected", "switch it on at the provider"));
  constexpr const char* signing = "id_token_signing_alg_values_supported";
  if (net::member(document, signing).is_array() && !lists(document, signing, "RS256"))
    found.push_back(runtime::bad("the provider does not sign with RS256", "nothing else is taken",
                                 "choose RS256 for this client at the provider"));
  found.push_back(runtime::good("the provider must know this address to send people back to: " + back_));
  co_return found;
}

}  // namespace web
