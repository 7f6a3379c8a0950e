#include "adapters/web/keys.hpp"

#include <sodium.h>

#include <algorithm>
#include <stdexcept>

#include "adapters/net/private_file.hpp"
#include "adapters/web/bytes.hpp"

namespace web {
namespace {

constexpr std::size_t key_size = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
static_assert(key_size == net::key_bytes);
constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr int base64url = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

struct Key::Bytes {
  unsigned char key[key_size];
};

Key::Key(const std::filesystem::path& file)
    : Key(file, [] {
        std::string made(key_size, '\0');
        randombytes_buf(made.data(), made.size());
        return made;
      }) {}

std::unique_ptr<Key> Key::existing(const std::filesystem::path& file) {
  return std::unique_ptr<Key>(new Key(file, {}));
}

Key::Key(const std::filesystem::path& file, const std::function<std::string()>& random)
    : bytes_(std::make_unique<Bytes>()) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium could not start");
  std::string key = net::key_of_file(file, random);
  std::copy(key.begin(), key.end(), bytes_->key);
  sodium_memzero(key.data(), key.size());
}

Key::~Key() {
  sodium_memzero(bytes_->key, key_size);
}

std::string Key::seal(std::string_view content, std::string_view purpose) const {
  std::string sealed(nonce_size + content.size() + tag_size, '\0');
  auto* bytes = reinterpret_cast<unsigned char*>(sealed.data());
  randombytes_buf(bytes, nonce_size);
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytes + nonce_size, nullptr, raw(content), content.size(),
                                             raw(purpose), purpose.size(), nullptr, bytes, bytes_->key);
  return to_base64url({bytes, sealed.size()});
}

std::optional<std::string> Key::open(std::string_view sealed, std::string_view purpose) const {
  std::string bytes(sealed.size() / 4 * 3 + 3, '\0');
  std::size_t size = 0;
  const char* end = nullptr;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), sealed.data(),
                        sealed.size(), nullptr, &size, &end, base64url) != 0 ||
      end != sealed.data() + sealed.size() || size < nonce_size + tag_size)
    return std::nullopt;
  std::string content(size - nonce_size - tag_size, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(reinterpret_cast<unsigned char*>(content.data()), nullptr,
                                                 nullptr, raw(bytes) + nonce_size, size - nonce_size,
                                                 raw(purpose), purpose.size(), raw(bytes), bytes_->key) != 0)
    return std::nullopt;
  return content;
}

std::uint64_t Key::number(std::string_view content, std::string_view purpose) const {
  const std::string all = std::string(purpose) + '\0' + std::string(content);
  unsigned char hash[16];
  crypto_generichash(hash, sizeof hash, raw(all), all.size(), bytes_->key, key_size);
  std::uint64_t made = 0;
  for (std::size_t i = 0; i < sizeof made; ++i) made = made << 8 | hash[i];
  return made;
}

std::string fingerprint(std::string_view text) {
  unsigned char hash[16];
  crypto_generichash(hash, sizeof hash, raw(text), text.size(), nullptr, 0);
  char hex[2 * sizeof hash + 1];
  sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
  return hex;
}

}  // namespace web
