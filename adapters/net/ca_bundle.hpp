// The certificates a client trusts, in one file: curl reads a single file once and keeps it, and a folder
// anew for every connection.
#pragma once

#include <string>

namespace net {

class CaBundle {
 public:
  // The system's roots (SSL_CERT_FILE, else what OpenSSL has) and those of `extra`, a PEM file; empty = none
  // besides. Throws boost::system::system_error when `extra` cannot be read or holds no certificate.
  explicit CaBundle(const std::string& extra);
  ~CaBundle();
  CaBundle(const CaBundle&) = delete;
  CaBundle& operator=(const CaBundle&) = delete;

  const std::string& path() const { return path_; }  // lives as long as this

 private:
  std::string path_;
  int memory_ = -1;  // the file, when it had to be made
};

}  // namespace net
