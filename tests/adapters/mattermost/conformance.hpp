#pragma once
// How Mattermost's server behaves (its sources and tests, versions 10.11 to 11.10), case by case, and what
// our side makes of it: conformance_*_test.cpp. The numbers are ours.

#include <gmock/gmock.h>

#include <string>

#include "tests/adapters/mattermost/world.hpp"

namespace mattermost_test {

class MattermostConformanceTest : public MattermostTest {
 protected:
  MattermostConformanceTest() { start(); }

  net::Response send(const std::string& what, const std::string& body, net::Headers headers,
                     const std::string& method = "POST") {
    net::Request request;
    request.method = method;
    request.path = "/mattermost/mattermost/" + what;
    request.headers = std::move(headers);
    request.body = body;
    return sync(adapter->handler()(std::move(request)));
  }
  std::string command_body(const std::string& token) const {
    return "token=" + token + "&user_id=" + kari + "&channel_id=" + channel + "&text=hjelp";
  }
  static net::Headers form_with(const std::string& authorization) {
    net::Headers headers{{"Content-Type", "application/x-www-form-urlencoded"}};
    if (!authorization.empty()) headers.add("Authorization", authorization);
    return headers;
  }
  Json press_body(const Json& context, const std::string& where) const {
    return {{"user_id", kari},
            {"channel_id", where},
            {"channel_name", "fredag"},
            {"trigger_id", "t"},
            {"context", context}};
  }
  std::size_t events() const { return inbox.events.size(); }
};

}  // namespace mattermost_test
