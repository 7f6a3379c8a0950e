#pragma once
// The cookies there are: two of who signs in, one of who installs an app. Where browsers reach us by https
// they are for this host and path "/" alone (__Host-); scripts never see them, and other sites' forms do not
// bring them. Pure; any thread.

#include <chrono>
#include <string>
#include <string_view>

#include "adapters/net/http.hpp"

namespace net {

class Cookies {
 public:
  // `public_url`: over plain http, which is this machine alone, browsers take no secure ones.
  explicit Cookies(const std::string& public_url) : secure_(public_url.starts_with("https://")) {}

  // Empty where there is none, and where two of a name come: one of them is not ours.
  std::string read(const Request& request, std::string_view name) const;
  // `value`: letters, digits, '-' and '_'.
  void put(Response& response, std::string_view name, std::string_view value,
           std::chrono::seconds lives) const;
  void drop(Response& response, std::string_view name) const;

 private:
  std::string full(std::string_view name) const;
  bool secure_;
};

}  // namespace net
