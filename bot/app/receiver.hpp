#pragma once
// The end of a hand-over at which the other machine's boxes arrive (handover.hpp says how the two speak): one
// for a process, of one organisation or of many.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "adapters/net/http.hpp"
#include "bot/app/config.hpp"
#include "bot/app/reception.hpp"

namespace app {

// All on the thread of `executor`, or when it does not run.
class Receiver {
 public:
  struct Place {
    boost::asio::any_io_executor executor;  // one thread
    boost::asio::any_io_executor beside;    // where databases are asked; may be the same
    // Who waits under that name (empty: a process with one); null: nobody.
    std::function<std::shared_ptr<Reception>(const std::string& organisation)> find;
    // Whether one that came now would soon be served; until then the other machine serves it. Empty: yes.
    std::function<bool()> has_room{};
    // Answers a call that came to the other machine, for an organisation that is served here. Empty: none are
    // taken.
    std::function<boost::asio::awaitable<net::Response>(const std::string& organisation,
                                                        net::Request request)>
        answer{};
  };
  // Listens at once on handover.listen. Throws std::runtime_error with words, boost::system::system_error:
  // the address or a file is no good.
  Receiver(Place place, const Config::Handover& way);
  ~Receiver();
  Receiver(const Receiver&) = delete;
  Receiver& operator=(const Receiver&) = delete;

  std::uint16_t port() const;
  // Takes another certificate where its files have changed.
  void look_at_files();

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

}  // namespace app
