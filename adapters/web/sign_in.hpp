#pragma once
// Signing in by OpenID Connect (Core 1.0): the authorization code with PKCE, at one provider, which is one
// organisation's. What it says of a person is believed when its token is signed by a key that it publishes,
// with the one algorithm that every provider must have (jose/token.hpp), and says what it must
// (sign_in_rules.hpp).

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "adapters/jose/issuer.hpp"
#include "adapters/net/http_client.hpp"
#include "adapters/net/timing.hpp"
#include "adapters/web/fields.hpp"
#include "adapters/web/sign_in_rules.hpp"
#include "bot/core/random.hpp"
#include "bot/runtime/finding.hpp"

namespace web {

// Below server.public_url: where one begins; where the provider sends the browser back; one's own page.
inline constexpr std::string_view sign_in_path = "/s/sign-in", signed_in_path = "/s/sign-in/done",
                                  mine_path = "/s/mine";

enum class NotSignedIn {
  away,     // the provider cannot be reached, or does not say what it must
  stopped,  // the person or the provider stopped it, or nobody here began it in this browser just now
  unproven  // what came does not hold
};

// One I/O thread. What is given outlives it.
class SignIn {
 public:
  // Throws std::invalid_argument for an issuer that is neither https nor on this machine.
  SignIn(boost::asio::any_io_executor executor, SignInOptions options, const std::string& public_url,
         const core::Clock& clock, core::Random& random, net::Timing timing);

  struct Begun {
    std::string address;  // where the browser goes
    Attempt attempt;
  };
  // Nothing: the provider is away.
  boost::asio::awaitable<std::optional<Begun>> begin(std::optional<core::Language> language);
  // `query`: what the browser came back with. A token that holds.
  boost::asio::awaitable<std::variant<jose::Token, NotSignedIn>> finish(Attempt attempt, Posted query);
  // Where one signs out at the provider, too; empty where it has no such page.
  boost::asio::awaitable<std::string> way_out();

  const SignInOptions& options() const { return options_; }
  // What the doctor finds at the provider; changes nothing there.
  boost::asio::awaitable<runtime::Findings> examine();

 private:
  struct Provider {
    std::string authorize, token, sign_out;
    bool names_itself = false;    // says who it is when it sends back (RFC 9207)
    bool secret_in_form = false;  // takes it in no other way
  };
  boost::asio::awaitable<std::optional<Provider>> provider();
  boost::asio::awaitable<std::optional<std::string>> redeem(Provider provider, Attempt attempt,
                                                            std::string code);
  std::string scope() const;

  SignInOptions options_;
  std::string back_;
  const core::Clock& clock_;
  core::Random& random_;
  net::HttpClient http_;
  jose::Issuer issuer_;
};

}  // namespace web
