#pragma once
// The certificate of our own listener, kept as its files are: whoever renews it puts new files in the place
// of the old, and no connection is lost over it.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>

#include "adapters/net/tls_server.hpp"
#include "bot/app/chats.hpp"
#include "bot/core/time.hpp"

namespace app {

// I/O thread.
class CertificateKeeper {
 public:
  // Throws std::runtime_error as net::TlsServer.
  CertificateKeeper(boost::asio::any_io_executor executor, const Chats::Server& server);

  std::shared_ptr<const net::TlsServer> tls() const { return tls_; }
  // Looks at the files six times a minute, as long as this lives.
  void watch();
  // Reads them anew where they are others than those last read; what cannot be read is told to the log, and
  // the former are shown on. True: others are shown from now on.
  bool look();
  // Those that `server` names now; throws and changes nothing where they are no good. True as above.
  bool take(const Chats::Server& server);
  // Once a day what the doctor would say of them, to the log: whoever renews them may have stopped.
  void tell(core::Instant now);

 private:
  boost::asio::steady_timer timer_;
  Chats::Server server_;
  std::string told_on_;  // the day
  std::shared_ptr<net::TlsServer> tls_;
};

// What is to be said of it: whether it can be shown, is good now and for a while, and names us.
runtime::Findings examine_certificate(const Chats::Server& server, core::Instant now);

}  // namespace app
