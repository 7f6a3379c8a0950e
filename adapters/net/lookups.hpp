// Looks names up on threads of its own, so that a name for which nobody answers holds up itself alone.
// Private to net.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/execution_context.hpp>
#include <functional>
#include <memory>
#include <string>

#include "adapters/net/dialling.hpp"

namespace net {

using Addresses = std::vector<boost::asio::ip::address>;

// As this machine knows them. Waits, for half a minute where no server of names answers. Any thread.
Result<Addresses> system_addresses(const std::string& host);

// At most 64 names at a time, each once however many ask for it. Asio's own resolver has one thread for
// all names, and at its end waits for the system.
class Lookups {
 public:
  using Ask = std::function<Result<Addresses>(const std::string& host)>;
  using Told = std::function<void(Result<Addresses>)>;

  explicit Lookups(Ask ask);
  // Nobody is told anything any more. What the system still looks for it looks for by itself.
  ~Lookups();
  Lookups(const Lookups&) = delete;
  Lookups& operator=(const Lookups&) = delete;

  // Those of the system, for everything that runs in this context; they end with it.
  static Lookups& of(boost::asio::execution_context& context);

  // `told` is posted to `executor`, whose context outlives this. Any thread.
  void look_up(const std::string& host, boost::asio::any_io_executor executor, Told told);

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
};

}  // namespace net
