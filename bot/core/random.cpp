#include "bot/core/random.hpp"

#include <sodium.h>

#include <stdexcept>

namespace core {

std::uint64_t below(Random& random, std::uint64_t bound) {
  const std::uint64_t limit = Random::max() - Random::max() % bound;
  std::uint64_t value = random.next();
  while (value >= limit) value = random.next();
  return value % bound;
}

namespace {
std::string hex(const unsigned char* bytes, std::size_t size) {
  std::string text(size * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes, size);
  text.pop_back();
  return text;
}
}  // namespace

std::string new_id(Random& random) {
  unsigned char bytes[16];
  for (int half = 0; half < 2; ++half) {
    const std::uint64_t bits = random.next();
    for (int i = 0; i < 8; ++i) bytes[half * 8 + i] = static_cast<unsigned char>(bits >> (8 * i));
  }
  return hex(bytes, sizeof bytes);
}

std::string id_from_name(std::string_view name) {
  unsigned char digest[16];
  crypto_generichash(digest, sizeof digest, reinterpret_cast<const unsigned char*>(name.data()), name.size(),
                     nullptr, 0);
  return hex(digest, sizeof digest);
}

SystemRandom::SystemRandom() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium could not start");
}

std::uint64_t SystemRandom::next() {
  std::uint64_t value = 0;
  randombytes_buf(&value, sizeof value);
  return value;
}

}  // namespace core
