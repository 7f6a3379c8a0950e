#include "adapters/web/multipart.hpp"

#include <algorithm>

namespace web {
namespace {

constexpr std::size_t longest_boundary = 70, longest_heading = 2000, most_parts = 200;
constexpr std::string_view kind = "multipart/form-data", line_end = "\r\n";

// `name="..."` of a Content-Disposition; a browser writes a quotation mark inside as %22.
std::optional<std::string> parameter(std::string_view heading, std::string_view name) {
  const std::string wanted = "; " + std::string(name) + "=\"";
  const auto at = heading.find(wanted);
  if (at == std::string_view::npos) return std::nullopt;
  const auto from = at + wanted.size();
  const auto end = heading.find('"', from);
  if (end == std::string_view::npos) return std::nullopt;
  return std::string(heading.substr(from, end - from));
}

std::string_view boundary_of(std::string_view content_type) {
  constexpr std::string_view key = "boundary=";
  const auto at = content_type.find(key);
  if (at == std::string_view::npos) return {};
  std::string_view boundary = content_type.substr(at + key.size());
  boundary = boundary.substr(0, boundary.find(';'));
  if (boundary.size() >= 2 && boundary.front() == '"' && boundary.back() == '"')
    boundary = boundary.substr(1, boundary.size() - 2);
  return boundary.size() > longest_boundary ? std::string_view() : boundary;
}

// The line that says what a part is, of its heading; empty where it says nothing of a form's.
std::string_view disposition_in(std::string_view heading) {
  constexpr std::string_view key = "content-disposition: form-data";
  while (!heading.empty()) {
    const std::string_view line = heading.substr(0, heading.find(line_end));
    if (line.size() >= key.size() && net::equal_ignoring_case(line.substr(0, key.size()), key)) return line;
    heading.remove_prefix(std::min(heading.size(), line.size() + line_end.size()));
  }
  return {};
}

// Takes the part into `all`; whether it is one of a form's.
bool take(std::string_view part, Body& all) {
  const auto end = part.find("\r\n\r\n");
  if (end == std::string_view::npos || end > longest_heading) return false;
  const std::string_view what = disposition_in(part.substr(0, end));
  const auto name = parameter(what, "name");
  if (!name) return false;
  std::string value(part.substr(end + 4));
  const auto file = parameter(what, "filename");
  if (!file)
    all.posted.emplace_back(*name, std::move(value));
  else if (!file->empty())  // one that was not chosen has no name
    all.files.emplace(*name, std::move(value));
  return true;
}

}  // namespace

bool is_multipart(std::string_view content_type) {
  return net::equal_ignoring_case(content_type.substr(0, content_type.find_first_of("; ")), kind);
}

std::optional<Body> multipart(std::string_view body, std::string_view content_type) {
  const std::string_view boundary = boundary_of(content_type);
  if (!is_multipart(content_type) || boundary.empty()) return std::nullopt;
  const std::string first = "--" + std::string(boundary), next = "\r\n" + first;
  if (!body.starts_with(first)) return std::nullopt;
  body.remove_prefix(first.size());
  Body all;
  for (std::size_t parts = 0; body.starts_with(line_end); ++parts) {
    body.remove_prefix(line_end.size());
    const auto end = body.find(next);
    if (end == std::string_view::npos || parts == most_parts || !take(body.substr(0, end), all))
      return std::nullopt;
    body.remove_prefix(end + next.size());
  }
  return body.starts_with("--") ? std::optional(std::move(all)) : std::nullopt;
}

std::optional<Body> body_of(const net::Request& request) {
  const auto type = request.headers.get("Content-Type");
  if (!is_multipart(type)) {
    auto posted = read_body(request.body);
    return posted ? std::optional(Body{*std::move(posted), {}}) : std::nullopt;
  }
  auto body = multipart(request.body, type);
  auto posted = body ? tidy(std::move(body->posted)) : std::nullopt;
  if (!posted) return std::nullopt;
  body->posted = *std::move(posted);
  return body;
}

}  // namespace web
