#include "tests/adapters/net/signer.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <span>
#include <stdexcept>
#include <vector>

#include "adapters/net/hmac.hpp"

namespace net_test {
namespace {

std::string number(EVP_PKEY* key, const char* name) {
  BIGNUM* value = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &value) != 1) throw std::runtime_error("no such number in the key");
  std::string bytes(static_cast<std::size_t>(BN_num_bytes(value)), '\0');
  BN_bn2bin(value, reinterpret_cast<unsigned char*>(bytes.data()));
  BN_free(value);
  return bytes;
}

std::string signature(EVP_PKEY* key, const std::string& algorithm, const std::string& input) {
  const EVP_MD* digest = algorithm.ends_with("384")   ? EVP_sha384()
                         : algorithm.ends_with("512") ? EVP_sha512()
                                                      : EVP_sha256();
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_PKEY_CTX* settings = nullptr;
  EVP_DigestSignInit(context.get(), &settings, digest, nullptr, key);
  if (algorithm.starts_with("PS")) EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PSS_PADDING);
  const auto* bytes = reinterpret_cast<const unsigned char*>(input.data());
  std::size_t size = 0;
  EVP_DigestSign(context.get(), nullptr, &size, bytes, input.size());
  std::string out(size, '\0');
  if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(out.data()), &size, bytes,
                     input.size()) != 1)
    throw std::runtime_error("cannot sign");
  out.resize(size);
  return out;
}

}  // namespace

std::string base64url(const std::string& bytes) {
  std::string text =
      net::to_base64(std::span(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()));
  while (text.ends_with('=')) text.pop_back();
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

Signer::Signer(std::string kid) : kid_(std::move(kid)), key_(EVP_RSA_gen(2048), EVP_PKEY_free) {}

Json Signer::jwk(const Json& endorsements) const {
  Json json = {{"kty", "RSA"},
               {"use", "sig"},
               {"kid", kid_},
               {"n", base64url(number(key_.get(), OSSL_PKEY_PARAM_RSA_N))},
               {"e", base64url(number(key_.get(), OSSL_PKEY_PARAM_RSA_E))}};
  if (!endorsements.is_null()) json["endorsements"] = endorsements;
  return json;
}

std::string Signer::public_pem() const {
  std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), BIO_free);
  PEM_write_bio_PUBKEY(memory.get(), key_.get());
  char* data = nullptr;
  const auto size = BIO_get_mem_data(memory.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string Signer::token(const Json& claims, const std::string& algorithm, const Json& header) const {
  Json head = {{"alg", algorithm}, {"kid", kid_}, {"typ", "JWT"}};
  head.merge_patch(header);
  const std::string input = base64url(head.dump()) + "." + base64url(claims.dump());
  if (algorithm == "none") return input + ".";
  if (algorithm.starts_with("HS")) {
    const auto mac = net::hmac_sha256(public_pem(), input);
    return input + "." + base64url(std::string(mac.begin(), mac.end()));
  }
  return input + "." + base64url(signature(key_.get(), algorithm, input));
}

}  // namespace net_test
