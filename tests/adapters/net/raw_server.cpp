#include "tests/adapters/net/raw_server.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/write.hpp>
#include <cstdio>
#include <cstdlib>
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

// Once for all of a run: making one takes as long as a test.
struct Authority {
  Authority() {
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> own(EVP_EC_gen("P-256"), EVP_PKEY_free);
    std::unique_ptr<X509, decltype(&X509_free)> made(X509_new(), X509_free);
    X509_set_version(made.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), 3600);
    X509_set_pubkey(made.get(), own.get());
    X509_NAME* name = X509_get_subject_name(made.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("refleks test"), -1, -1, 0);
    X509_set_issuer_name(made.get(), name);
    std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> names(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "DNS:localhost"), X509_EXTENSION_free);
    X509_add_ext(made.get(), names.get(), -1);
    X509_sign(made.get(), own.get(), EVP_sha256());
    std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_X509(memory.get(), made.get());
    certificate = text_of(memory.get());
    BIO_reset(memory.get());
    PEM_write_bio_PrivateKey(memory.get(), own.get(), nullptr, nullptr, 0, nullptr, nullptr);
    key = text_of(memory.get());
  }
  std::string certificate, key;
};

}  // namespace

asio::awaitable<bool> RawConnection::start_tls() {
  tls_.emplace(socket_, context_);
  auto [error] = co_await tls_->async_handshake(asio::ssl::stream_base::server, net::use_tuple);
  co_return !error;
}

asio::awaitable<bool> RawConnection::more() {
  std::array<char, 16 * 1024> part;
  if (tls_) {
    auto [error, size] = co_await tls_->async_read_some(asio::buffer(part), net::use_tuple);
    received_.append(part.data(), size);
    co_return !error;
  }
  auto [error, size] = co_await socket_.async_read_some(asio::buffer(part), net::use_tuple);
  received_.append(part.data(), size);
  co_return !error;
}

asio::awaitable<bool> RawConnection::request() {
  std::size_t end = received_.find("\r\n\r\n");
  while (end == received_.npos) {
    if (!co_await more()) co_return false;
    end = received_.find("\r\n\r\n");
  }
  end += 4;
  constexpr std::string_view field = "Content-Length: ";
  if (const std::size_t at = received_.find(field); at < end)
    end += static_cast<std::size_t>(std::atoi(received_.c_str() + at + field.size()));
  while (received_.size() < end)
    if (!co_await more()) co_return false;
  seen_ = received_.substr(0, end);
  received_.erase(0, end);
  ++requests_;
  co_return true;
}

asio::awaitable<void> RawConnection::send(std::string_view bytes) {
  if (tls_) {
    co_await asio::async_write(*tls_, asio::buffer(bytes), net::use_tuple);
  } else {
    co_await asio::async_write(socket_, asio::buffer(bytes), net::use_tuple);
  }
}

asio::awaitable<void> RawConnection::until_closed() {
  for (bool there = true; there;) {
    there = co_await more();
    received_.clear();
  }
}

void RawConnection::close() {
  boost::system::error_code ignored;
  socket_.close(ignored);
}

void RawConnection::reset() {
  boost::system::error_code ignored;
  socket_.set_option(asio::socket_base::linger(true, 0), ignored);
  socket_.close(ignored);
}

struct RawServer::Impl : std::enable_shared_from_this<Impl> {
  Impl(asio::io_context& on, bool secure, Script what)
      : io(on),
        tls(secure),
        script(std::move(what)),
        acceptor(on, tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {
    static const Authority authority;
    context.use_certificate_chain(asio::buffer(authority.certificate));
    context.use_private_key(asio::buffer(authority.key), asio::ssl::context::pem);
    std::string path = "/tmp/refleks-test-ca-XXXXXX";
    int file = mkstemp(path.data());
    if (file < 0 || write(file, authority.certificate.data(), authority.certificate.size()) < 0) {
      throw std::runtime_error("cannot write the test's CA file");
    }
    ::close(file);
    ca_file = path;
  }
  ~Impl() { std::remove(ca_file.c_str()); }

  asio::awaitable<void> run() {
    const auto keep = shared_from_this();
    for (;;) {
      auto [error, socket] = co_await acceptor.async_accept(net::use_tuple);
      if (error) co_return;
      asio::co_spawn(io, serve(std::move(socket), ++connections), asio::detached);
    }
  }
  asio::awaitable<void> serve(tcp::socket socket, int number) {
    const auto keep = shared_from_this();
    RawConnection connection(std::move(socket), context, requests);
    if (tls && !co_await connection.start_tls()) co_return;
    co_await script(connection, number);
  }

  asio::io_context& io;
  const bool tls;
  Script script;
  tcp::acceptor acceptor;
  asio::ssl::context context{asio::ssl::context::tls_server};
  std::string ca_file;
  int requests = 0, connections = 0;
};

RawServer::RawServer(asio::io_context& io, bool tls, Script script)
    : impl_(std::make_shared<Impl>(io, tls, std::move(script))) {
  asio::co_spawn(io, impl_->run(), [keep = impl_](std::exception_ptr) {});  // also before it has begun
}

RawServer::~RawServer() {
  impl_->acceptor.close();
}
std::uint16_t RawServer::port() const {
  return impl_->acceptor.local_endpoint().port();
}
std::string RawServer::url(std::string_view path) const {
  return (impl_->tls ? "https://localhost:" : "http://localhost:") + std::to_string(port()) +
         std::string(path);
}
const std::string& RawServer::ca_file() const {
  return impl_->ca_file;
}
int RawServer::requests() const {
  return impl_->requests;
}
int RawServer::connections() const {
  return impl_->connections;
}

}  // namespace net_test
