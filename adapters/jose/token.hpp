#pragma once
// JSON Web Tokens of others: reading one without trusting it, and checking its signature (cjose). RS256
// alone, which every OpenID provider must have; the algorithm is ours to choose, never the token's.

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct _cjose_jwk_int;

namespace jose {

// What a token claims. Nothing here is true before signed_by() said so.
struct Token {
  std::string compact, kid;
  std::shared_ptr<const nlohmann::json> claims;  // an object

  std::string text(const char* claim) const;                // empty when absent or not one string
  std::vector<std::string> texts(const char* claim) const;  // of one string, or of a list of strings alone
  std::optional<double> number(const char* claim) const;    // "exp": seconds since 1970, UTC
  bool yes(const char* claim) const;                        // true, 1, "true" or "1"
};

// Nothing for anything but three segments, a header that says RS256 and names a key, and a payload that is an
// object.
std::optional<Token> read_token(std::string_view compact);

struct Key {
  std::string kid;
  std::vector<std::string> endorsements;  // of Microsoft's: the channels it may speak for
  std::shared_ptr<_cjose_jwk_int> jwk;
};

// The RSA signature keys of a JWKS document; what is no such key, or shorter than 2048 bits, is left out.
std::vector<Key> read_keys(std::string_view jwks);

// Why no token can be checked on this machine; empty: they can.
std::string trouble();

bool signed_by(const Token& token, const Key& key);

}  // namespace jose
