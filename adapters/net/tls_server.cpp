#include "adapters/net/tls_server.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <boost/algorithm/string/join.hpp>
#include <boost/asio/ip/address.hpp>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <stdexcept>
#include <vector>

#include "adapters/net/tls_context.hpp"

namespace net {

namespace asio = boost::asio;
namespace fs = std::filesystem;

namespace {

// Those of Mozilla's "intermediate" for TLS 1.2; the ones of TLS 1.3 are all good.
constexpr auto ciphers =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
constexpr std::array<unsigned char, 9> http_1_1{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};

std::string openssl_says() {
  const unsigned long code = ERR_peek_last_error();
  ERR_clear_error();
  const char* reason = code ? ERR_reason_error_string(code) : nullptr;
  return reason ? reason : "it is no PEM file of its kind";
}

int offer_http_1_1(SSL*, const unsigned char** chosen, unsigned char* size, const unsigned char* offered,
                   unsigned int offered_size, void*) {
  unsigned char* match = nullptr;
  if (SSL_select_next_proto(&match, size, http_1_1.data(), http_1_1.size(), offered, offered_size) !=
      OPENSSL_NPN_NEGOTIATED)
    return SSL_TLSEXT_ERR_NOACK;
  *chosen = match;
  return SSL_TLSEXT_ERR_OK;
}

int no_password(char*, int, int, void*) {
  return -1;
}

// Time and size, and which file it is: a renewal may keep the size, and a link may lead elsewhere.
std::string print_of(const fs::path& file) {
  struct stat now {};
  if (::stat(file.c_str(), &now) != 0) return "-";
  return fmt::format("{}.{}.{}.{}", now.st_ino, now.st_size, now.st_mtim.tv_sec, now.st_mtim.tv_nsec);
}

void require_readable(const fs::path& file, const char* what, bool ours_alone) {
  struct stat now {};
  if (::stat(file.c_str(), &now) != 0)
    throw std::runtime_error(
        fmt::format("{} cannot be read ({}); it should hold {}", file.string(), std::strerror(errno), what));
  if (!S_ISREG(now.st_mode))  // a pipe would hold up everybody
    throw std::runtime_error(fmt::format("{} is no ordinary file; it should hold {}", file.string(), what));
  if (ours_alone && (now.st_mode & S_IROTH) != 0)
    throw std::runtime_error(fmt::format("everybody on this machine can read {}; take that away: chmod o= {}",
                                         file.string(), file.string()));
}

// What both ends of any connection of ours show.
void show(TlsContext& tls, const fs::path& certificate, const fs::path& key) {
  require_readable(certificate, "the certificate", false);
  require_readable(key, "its key", true);
  SSL_CTX* const handle = tls.context.native_handle();
  ERR_clear_error();
  // The last: what came is not left in OpenSSL's buffers.
  SSL_CTX_set_options(
      handle, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET | SSL_OP_CLEANSE_PLAINTEXT);
  SSL_CTX_set_session_cache_mode(handle, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_mode(handle, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_default_passwd_cb(handle, no_password);
  if (SSL_CTX_use_certificate_chain_file(handle, certificate.c_str()) != 1)
    throw std::runtime_error(
        fmt::format("{} holds no certificate in PEM: {}", certificate.string(), openssl_says()));
  if (SSL_CTX_use_PrivateKey_file(handle, key.c_str(), SSL_FILETYPE_PEM) != 1) {
    const std::string why = openssl_says();
    throw std::runtime_error(
        why == "key values mismatch"
            ? fmt::format("{} is not the key of {}; both come from one request", key.string(),
                          certificate.string())
            : fmt::format("{} holds no key in PEM without a password: {}", key.string(), why));
  }
  if (SSL_CTX_check_private_key(handle) != 1)
    throw std::runtime_error(fmt::format("{} is not the key of {}; both come from one request", key.string(),
                                         certificate.string()));
}

std::shared_ptr<TlsContext> read_context(const fs::path& certificate, const fs::path& key) {
  auto tls = std::make_shared<TlsContext>(asio::ssl::context::tls_server);
  SSL_CTX* const handle = tls->context.native_handle();
  show(*tls, certificate, key);
  SSL_CTX_set_min_proto_version(handle, TLS1_2_VERSION);
  SSL_CTX_set_alpn_select_cb(handle, offer_http_1_1, nullptr);
  if (SSL_CTX_set_cipher_list(handle, ciphers) != 1) throw std::runtime_error("TLS: " + openssl_says());
  return tls;
}

std::shared_ptr<TlsContext> context_among_peers(const TlsPeer& peer, asio::ssl::context::method side) {
  auto tls = std::make_shared<TlsContext>(side);
  SSL_CTX* const handle = tls->context.native_handle();
  show(*tls, peer.certificate, peer.key);
  require_readable(peer.authority, "the certificate of the house's own authority", false);
  SSL_CTX_set_min_proto_version(handle, TLS1_3_VERSION);
  ERR_clear_error();
  if (SSL_CTX_load_verify_file(handle, peer.authority.c_str()) != 1)
    throw std::runtime_error(
        fmt::format("{} holds no certificate in PEM: {}", peer.authority.string(), openssl_says()));
  X509_VERIFY_PARAM* const wanted = SSL_CTX_get0_param(handle);
  X509_VERIFY_PARAM_set_hostflags(wanted, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  boost::system::error_code is_name;
  asio::ip::make_address(peer.name, is_name);
  const int known = is_name ? X509_VERIFY_PARAM_set1_host(wanted, peer.name.data(), peer.name.size())
                            : X509_VERIFY_PARAM_set1_ip_asc(wanted, peer.name.c_str());
  if (known != 1) throw std::runtime_error("TLS: " + openssl_says());
  tls->context.set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);
  return tls;
}

core::Instant instant_of(const ASN1_TIME* time) {
  std::tm broken{};
  if (ASN1_TIME_to_tm(time, &broken) != 1) return {};
  return core::Instant(std::chrono::seconds(::timegm(&broken)));
}

std::string names_in(X509* certificate) {
  std::vector<std::string> names;
  auto* const all =
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
  for (int i = 0; all && i < sk_GENERAL_NAME_num(all); ++i) {
    const GENERAL_NAME* const name = sk_GENERAL_NAME_value(all, i);
    if (name->type != GEN_DNS) continue;
    const auto* const text = reinterpret_cast<const char*>(ASN1_STRING_get0_data(name->d.dNSName));
    names.emplace_back(text, static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName)));
  }
  GENERAL_NAMES_free(all);
  return names.empty() ? "no name" : boost::algorithm::join(names, ", ");
}

}  // namespace

std::shared_ptr<TlsContext> make_tls_client(const TlsPeer& peer) {
  return context_among_peers(peer, asio::ssl::context::tls_client);
}

TlsServer::TlsServer(const TlsPeer& peer)
    : certificate_(peer.certificate),
      key_(peer.key),
      seen_(print_of(certificate_) + print_of(key_)),
      context_(context_among_peers(peer, asio::ssl::context::tls_server)) {}

TlsServer::TlsServer(fs::path certificate, fs::path key) {
  renew(std::move(certificate), std::move(key));
}

void TlsServer::renew() {
  renew(certificate_, key_);
}

void TlsServer::renew(fs::path certificate, fs::path key) {
  const std::string now = print_of(certificate) + print_of(key);
  if (certificate == certificate_ && key == key_) seen_ = now;  // tried, whatever comes of it
  context_ = read_context(certificate, key);
  certificate_ = std::move(certificate);
  key_ = std::move(key);
  seen_ = now;
}

bool TlsServer::changed() const {
  return print_of(certificate_) + print_of(key_) != seen_;
}

CertificateLook look_at_certificate(const fs::path& file, const std::string& host) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> in(std::fopen(file.c_str(), "re"), &std::fclose);
  if (!in)
    throw std::runtime_error(fmt::format("{} cannot be read ({})", file.string(), std::strerror(errno)));
  ERR_clear_error();
  const std::unique_ptr<X509, void (*)(X509*)> read(PEM_read_X509(in.get(), nullptr, no_password, nullptr),
                                                    &X509_free);
  if (!read)
    throw std::runtime_error(
        fmt::format("{} holds no certificate in PEM: {}", file.string(), openssl_says()));
  CertificateLook look;
  look.from = instant_of(X509_get0_notBefore(read.get()));
  look.until = instant_of(X509_get0_notAfter(read.get()));
  look.names = names_in(read.get());
  look.names_host = X509_check_host(read.get(), host.data(), host.size(), 0, nullptr) == 1 ||
                    X509_check_ip_asc(read.get(), host.c_str(), 0) == 1;
  return look;
}

}  // namespace net
