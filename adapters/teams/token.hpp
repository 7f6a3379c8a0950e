#pragma once
// JSON Web Tokens as Teams sends them: reading one without trusting it, and checking its signature (cjose).
// RS256 alone; the algorithm is ours to choose, never the token's.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct _cjose_jwk_int;

namespace teams {

// What a token claims. Nothing here is true before signed_by() said so.
struct Token {
  std::string compact, kid;
  std::string issuer, audience;               // empty when absent or not one string
  std::string service_url;                    // claim "serviceurl"
  std::string tenant, app, party, version;    // Entra's tid, appid, azp, ver
  std::optional<double> expires, not_before;  // seconds since 1970, UTC
};

// Nothing for anything but three segments, a header that says RS256 and names a key, and a payload that is an
// object.
std::optional<Token> read_token(std::string_view compact);

struct Key {
  std::string kid;
  std::vector<std::string> endorsements;  // the channels it may speak for
  std::shared_ptr<_cjose_jwk_int> jwk;
};

// The RSA signature keys of a JWKS document; what is no such key, or shorter than 2048 bits, is left out.
std::vector<Key> read_keys(std::string_view jwks);

bool signed_by(const Token& token, const Key& key);

}  // namespace teams
