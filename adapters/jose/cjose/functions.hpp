#pragma once
// What refleks_tokens.so does by cjose, which a service whose people sign in nowhere else does not carry. Any
// thread.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct _cjose_jwk_int;

namespace jose {

struct CjoseFunctions {
  // Of proper base64url alone: the library ends the process on anything else.
  std::optional<std::string> (*decoded)(std::string_view segment);
  // A JWK; nothing: it is none.
  std::shared_ptr<_cjose_jwk_int> (*key)(const std::string& jwk);
  std::size_t (*bits)(const _cjose_jwk_int& key);
  // By RS256, which its header says as well.
  bool (*is_signed)(const std::string& compact, const _cjose_jwk_int& key);
};

// Loads it. Throws std::runtime_error with words where it is not there.
const CjoseFunctions& cjose();

}  // namespace jose
