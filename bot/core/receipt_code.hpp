#pragma once
// A code that follows an anonymous thing without knowing whose it is: 60 random bits, shown once in a form,
// kept only as a hash.

#include <optional>
#include <string>
#include <string_view>

#include "bot/core/random.hpp"

namespace core {

// "7K3M-Q0VX-2RTD": twelve digits of Crockford's base 32 (no I, L, O, U) in groups of four.
std::string new_receipt_code(Random& random);

// What is stored instead of the code a person typed: 64 hexadecimal digits of BLAKE2b over the normalised
// code with a fixed context. Small letters, spaces, dashes, O for 0, I and L for 1 are fine; nothing when it
// cannot be a code.
std::optional<std::string> receipt_hash(std::string_view typed);

}  // namespace core
