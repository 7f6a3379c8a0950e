// The way into refleks_tokens.so.

#include <cjose/base64.h>
#include <cjose/header.h>
#include <cjose/jwk.h>
#include <cjose/jws.h>

#include <cstdlib>

#include "adapters/jose/cjose/functions.hpp"

namespace jose {
namespace {

struct Release {
  void operator()(cjose_jws_t* jws) const { cjose_jws_release(jws); }
};
using Jws = std::unique_ptr<cjose_jws_t, Release>;

std::optional<std::string> decoded_by_cjose(std::string_view segment) {
  uint8_t* bytes = nullptr;
  std::size_t size = 0;
  cjose_err error{};
  if (!cjose_base64url_decode(segment.data(), segment.size(), &bytes, &size, &error)) return std::nullopt;
  std::string text(reinterpret_cast<const char*>(bytes), size);
  std::free(bytes);
  return text;
}

std::shared_ptr<cjose_jwk_t> key_by_cjose(const std::string& jwk) {
  cjose_err error{};
  cjose_jwk_t* const made = cjose_jwk_import(jwk.data(), jwk.size(), &error);
  if (!made) return nullptr;
  return {made, [](cjose_jwk_t* old) { cjose_jwk_release(old); }};
}

std::size_t bits_by_cjose(const cjose_jwk_t& key) {
  cjose_err error{};
  return cjose_jwk_get_keysize(&key, &error);
}

bool is_signed_by_cjose(const std::string& compact, const cjose_jwk_t& key) {
  cjose_err error{};
  const Jws jws(cjose_jws_import(compact.data(), compact.size(), &error));
  if (!jws) return false;
  // The library reads the header with another parser than ours: both must see the same algorithm.
  const char* algorithm = cjose_header_get(cjose_jws_get_protected(jws.get()), CJOSE_HDR_ALG, &error);
  if (!algorithm || std::string_view(algorithm) != CJOSE_HDR_ALG_RS256) return false;
  return cjose_jws_verify(jws.get(), &key, &error);
}

constexpr CjoseFunctions all_functions{&decoded_by_cjose, &key_by_cjose, &bits_by_cjose, &is_signed_by_cjose};

}  // namespace
}  // namespace jose

extern "C" {
__attribute__((visibility("default"))) const jose::CjoseFunctions* refleks_tokens() {
  return &jose::all_functions;
}
}
