#include "adapters/net/hmac.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <memory>
#include <stdexcept>

namespace net {
namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// One a thread, because to ask the library for the algorithm costs as much as to sign two kilobytes with it.
// It knows the key it was used with last: most are used again and again.
class Sha256Mac {
 public:
  Sha256Mac() {
    static EVP_MAC* const algorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    char digest[] = "SHA256";
    const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                                     OSSL_PARAM_construct_end()};
    if (algorithm) context_.reset(EVP_MAC_CTX_new(algorithm));
    if (context_ && EVP_MAC_CTX_set_params(context_.get(), parameters) != 1) context_.reset();
  }

  bool sign(std::string_view key, std::initializer_list<std::string_view> message,
            std::array<unsigned char, 32>& digest) {
    if (!context_ || !begin(key)) return false;
    for (const std::string_view part : message)
      if (EVP_MAC_update(context_.get(), bytes_of(part), part.size()) != 1) return false;
    std::size_t size = 0;
    return EVP_MAC_final(context_.get(), digest.data(), &size, digest.size()) == 1;
  }

 private:
  struct Free {
    void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
  };

  bool begin(std::string_view key) {
    if (key_ && *key_ == key) return EVP_MAC_init(context_.get(), nullptr, 0, nullptr) == 1;
    key_.reset();
    // OpenSSL takes a null key for "as last time", so an empty key must still point somewhere.
    const std::string_view secret = key.empty() ? std::string_view("") : key;
    if (EVP_MAC_init(context_.get(), bytes_of(secret), secret.size(), nullptr) != 1) return false;
    key_ = key;
    return true;
  }

  std::unique_ptr<EVP_MAC_CTX, Free> context_;
  std::optional<std::string> key_;
};

}  // namespace

std::array<unsigned char, 32> hmac_sha256(std::string_view key,
                                          std::initializer_list<std::string_view> message) {
  thread_local Sha256Mac mac;
  std::array<unsigned char, 32> digest{};
  if (!mac.sign(key, message, digest)) throw std::runtime_error("HMAC-SHA256 is not available in OpenSSL");
  return digest;
}

std::array<unsigned char, 32> hmac_sha256(std::string_view key, std::string_view message) {
  return hmac_sha256(key, {message});
}

std::string to_hex(std::span<const unsigned char> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (unsigned char byte : bytes) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

std::string to_base64(std::span<const unsigned char> bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // OpenSSL writes a NUL behind the text
  int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes.data(),
                             static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string plain(text.size() / 4 * 3, '\0');
  int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(plain.data()), bytes_of(text),
                             static_cast<int>(text.size()));
  if (size < 0) return std::nullopt;
  std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  plain.resize(static_cast<std::size_t>(size) - padding);
  // OpenSSL forgives blanks and stray bits; only what encodes back to the same text is accepted.
  if (to_base64({bytes_of(plain), plain.size()}) != text) return std::nullopt;
  return plain;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace net
