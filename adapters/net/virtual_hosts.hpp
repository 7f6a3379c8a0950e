// One listener for several hosts: a request goes to whoever has the name in its Host header.
#pragma once

#include <map>
#include <string>

#include "adapters/net/http_server.hpp"

namespace net {

// The host a request is for, in small letters and without port and final dot; empty where it does not say
// just one.
std::string host_of(const Request& request);

// One I/O thread.
class VirtualHosts {
 public:
  // Requests for `host` (as host_of() says it) go to `handler` from now on, instead of to whoever had them.
  void set(const std::string& host, HttpHandler handler);
  void remove(const std::string& host);

  // 421 for a host that nobody has, 400 for none. The hosts outlive the handler; who is removed while it
  // answers goes on.
  HttpHandler handler() const;

 private:
  std::map<std::string, HttpHandler> hosts_;
};

}  // namespace net
