#pragma once
// The seal both sides put on what they send: an HMAC with the secret that was given when the bot was
// installed. Pure; any thread.

#include <string>
#include <string_view>

#include "adapters/net/http.hpp"

namespace nextcloud {

// HMAC-SHA256 over `random` and `message`, in small hexadecimal digits. What Talk sends is sealed over the
// whole body; what we send over the text of the message alone.
std::string sign(std::string_view secret, std::string_view random, std::string_view message);

// Whether Talk's two headers, once each, seal the body. In constant time.
bool is_signed(const net::Request& request, std::string_view secret);

}  // namespace nextcloud
