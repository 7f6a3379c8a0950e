#pragma once
// The listener for calls from outside (server.listen), with the certificate it shows where it has one.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>

#include "adapters/net/http_server.hpp"
#include "bot/app/certificate.hpp"
#include "bot/app/config.hpp"

namespace app {

// I/O thread.
class FrontDoor {
 public:
  // Listens at once, and answers from open() on. Throws as listening() does (connections.hpp).
  FrontDoor(boost::asio::any_io_executor executor, const Config& config, net::HttpHandler handler);

  void open();  // once
  net::Endpoint endpoint() const { return server_->endpoint(); }
  // Throws what is wrong with the certificate that `server` names; changes nothing.
  void check(const Chats::Server& server) const;
  // Shows it from now on; false: it is the same, or there is none. Throws as check().
  bool take(const Chats::Server& server);
  // Lets answers that are under way end.
  boost::asio::awaitable<bool> stop(std::chrono::seconds limit) { return server_->stop(limit); }

 private:
  std::unique_ptr<CertificateKeeper> certificate_;
  std::unique_ptr<net::HttpServer> server_;
};

}  // namespace app
