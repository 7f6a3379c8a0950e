// OpenSSL's context behind stream.hpp's opaque name. For stream.cpp and tls_server.cpp alone.
#pragma once

#include <boost/asio/ssl/context.hpp>

namespace net {

class TlsContext {
 public:
  explicit TlsContext(boost::asio::ssl::context::method method) : context(method) {}
  boost::asio::ssl::context context;
};

}  // namespace net
