#pragma once
// What every request must pass and every answer carries, whatever the page. Pure; any thread.

#include <optional>
#include <string>

#include "adapters/net/http.hpp"
#include "adapters/web/fields.hpp"

namespace web {

inline constexpr std::size_t most_body_bytes = 160 * 1024;
inline constexpr std::size_t most_bytes_with_file = 700 * 1024;

// The status to refuse a POST with: 403 from another site, 413 too large, 415 not a form; or nothing.
// `public_url` is the address browsers use. Without cookies a foreign page could do no more than send what it
// already holds the address for, and where somebody has signed in, a ticket of theirs is asked for besides;
// it is refused all the same.
std::optional<int> refusal_of_post(const net::Request& request, const std::string& public_url);

// The fields of a POST that nobody refuses so: what somebody has written on a page of ours. Else none.
Posted written_by(const net::Request& request, const std::string& public_url);

// Adds the headers of every answer: nothing is loaded, framed, remembered, indexed or told on.
void guard(net::Response& response, const std::string& content_policy);

}  // namespace web
