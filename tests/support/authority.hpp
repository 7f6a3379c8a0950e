#pragma once
// A certificate authority for a test: signs certificates for both ends of a connection, into PEM files.

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

namespace support {

class Authority {
 public:
  explicit Authority(std::filesystem::path folder) : folder_(std::move(folder)) {
    certificate_ = made("the house", key_.get(), "");
    write(folder_ / "ca.pem", [&](std::FILE* out) { return PEM_write_X509(out, certificate_.get()); });
  }

  // "<name>.pem" and "<name>.key"; `alt`: "DNS:b.example" or "IP:127.0.0.1".
  void issue(const std::string& name, const std::string& alt, const Authority* by = nullptr) const {
    const Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    const auto certificate = (by ? by : this)->made(name, key.get(), alt);
    write(folder_ / (name + ".pem"), [&](std::FILE* out) { return PEM_write_X509(out, certificate.get()); });
    write(folder_ / (name + ".key"), [&](std::FILE* out) {
      return PEM_write_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
    std::filesystem::permissions(folder_ / (name + ".key"), std::filesystem::perms(0600));
  }

 private:
  using Key = std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)>;
  using Certificate = std::unique_ptr<X509, void (*)(X509*)>;

  Certificate made(const std::string& name, EVP_PKEY* key, const std::string& alt) const {
    Certificate made(X509_new(), X509_free);
    X509_set_version(made.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), ++serial_);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), 100L * 24 * 60 * 60);
    X509_set_pubkey(made.get(), key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    X509_set_issuer_name(made.get(), X509_get_subject_name(alt.empty() ? made.get() : certificate_.get()));
    add(made.get(), alt.empty() ? NID_basic_constraints : NID_subject_alt_name,
        alt.empty() ? "critical,CA:TRUE" : alt);
    if (!alt.empty()) add(made.get(), NID_ext_key_usage, "serverAuth,clientAuth");
    if (X509_sign(made.get(), key_.get(), EVP_sha256()) == 0) throw std::runtime_error("not signed");
    return made;
  }
  static void add(X509* to, int which, const std::string& value) {
    X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, which, value.c_str());
    X509_add_ext(to, extension, -1);
    X509_EXTENSION_free(extension);
  }
  template <class Write>
  static void write(const std::filesystem::path& file, Write&& what) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> out(std::fopen(file.c_str(), "we"), &std::fclose);
    if (!out || what(out.get()) != 1) throw std::runtime_error("cannot write " + file.string());
  }

  std::filesystem::path folder_;
  mutable long serial_ = 0;
  Key key_{EVP_EC_gen("P-256"), EVP_PKEY_free};
  Certificate certificate_{nullptr, X509_free};
};

}  // namespace support
