#pragma once
// A form that a browser sends with a file in it (multipart/form-data, RFC 7578). Pure; any thread.

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/net/http.hpp"
#include "adapters/web/fields.hpp"

namespace web {

struct Body {
  Posted posted;                             // the fields, as they came
  std::map<std::string, std::string> files;  // name of the field -> bytes; only those that were chosen
};

// `content_type` with its boundary. Nothing where it is no such form, is cut off, or has more parts than any
// page of ours or a heading that is longer than a browser's. Whoever calls has looked at the size.
std::optional<Body> multipart(std::string_view body, std::string_view content_type);

// Of a form with or without a file, its text tidied. Nothing where it is neither, or not UTF-8.
std::optional<Body> body_of(const net::Request& request);

// Whether the Content-Type is one.
bool is_multipart(std::string_view content_type);

}  // namespace web
