#pragma once
// Incoming webhooks as Mattermost's server reads them (web/webhook.go, app/webhook.go): three kinds of
// bodies, what it refuses, and texts that are too long for one post. Pure.

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "adapters/net/http.hpp"
#include "adapters/net/url.hpp"

namespace mattermost_test {

struct IncomingHook {
  std::string channel, creator;  // ids; a post goes out in the name of who made the hook
  bool locked = false;           // to its channel
};
struct IncomingHooks {
  bool enabled = true;
  std::map<std::string, IncomingHook> by_id;
};

struct HookPost {
  int status = 200;
  std::string failure;  // the error's id
  nlohmann::json payload;
};

// Pieces of at most `most` code points, at least one.
inline std::vector<std::string> split_runes(const std::string& text, std::size_t most) {
  std::vector<std::string> parts(1);
  std::size_t count = 0;
  for (const char c : text) {
    const bool begins = (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    if (begins && ++count > most) {
      parts.emplace_back();
      count = 1;
    }
    parts.back() += c;
  }
  return parts;
}

// The fields of a multipart body, each as it stands.
inline nlohmann::json multipart_fields(const std::string& body, const std::string& type) {
  nlohmann::json fields = nlohmann::json::object();
  const auto at = type.find("boundary=");
  const std::string mark = at == std::string::npos ? "" : "--" + type.substr(at + 9);
  if (mark.empty()) return fields;
  for (std::size_t part = body.find(mark); part != std::string::npos; part = body.find(mark, part + 1)) {
    const auto name = body.find("name=\"", part);
    const auto text = body.find("\r\n\r\n", part);
    const auto end = body.find("\r\n" + mark, part + 1);
    if (name == std::string::npos || text == std::string::npos || end == std::string::npos) break;
    const auto name_end = body.find('"', name + 6);
    fields[body.substr(name + 6, name_end - name - 6)] = body.substr(text + 4, end - text - 4);
  }
  return fields;
}

inline HookPost read_hook(const IncomingHooks& hooks, const net::Request& request) {
  const auto refused = [](int status, const char* failure) {
    HookPost read;
    read.status = status;
    read.failure = failure;
    return read;
  };
  if (!hooks.enabled) return refused(501, "web.incoming_webhook.disabled.app_error");
  if (!hooks.by_id.contains(request.path.substr(request.path.rfind('/') + 1)))
    return refused(400, "web.incoming_webhook.invalid.app_error");
  const std::string whole(request.headers.get("Content-Type"));
  std::string type = whole.substr(0, whole.find(';'));
  while (type.ends_with(' ')) type.pop_back();
  if (!type.empty() && (type.find(' ') != type.npos || type.ends_with('/')))
    return refused(400, "web.incoming_webhook.media_type.app_error");
  HookPost read;
  if (net::equal_ignoring_case(type, "application/x-www-form-urlencoded")) {
    std::string payload;
    if (const auto fields = net::parse_form(request.body))
      for (const auto& [name, value] : *fields)
        if (name == "payload") payload = value;
    read.payload = nlohmann::json::parse(payload, nullptr, false);
  } else if (net::equal_ignoring_case(type, "multipart/form-data")) {
    read.payload = multipart_fields(request.body, whole);
  } else {
    read.payload = nlohmann::json::parse(request.body, nullptr, false);
  }
  if (!read.payload.is_object()) return refused(400, "web.incoming_webhook.decode.app_error");
  const bool worded =
      read.payload.contains("text") && read.payload["text"].is_string() && read.payload["text"] != "";
  const auto attachments = read.payload.value("attachments", nlohmann::json::array());
  if (!worded && attachments.empty()) return refused(400, "web.incoming_webhook.text.app_error");
  if (split_runes(attachments.dump(), 760'000).size() > 1)
    return refused(400, "web.incoming_webhook.split_props_length.app_error");
  return read;
}

}  // namespace mattermost_test
