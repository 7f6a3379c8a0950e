#include "adapters/net/virtual_hosts.hpp"

#include <utility>

#include "adapters/net/url.hpp"

namespace net {

std::string host_of(const Request& request) {
  if (request.headers.count("Host") != 1) return {};
  const auto site = parse_site(request.headers.get("Host"));
  if (!site) return {};
  std::string host = lower_case(site->host);
  if (host.ends_with('.')) host.pop_back();
  return host;
}

void VirtualHosts::set(const std::string& host, HttpHandler handler) {
  hosts_[host] = std::move(handler);
}

void VirtualHosts::remove(const std::string& host) {
  hosts_.erase(host);
}

HttpHandler VirtualHosts::handler() const {
  return [this](Request request) -> boost::asio::awaitable<Response> {
    const std::string host = host_of(request);
    if (host.empty()) co_return Response(400, "There is no host of that name.\n");
    const auto found = hosts_.find(host);
    if (found == hosts_.end()) co_return Response(421, "There is nothing here.\n");
    const HttpHandler handler = found->second;  // it may be removed meanwhile
    co_return co_await handler(std::move(request));
  };
}

}  // namespace net
