#include "tests/adapters/net/tls_peer.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <cstdio>
#include <stdexcept>

#include "adapters/net/use_tuple.hpp"

namespace net_test {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

std::string text_of(BIO* memory) {
  char* data = nullptr;
  auto size = BIO_get_mem_data(memory, &data);
  return {data, static_cast<std::size_t>(size)};
}

}  // namespace

struct TlsPeer::Impl : std::enable_shared_from_this<Impl> {
  Impl(asio::io_context& io, std::string text)
      : answer(std::move(text)), acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key.get());
    X509_NAME* name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("refleks test"), -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> names(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "DNS:localhost"), X509_EXTENSION_free);
    X509_add_ext(certificate.get(), names.get(), -1);
    X509_sign(certificate.get(), key.get(), EVP_sha256());

    std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_X509(memory.get(), certificate.get());
    std::string certificate_pem = text_of(memory.get());
    BIO_reset(memory.get());
    PEM_write_bio_PrivateKey(memory.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    context.use_certificate_chain(asio::buffer(certificate_pem));
    context.use_private_key(asio::buffer(text_of(memory.get())), asio::ssl::context::pem);

    std::string path = "/tmp/refleks-test-ca-XXXXXX";
    int file = mkstemp(path.data());
    if (file < 0 || write(file, certificate_pem.data(), certificate_pem.size()) < 0) {
      throw std::runtime_error("cannot write the test's CA file");
    }
    ::close(file);
    ca_file = path;
  }
  ~Impl() { std::remove(ca_file.c_str()); }

  asio::awaitable<void> run() {
    for (;;) {
      auto [error, socket] = co_await acceptor.async_accept(net::use_tuple);
      if (error) co_return;
      asio::ssl::stream<tcp::socket> stream(std::move(socket), context);
      auto [failed] = co_await stream.async_handshake(asio::ssl::stream_base::server, net::use_tuple);
      if (failed) continue;
      std::array<char, 4096> request;
      auto [read_error, size] = co_await stream.async_read_some(asio::buffer(request), net::use_tuple);
      if (read_error) continue;
      ++requests;
      co_await asio::async_write(stream, asio::buffer(answer), net::use_tuple);
    }
  }

  std::string answer;
  tcp::acceptor acceptor;
  asio::ssl::context context{asio::ssl::context::tls_server};
  std::string ca_file;
  int requests = 0;
};

TlsPeer::TlsPeer(asio::io_context& io, std::string answer)
    : impl_(std::make_shared<Impl>(io, std::move(answer))) {
  asio::co_spawn(io, impl_->run(), [keep = impl_](std::exception_ptr failure) {
    if (failure) std::rethrow_exception(failure);
  });
}

TlsPeer::~TlsPeer() {
  impl_->acceptor.close();
}
std::uint16_t TlsPeer::port() const {
  return impl_->acceptor.local_endpoint().port();
}
const std::string& TlsPeer::ca_file() const {
  return impl_->ca_file;
}
int TlsPeer::requests() const {
  return impl_->requests;
}

}  // namespace net_test
