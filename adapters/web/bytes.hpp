#pragma once
// A compact binary coding for what is sealed into links and pages: an address must fit a QR code. Pure; any
// thread.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "bot/core/language.hpp"

namespace web {

class Writer {
 public:
  void byte(std::uint8_t value) { bytes_.push_back(static_cast<char>(value)); }
  void number(std::uint64_t value);  // one byte for each seven bits
  void text(std::string_view value);
  void id(std::string_view hex);  // 32 hexadecimal digits as 16 bytes; throws std::invalid_argument
  void language(std::optional<core::Language> value);
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

// Never throws: after the first thing that does not fit everything reads as empty, and done() is false.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : left_(bytes) {}
  std::uint8_t byte();
  std::uint64_t number();
  std::string text();
  std::string id();
  std::optional<core::Language> language();
  bool good() const { return good_; }
  bool done() const { return good_ && left_.empty(); }  // all was read, and all was well

 private:
  std::string_view take(std::size_t size);
  std::string_view left_;
  bool good_ = true;
};

// RFC 4648 section 5, without padding.
std::string to_base64url(std::span<const unsigned char> bytes);

}  // namespace web
