#include "adapters/net/fault.hpp"

#include <fmt/format.h>
#include <openssl/x509.h>

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/websocket/error.hpp>

#include "adapters/net/curl/functions.hpp"
#include "adapters/net/dialling.hpp"

namespace net {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

class CurlCategory final : public boost::system::error_category {
 public:
  const char* name() const noexcept override { return "curl"; }
  std::string message(int code) const override { return curl().easy_strerror(static_cast<CURLcode>(code)); }
};

class ProxyCategory final : public boost::system::error_category {
 public:
  const char* name() const noexcept override { return "proxy"; }
  std::string message(int status) const override {
    if (status == 407)
      return "the proxy wants a name and a password, or does not take ours, which go by Basic alone (407)";
    if (status <= 0) return "the proxy gave no answer that is one";
    return fmt::format("the proxy will not connect us ({})", status);
  }
};

constexpr int other_name = -1;

class CertificateCategory final : public boost::system::error_category {
 public:
  const char* name() const noexcept override { return "certificate"; }
  std::string message(int code) const override {
    if (code == other_name) return "the certificate is another site's";
    return X509_verify_cert_error_string(code);
  }
};

const CertificateCategory& certificate_category() {
  static const CertificateCategory category;
  return category;
}

const ProxyCategory& proxy_category() {
  static const ProxyCategory category;
  return category;
}

}  // namespace

const boost::system::error_category& curl_category() {
  static const CurlCategory category;
  return category;
}

error_code proxy_answered(int status) {
  // A plain 0 would be no error at all.
  return {status == 0 ? -1 : status, proxy_category()};
}

error_code untrusted(long verified) {
  return {verified <= X509_V_ERR_UNSPECIFIED ? other_name : static_cast<int>(verified),
          certificate_category()};
}

bool is_untrusted(const error_code& error) {
  return error && error.category() == certificate_category();
}

Fault fault_of(const error_code& error) {
  if (!error) return Fault::none;
  const auto& kind = error.category();
  if (kind == certificate_category()) return Fault::tls;
  if (kind == proxy_category()) return Fault::proxy;
  if (kind == asio::error::get_netdb_category() || kind == asio::error::get_addrinfo_category())
    return Fault::dns;
  if (kind == asio::error::get_ssl_category() || kind == asio::ssl::error::get_stream_category())
    return Fault::tls;
  if (kind == make_error_code(boost::beast::http::error::bad_version).category() ||
      kind == make_error_code(boost::beast::websocket::error::closed).category())
    return Fault::http;
  if (error == boost::system::errc::invalid_argument) return Fault::call;
  return Fault::tcp;
}

std::string in_words(Fault fault, const error_code& error, const std::string& host,
                     const std::string& proxy) {
  const std::string& why = error.message();
  switch (fault) {
    case Fault::none:
      return {};
    case Fault::call:
      return fmt::format("the address of {} cannot be called: {}", host, why);
    case Fault::dns:
      return fmt::format(
          "DNS: the name {} was not found ({}); look at the spelling and at this machine's resolver", host,
          why);
    case Fault::tcp:
      if (error == refused_addresses)
        return fmt::format("TCP: {} has only addresses that may not be called", host);
      return fmt::format(
          "TCP: {} did not take the connection ({}); look at the firewall, and whether traffic "
          "must go through a proxy",
          host, why);
    case Fault::proxy:
      return fmt::format(
          "proxy: {} did not lead to {} ({}); look at the proxy's address and what it lets through", proxy,
          host, why);
    case Fault::tls:
      return fmt::format(
          "TLS: no trusted connection to {} ({}); look at the certificate, at ca_file, and for a "
          "proxy that opens TLS",
          host, why);
    case Fault::http:
      return fmt::format("HTTP: {} was reached and gave no good answer ({})", host, why);
  }
  return why;
}

}  // namespace net
