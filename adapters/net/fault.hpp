// Where a connection broke, for those who must mend it.
#pragma once

#include <boost/system/error_code.hpp>
#include <string>

namespace net {

enum class Fault {
  none,
  call,   // ours: a bad address, method or header
  dns,    // the name has no address
  tcp,    // none of the addresses answered, or none may be used
  proxy,  // the proxy was not reached, or would not go on
  tls,    // no agreement on encryption, or a certificate that is not trusted
  http,   // connected; then no answer, or none that is HTTP
};

// The proxy's status to CONNECT as an error; 0: it gave none.
boost::system::error_code proxy_answered(int status);

// Why a certificate is not trusted, by curl's CURLINFO_SSL_VERIFYRESULT: OpenSSL's number (X509_V_ERR_...),
// or 0 or 1 when it was not the chain, but the name.
boost::system::error_code untrusted(long verified);
bool is_untrusted(const boost::system::error_code& error);

// curl's numbers (CURLcode) as errors.
const boost::system::error_category& curl_category();

// Where an error of net::connect, dial() or connect_websocket() belongs.
Fault fault_of(const boost::system::error_code& error);

// One line for an operator: what broke, and what to look at. `host` is who was called. English; no secrets.
std::string in_words(Fault fault, const boost::system::error_code& error, const std::string& host,
                     const std::string& proxy);

}  // namespace net
