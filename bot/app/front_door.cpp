#include "bot/app/front_door.hpp"

#include "bot/app/chats.hpp"
#include "bot/app/connections.hpp"

namespace app {

FrontDoor::FrontDoor(boost::asio::any_io_executor executor, const Config& config, net::HttpHandler handler) {
  const Chats::Server& server = config.chats->server;
  net::HttpServerOptions options = server_options(server);
  server_ = listening(config, "server.listen", server.host, server.port, [&] {
    if (!server.certificate.empty()) {
      certificate_ = std::make_unique<CertificateKeeper>(executor, server);
      options.tls = certificate_->tls();
    }
    return std::make_unique<net::HttpServer>(executor, std::move(options), std::move(handler));
  });
}

void FrontDoor::open() {
  server_->start();
  if (certificate_) certificate_->watch();
}

void FrontDoor::check(const Chats::Server& server) const {
  if (certificate_ && !server.certificate.empty()) net::TlsServer(server.certificate, server.key);
}

bool FrontDoor::take(const Chats::Server& server) {
  return certificate_ && !server.certificate.empty() && certificate_->take(server);
}

}  // namespace app
