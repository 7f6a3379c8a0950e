#include "bot/app/port_findings.hpp"

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "bot/app/chats.hpp"
#include "bot/app/connections.hpp"

namespace app {
namespace {

runtime::Finding examine_port(const Config& config, const char* key, const std::string& host,
                              std::uint16_t port, bool running) {
  using boost::asio::ip::tcp;
  using Kind = runtime::Finding::Kind;
  boost::asio::io_context io;
  tcp::acceptor acceptor(io);
  boost::system::error_code error;
  const tcp::endpoint where(boost::asio::ip::make_address(host), port);
  acceptor.open(where.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(where, error);
  if (!error) acceptor.listen(1, error);
  if (!error) return {Kind::good, fmt::format("the port of {} is free ({})", key, port), {}, {}};
  if (running && error == boost::asio::error::address_in_use)
    return {Kind::good, fmt::format("the service runs and has the port of {} ({})", key, port), {}, {}};
  return {Kind::bad, config.place(key) + ": " + why_not_listening(host, port, error),
          "the service does not start without it", fmt::format("stop the other program, or change {}", key)};
}

}  // namespace

runtime::Findings examine_ports(const Config& config, bool running) {
  runtime::Findings found;
  const auto look = [&](const char* key, const auto& listener) {
    if (!listener.host.empty())
      found.push_back(examine_port(config, key, listener.host, listener.port, running));
  };
  if (config.chats && config.chats->listens()) look("server.listen", config.chats->server);
  if (config.sandbox.enabled) look("sandbox.listen", config.sandbox);
  look("health.listen", config.health);
  look("handover.listen", config.handover);
  return found;
}

}  // namespace app
