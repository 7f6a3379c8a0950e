#pragma once
// The platforms of a configuration, alive: adapters by workspace, the listener they share, and what the bot
// may ask about them.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>

#include "adapters/net/http_server.hpp"
#include "bot/app/chats.hpp"
#include "bot/app/config.hpp"
#include "bot/core/platforms.hpp"
#include "bot/core/random.hpp"
#include "bot/runtime/platform.hpp"

namespace app {

class Connections {
 public:
  // Makes every adapter of `config.chats` and listens at once, so that a bad port, key or certificate is
  // known at start; nothing is answered before serve(). All given outlive it. Throws what the adapters throw.
  // `readers`: beside the engine's thread, one thing at a time, joined before this goes. Without
  // `own_listener` it listens to nothing, and whoever does calls handler().
  Connections(boost::asio::any_io_executor executor, boost::asio::any_io_executor readers,
              const Config& config, const core::Clock& clock, core::Random& random, bool own_listener = true);
  ~Connections();
  Connections(const Connections&) = delete;
  Connections& operator=(const Connections&) = delete;

  const std::map<std::string, runtime::Adapter*>& adapters() const;  // by workspace
  runtime::Pictures& pictures() const;
  // The people as they are now, from whoever reloads them. Any thread.
  void set_people(std::shared_ptr<const core::Directory> people);
  // For the bot: abilities and addresses. The functions live no longer than the connections.
  core::Platforms platforms() const;

  // Throws what is wrong with the certificate of `now`; changes nothing.
  void check(const Config& now) const;
  // Secrets, people and places of the adapters that run, and the certificate, as `now` has them; says in
  // words what of it cannot be hashed beforehand ("certificate"). I/O thread.
  std::vector<std::string> renew(const Config& now);

  // What answers calls from outside; 404 where nothing does. Lives no longer than the connections.
  net::HttpHandler handler() const;
  void serve();                 // the listener; once
  std::string address() const;  // "127.0.0.1:8090", empty when nothing listens
  boost::asio::awaitable<void> stop(std::chrono::seconds limit);  // lets running answers end

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// The listener's keys as the server takes them; without the certificate.
net::HttpServerOptions server_options(const Chats::Server& server);

// "127.0.0.1:8090", "[::1]:8090": as it stands in an address of the web.
std::string address_of(const std::string& host, std::uint16_t port);

// "nothing can listen on 127.0.0.1:8090: ...", with what to do.
std::string why_not_listening(const std::string& host, std::uint16_t port, boost::system::error_code error);

// Makes what listens on `host`:`port`. Throws with file, line and key why it cannot: a std::runtime_error
// where trying again may help, ConfigError where the certificate that it shows or its key is no good.
template <class Make>
auto listening(const Config& config, const std::string& key, const std::string& host, std::uint16_t port,
               Make make) {
  try {
    return make();
  } catch (const boost::system::system_error& failed) {
    throw std::runtime_error(config.place(key) + ": " + why_not_listening(host, port, failed.code()));
  } catch (const std::runtime_error& wrong) {
    const std::string certificate = key.substr(0, key.find('.')) + ".certificate_file";
    if (!config.lines.contains(certificate)) throw;  // a folder that cannot be made
    throw ConfigError({config.place(certificate) + ": " + wrong.what()});
  }
}
// What `refleks doctor` asks the platforms themselves; at most some ten seconds each.
boost::asio::awaitable<runtime::Findings> examine_chats(const Config& config,
                                                        runtime::AdapterServices around);

}  // namespace app
