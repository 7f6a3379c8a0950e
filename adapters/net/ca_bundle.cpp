#include "adapters/net/ca_bundle.hpp"

#include <openssl/x509.h>
#include <sys/mman.h>
#include <unistd.h>

#include <boost/asio/ssl/context.hpp>
#include <boost/system/system_error.hpp>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace net {
namespace {

std::string system_roots() {
  if (const char* named = std::getenv(X509_get_default_cert_file_env()); named && *named) return named;
  // OpenSSL's own default is not there on Debian; the bundle that all of Debian keeps is.
  const std::string own = X509_get_default_cert_file();
  return access(own.c_str(), R_OK) == 0 ? own : "/etc/ssl/certs/ca-certificates.crt";
}

std::string contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!text.empty() && text.back() != '\n') text += '\n';
  return text;
}

[[noreturn]] void fail() {
  throw boost::system::system_error(errno, boost::system::system_category(), "the certificates to trust");
}

}  // namespace

CaBundle::CaBundle(const std::string& extra) : path_(system_roots()) {
  if (extra.empty()) return;
  boost::asio::ssl::context probe(boost::asio::ssl::context::tls_client);
  probe.load_verify_file(extra);
  const std::string all = contents(path_) + contents(extra);
  memory_ = memfd_create("refleks-roots", MFD_CLOEXEC);
  if (memory_ < 0) fail();
  for (std::size_t done = 0; done < all.size();) {
    const auto size = ::write(memory_, all.data() + done, all.size() - done);
    if (size < 0) {
      ::close(memory_);
      fail();
    }
    done += static_cast<std::size_t>(size);
  }
  path_ = "/proc/self/fd/" + std::to_string(memory_);
}

CaBundle::~CaBundle() {
  if (memory_ >= 0) ::close(memory_);
}

}  // namespace net
