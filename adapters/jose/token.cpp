#include "adapters/jose/token.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/jose/cjose/functions.hpp"
#include "adapters/net/json.hpp"
#include "bot/core/ascii.hpp"
#include "bot/core/part.hpp"
#include "bot/runtime/json.hpp"

namespace jose {
namespace {

using Json = nlohmann::json;

constexpr std::size_t longest_token = 16 * 1024;
constexpr std::size_t most_keys = 200;
constexpr std::size_t least_key_bits = 2048;
constexpr std::size_t longest_modulus = 2732;  // 16384 bits; a longer one makes checking slow
constexpr std::size_t longest_exponent = 6;    // 32 bits

// The library ends the process on what is not proper base64url.
bool is_base64url(std::string_view text, std::size_t longest) {
  return text.size() <= longest && text.size() % 4 != 1 && core::ascii::is_name(text, "-_");
}

std::optional<std::string> decoded(std::string_view segment) {
  return is_base64url(segment, longest_token) ? cjose().decoded(segment) : std::nullopt;
}

Json object_in(std::string_view segment) {
  const auto text = decoded(segment);
  Json json = text ? runtime::parse_json(*text) : Json();
  return json.is_object() ? json : Json();
}

}  // namespace

const CjoseFunctions& cjose() {
  using Entry = const CjoseFunctions* (*)();
  static const CjoseFunctions& loaded =
      *reinterpret_cast<Entry>(core::part("refleks_tokens.so", "refleks_tokens"))();
  return loaded;
}

std::string trouble() {
  try {
    cjose();
  } catch (const core::PartRefused& error) {
    return error.what();
  }
  return {};
}

std::string Token::text(const char* claim) const {
  return net::text_at(*claims, claim);
}

std::vector<std::string> Token::texts(const char* claim) const {
  const Json& said = net::member(*claims, claim);
  if (said.is_string()) return {said.get<std::string>()};
  std::vector<std::string> all;
  if (!said.is_array()) return all;
  for (const Json& one : said) {
    if (!one.is_string()) return {};
    all.push_back(one.get<std::string>());
  }
  return all;
}

std::optional<double> Token::number(const char* claim) const {
  const Json& said = net::member(*claims, claim);
  return said.is_number() ? std::optional(said.get<double>()) : std::nullopt;
}

bool Token::yes(const char* claim) const {
  const Json& said = net::member(*claims, claim);
  return said == true || said == 1 || said == "true" || said == "1";
}

std::optional<Token> read_token(std::string_view compact) {
  if (compact.size() > longest_token || std::count(compact.begin(), compact.end(), '.') != 2)
    return std::nullopt;
  const std::size_t first = compact.find('.'), second = compact.rfind('.');
  if (!is_base64url(compact.substr(second + 1), longest_token)) return std::nullopt;
  const Json header = object_in(compact.substr(0, first));
  const Json payload = object_in(compact.substr(first + 1, second - first - 1));
  if (!header.is_object() || !payload.is_object()) return std::nullopt;
  // "crit" would name rules that we do not know.
  if (net::text_at(header, "alg") != "RS256" || net::text_at(header, "kid").empty() ||
      header.contains("crit"))
    return std::nullopt;
  Token token;
  token.compact = compact;
  token.kid = net::text_at(header, "kid");
  token.claims = std::make_shared<const Json>(payload);
  return token;
}

std::vector<Key> read_keys(std::string_view jwks) {
  const Json document = runtime::parse_json(jwks);
  if (!document.is_object()) return {};
  const auto list = document.find("keys");
  if (list == document.end() || !list->is_array()) return {};
  std::vector<Key> keys;
  for (const Json& entry : *list) {
    if (keys.size() >= most_keys) break;
    if (!entry.is_object() || net::text_at(entry, "kty") != "RSA" || net::text_at(entry, "kid").empty())
      continue;
    const std::string n = net::text_at(entry, "n"), e = net::text_at(entry, "e"),
                      use = net::text_at(entry, "use");
    if (!is_base64url(n, longest_modulus) || !is_base64url(e, longest_exponent)) continue;
    if (!use.empty() && use != "sig") continue;
    const std::string bare = Json{{"kty", "RSA"}, {"n", n}, {"e", e}}.dump();
    Key key;
    key.jwk = cjose().key(bare);
    if (!key.jwk || cjose().bits(*key.jwk) < least_key_bits) continue;
    key.kid = net::text_at(entry, "kid");
    if (const auto found = entry.find("endorsements"); found != entry.end() && found->is_array())
      for (const Json& channel : *found)
        if (channel.is_string()) key.endorsements.push_back(channel.get<std::string>());
    keys.push_back(std::move(key));
  }
  return keys;
}

bool signed_by(const Token& token, const Key& key) {
  return cjose().is_signed(token.compact, *key.jwk);
}

}  // namespace jose
