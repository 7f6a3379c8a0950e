#pragma once
// Somebody who signs tokens, rightly or wrongly, with a key made for the test.

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

typedef struct evp_pkey_st EVP_PKEY;

namespace net_test {

using Json = nlohmann::json;

class Signer {
 public:
  explicit Signer(std::string kid);
  const std::string& kid() const { return kid_; }
  // The public half; without endorsements when `endorsements` is null.
  Json jwk(const Json& endorsements = Json::array({"msteams"})) const;
  std::string public_pem() const;

  // A whole token. `header` is laid over {"alg":..,"kid":..,"typ":"JWT"}; null takes a member away. The
  // algorithm is really used: RS256, RS384, RS512, PS256, HS256 (keyed with the public PEM) or none.
  std::string token(const Json& claims, const std::string& algorithm = "RS256",
                    const Json& header = Json::object()) const;

 private:
  std::string kid_;
  std::shared_ptr<EVP_PKEY> key_;
};

std::string base64url(const std::string& bytes);

}  // namespace net_test
