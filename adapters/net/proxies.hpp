// Which proxy leads out of the house. Read once; a proxy that cannot be used is said at once, not at the
// first message.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/net/url.hpp"

namespace net {

struct Proxy {
  std::string host, port;
  std::string user, password;  // empty: it asks for none
  // "proxy.kommune.no:3128", without name and password.
  std::string address() const;
  // The value of a Proxy-Authorization header (Basic); empty without a name.
  std::string authorization() const;
};

class Proxies {
 public:
  // None.
  Proxies() = default;

  // `https`, `http`: "[http://][user:password@]host:port", or empty. `none` is a list as in NO_PROXY, with
  // commas or blanks: "*", a name (and all below it), an address, "10.0.0.0/8", each perhaps with a port.
  // Throws std::invalid_argument with the names given, for an operator, and without what is secret.
  Proxies(std::string_view https, std::string_view http, std::string_view none,
          const std::string& called = "the setting");

  // https_proxy and HTTPS_PROXY, http_proxy (not HTTP_PROXY, which a caller of a CGI could set), all_proxy
  // and ALL_PROXY, no_proxy and NO_PROXY. `variable` gives null where there is none.
  static Proxies from_environment(const std::function<const char*(const char*)>& variable);

  // As `none` above.
  void leave_out(std::string_view list);
  // Name and password for what it leads through.
  void sign_in(const std::string& user, const std::string& password);

  // None for this machine itself, and for what the list leaves out. ws goes as http, wss as https.
  std::optional<Proxy> of(const Url& url) const;

  bool none() const { return !https_ && !http_; }
  // For an operator: "proxy.kommune.no:3128, but not for .kommune.no"; empty when there is none.
  std::string in_words() const;

 private:
  struct Left {  // left out
    std::string host, port;
    int bits = -1;  // of a network, -1 = no network
  };
  bool left_out(const Url& url) const;
  std::optional<Proxy> https_, http_;
  std::vector<Left> left_out_;
  std::string list_;
};

// The one of this process: the environment's, unless set before. Not before main.
const Proxies& house_proxies();
void set_house_proxies(Proxies proxies);  // before anything connects

}  // namespace net
