#include "adapters/web/bytes.hpp"

#include <sodium.h>

#include <array>
#include <stdexcept>

namespace web {
namespace {
constexpr std::size_t id_bytes = 16;
constexpr std::uint8_t no_language = 9;
}  // namespace

void Writer::number(std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) byte(static_cast<std::uint8_t>(value | 0x80));
  byte(static_cast<std::uint8_t>(value));
}

void Writer::text(std::string_view value) {
  number(value.size());
  bytes_ += value;
}

void Writer::id(std::string_view hex) {
  std::array<unsigned char, id_bytes> raw;
  std::size_t size = 0;
  if (hex.size() != 2 * id_bytes ||
      sodium_hex2bin(raw.data(), raw.size(), hex.data(), hex.size(), nullptr, &size, nullptr) != 0 ||
      size != id_bytes)
    throw std::invalid_argument("an id is 32 hexadecimal digits");
  bytes_.append(reinterpret_cast<const char*>(raw.data()), raw.size());
}

void Writer::language(std::optional<core::Language> value) {
  byte(value ? static_cast<std::uint8_t>(*value) : no_language);
}

std::string_view Reader::take(std::size_t size) {
  good_ = good_ && size <= left_.size();
  if (!good_) return {};
  const std::string_view taken = left_.substr(0, size);
  left_.remove_prefix(size);
  return taken;
}

std::uint8_t Reader::byte() {
  const std::string_view one = take(1);
  return one.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(one[0]);
}

std::uint64_t Reader::number() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const std::uint8_t next = byte();
    value |= static_cast<std::uint64_t>(next & 0x7f) << shift;
    if (!(next & 0x80)) return value;
  }
  good_ = false;
  return 0;
}

std::string Reader::text() {
  const std::uint64_t size = number();
  good_ = good_ && size <= left_.size();
  return std::string(take(good_ ? static_cast<std::size_t>(size) : 0));
}

std::string Reader::id() {
  const std::string_view raw = take(id_bytes);
  if (raw.empty()) return {};
  std::array<char, 2 * id_bytes + 1> hex;
  sodium_bin2hex(hex.data(), hex.size(), reinterpret_cast<const unsigned char*>(raw.data()), raw.size());
  return hex.data();
}

std::optional<core::Language> Reader::language() {
  const std::uint8_t value = byte();
  return value == no_language ? std::nullopt : std::optional(static_cast<core::Language>(value));
}

std::string to_base64url(std::span<const unsigned char> bytes) {
  constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
  text.pop_back();  // the terminating zero
  return text;
}

}  // namespace web
