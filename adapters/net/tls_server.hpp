// What a TLS server shows: a certificate and its key, from files that may be exchanged while it serves.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "bot/core/time.hpp"

namespace net {

class TlsContext;

// Two machines of one house: each shows a certificate, and takes the other for whom it should be only where
// the house's own authority has signed that one's, for that name. PEM files as below.
struct TlsPeer {
  std::filesystem::path certificate, key, authority;
  std::string name;  // of the other: a host name or an address
};
// What the one who calls shows and trusts, for net::connect(name, ...): TLS 1.3, and no other roots. Throws
// std::runtime_error, naming the file and what to do.
std::shared_ptr<TlsContext> make_tls_client(const TlsPeer& peer);

// TLS 1.2 with forward secrecy and authenticated ciphers, or TLS 1.3; HTTP/1.1 is what it offers (ALPN).
// One thread.
class TlsServer {
 public:
  // PEM files: the certificate with those between it and a root behind it, and its key, which has no
  // password and which others on the machine may not read. Throws std::runtime_error, naming the file and
  // what to do.
  TlsServer(std::filesystem::path certificate, std::filesystem::path key);
  // For the one who is called: TLS 1.3, and nobody but that peer gets past the greeting. The files are read
  // once.
  explicit TlsServer(const TlsPeer& peer);

  // For new connections; one that has begun keeps what it was shown.
  std::shared_ptr<TlsContext> current() const { return context_; }

  // Reads both files anew, or those named now. When that throws, what was shown is shown on.
  void renew();
  void renew(std::filesystem::path certificate, std::filesystem::path key);
  // Whether the files are others than those that were last read or tried.
  bool changed() const;

 private:
  std::filesystem::path certificate_, key_;
  std::string seen_;  // when and how large the files were
  std::shared_ptr<TlsContext> context_;
};

struct CertificateLook {
  core::Instant from, until;  // when it is good
  bool names_host = false;    // it was made for that name
  std::string names;          // whom it was made for, in words
};

// What stands in the first certificate of the file. Throws std::runtime_error, naming the file.
CertificateLook look_at_certificate(const std::filesystem::path& certificate, const std::string& host);

}  // namespace net
