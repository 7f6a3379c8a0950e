#pragma once
// The listener for watchers: /live, /ready, /owner and /metrics, apart from the one for browsers and chats.
// Lives on the I/O thread; the database is read on another.

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>

#include "adapters/net/http_server.hpp"
#include "bot/app/config.hpp"
#include "bot/app/figures.hpp"

namespace app {

class Health {
 public:
  // Listens at once; answers from serve() on. `look` is called on `readers` and throws nothing; it leaves out
  // what `live` fills in on the I/O thread. All given outlive this. Throws std::runtime_error naming the key
  // when nothing can listen there.
  Health(boost::asio::any_io_executor executor, boost::asio::any_io_executor readers, const Config& config,
         Figures& figures, std::function<State()> look, std::function<void(State&)> live);
  ~Health();
  Health(const Health&) = delete;
  Health& operator=(const Health&) = delete;

  void serve();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// Listens on health.listen, as Health does; asks `handler` from its start() on.
std::unique_ptr<net::HttpServer> watchers_listener(boost::asio::any_io_executor executor,
                                                   const Config& config, net::HttpHandler handler);

// What can be read of the house: the database, the copies.
State look_at(const Config& config, core::Instant now);

}  // namespace app
