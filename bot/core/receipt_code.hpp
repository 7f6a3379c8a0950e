#pragma once
// A code that follows an anonymous thing without knowing whose it is: 60 random bits, shown once in a form,
// kept only as a hash.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bot/core/random.hpp"

namespace core {

// So many digits of Crockford's base 32 (no I, L, O, U), of five bits each, in groups of four.
std::string written_code(std::uint64_t bits, std::size_t digits);
// The digits of a code as a person types it: small letters, spaces, dashes, O for 0, I and L for 1 are fine.
// Nothing where something else stands in it.
std::optional<std::string> typed_code(std::string_view typed);

// Digits as they stand on paper: "7K3M-Q0VX".
std::string grouped_code(std::string_view digits);

// "7K3M-Q0VX-2RTD": twelve digits.
std::string new_receipt_code(Random& random);

// What is stored instead of the code a person typed: 64 hexadecimal digits of BLAKE2b over its digits with a
// fixed context; nothing when it cannot be a code.
std::optional<std::string> receipt_hash(std::string_view typed);

}  // namespace core
