#include "bot/core/receipt_code.hpp"

#include <sodium.h>

#include <array>
#include <stdexcept>

#include "bot/core/ascii.hpp"

namespace core {
namespace {

constexpr std::string_view code_digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t length = 12;  // of five bits
constexpr std::size_t group = 4;
constexpr std::string_view purpose = "refleks receipt code 1:";

}  // namespace

std::string written_code(std::uint64_t bits, std::size_t count) {
  std::string code;
  for (std::size_t i = 0; i < count; ++i, bits >>= 5) {
    if (i > 0 && i % group == 0) code += '-';
    code += code_digits[bits & 31];
  }
  return code;
}

std::optional<std::string> typed_code(std::string_view typed) {
  constexpr std::size_t longest = 64;  // whatever is longer is no code, however many dashes
  if (typed.size() > longest) return std::nullopt;
  std::string code;
  for (char letter : typed) {
    if (letter == ' ' || letter == '-' || letter == '\t' || letter == '\r' || letter == '\n') continue;
    if (ascii::is_small(letter)) letter = static_cast<char>(letter - 'a' + 'A');
    if (letter == 'O') letter = '0';
    if (letter == 'I' || letter == 'L') letter = '1';
    if (code_digits.find(letter) == std::string_view::npos) return std::nullopt;
    code += letter;
  }
  return code;
}

std::string grouped_code(std::string_view code) {
  std::string written;
  for (std::size_t at = 0; at < code.size(); at += group) {
    if (at > 0) written += '-';
    written += code.substr(at, group);
  }
  return written;
}

std::string new_receipt_code(Random& random) {
  return written_code(random.next(), length);
}

std::optional<std::string> receipt_hash(std::string_view typed) {
  const auto code = typed_code(typed);
  if (!code || code->size() != length) return std::nullopt;
  const std::string hashed = std::string(purpose) + *code;
  std::array<unsigned char, crypto_generichash_BYTES> hash{};
  if (crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(hashed.data()),
                         hashed.size(), nullptr, 0) != 0)
    throw std::runtime_error("receipt code: hashing failed");
  std::array<char, crypto_generichash_BYTES * 2 + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  return std::string(hex.data());
}

}  // namespace core
