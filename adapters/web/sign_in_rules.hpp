#pragma once
// What must hold when somebody signs in by OpenID Connect, and who that is. Pure; any thread.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/jose/token.hpp"
#include "bot/core/people.hpp"
#include "bot/core/time.hpp"

namespace web {

// Section [sign_in].
struct SignInOptions {
  std::string issuer;                    // as its tokens write it; its metadata stands below it
  std::string client_id, client_secret;  // no secret: PKCE is enough for some providers
  enum class By { email, user } by = By::email;
  std::string claim = "sub";  // by user: says what people.*.user is ...
  std::string workspace;      // ... of those in this workspace
  // The provider is in a network of the house's own; else nothing there is called, whatever it says.
  bool allow_private = false;
};

// What a browser must bring back, in a cookie that nobody else can read or make.
struct Attempt {
  std::string state, nonce, verifier;  // 32, 32 and 64 hexadecimal digits
  core::Instant begun{};
  std::optional<core::Language> language;  // as chosen on the page
};
inline constexpr std::chrono::minutes attempt_lives{10};
std::string pack(const Attempt& attempt);
std::optional<Attempt> unpack_attempt(std::string_view bytes);

// RFC 7636: what is told of the verifier beforehand.
std::string challenge_of(const std::string& verifier);

// Everything but the signature: by this issuer, for us and nobody else, in time, for this attempt, and about
// somebody.
bool says_what_it_must(const jose::Token& token, const SignInOptions& options, const Attempt& attempt,
                       core::Instant now);

// The one person whom the provider means; null: none, or more than one. By e-mail: an address that the
// provider has confirmed (email_verified; Entra's xms_edov), of one person alone.
const core::Person* person_of(const jose::Token& token, const SignInOptions& options,
                              const core::Directory& people);
// Coordinators, and who leads a group.
bool may_sign_in(const core::Person& person, const core::Directory& people);

}  // namespace web
