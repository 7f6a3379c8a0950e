// Signatures of webhooks. Pure functions; the caller compares with equal_in_constant_time, never with ==.
#pragma once

#include <array>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace net {

// HMAC-SHA256 (RFC 2104). Throws std::runtime_error if OpenSSL fails, which is a broken installation.
std::array<unsigned char, 32> hmac_sha256(std::string_view key, std::string_view message);
// The same of these texts one after the other.
std::array<unsigned char, 32> hmac_sha256(std::string_view key,
                                          std::initializer_list<std::string_view> message);

std::string to_hex(std::span<const unsigned char> bytes);     // lower case
std::string to_base64(std::span<const unsigned char> bytes);  // RFC 4648 section 4, padded, one line

// Strict inverse of to_base64: nothing for a wrong length, alphabet or padding, or blanks.
std::optional<std::string> from_base64(std::string_view text);

// Takes the same time wherever the first difference is. The lengths are not secret.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace net
