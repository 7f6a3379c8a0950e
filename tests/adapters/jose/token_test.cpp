// Tokens and keys that nobody signed: whatever they look like, they are refused and nothing ends.
#include "adapters/jose/token.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace jose_test {
namespace {

using Json = nlohmann::json;

const std::string good_header = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImsifQ";  // {"alg":"RS256","kid":"k"}
const std::string good_payload = "e30";                                // {}

TEST(JoseToken, IsReadOnlyWhenAllThreePartsAreProperBase64url) {
  EXPECT_TRUE(jose::read_token(good_header + "." + good_payload + ".c2ln"));
  EXPECT_FALSE(jose::read_token("{50.B=B.S"));
  for (const char* bad :
       {"", "=", "B=B", "====", "A", "AAAAA", "e30=", "e3 0", "e30\n", "e3+/", "{50", "\xc3\xb8", "e30%3D"}) {
    const std::string part = bad;
    EXPECT_FALSE(jose::read_token(part + "." + good_payload + ".c2ln")) << bad;
    EXPECT_FALSE(jose::read_token(good_header + "." + part + ".c2ln")) << bad;
    EXPECT_FALSE(jose::read_token(good_header + "." + good_payload + "." + part)) << bad;
  }
  for (int byte = 0; byte < 256; ++byte)
    for (std::size_t at = 0; at < good_header.size() + 9; ++at) {
      std::string token = good_header + "." + good_payload + ".c2ln";
      token[at] = static_cast<char>(byte);
      (void)jose::read_token(token);
    }
}

TEST(JoseToken, ThatIsDeepOrLongIsRefused) {
  // "[[[[[[" in base64url, without end.
  std::string deep = "W1tb";
  while (deep.size() < 8000) deep += "W1tb";
  EXPECT_FALSE(jose::read_token(good_header + "." + deep + ".c2ln"));
  EXPECT_FALSE(jose::read_token(deep + "." + good_payload + ".c2ln"));
  EXPECT_FALSE(jose::read_token(good_header + "." + good_payload + "." + std::string(20'000, 'A')));
}

TEST(JoseKeys, ThatAreNotProperAreLeftOut) {
  const auto keys_with = [](const std::string& n, const std::string& e) {
    return jose::read_keys(Json{{"keys", {{{"kty", "RSA"}, {"kid", "k"}, {"n", n}, {"e", e}}}}}.dump())
        .size();
  };
  const std::string modulus(342, 'q');
  EXPECT_EQ(keys_with(modulus, "AQAB"), 1u);
  EXPECT_EQ(keys_with(std::string(171, 'q'), "AQAB"), 0u) << "of 1024 bits";
  for (const char* bad : {"", "=", "B=B", "A", "{50", "a b", "AQAB=", "blå"}) {
    EXPECT_EQ(keys_with(bad, "AQAB"), 0u) << bad;
    EXPECT_EQ(keys_with(modulus, bad), 0u) << bad;
  }
  EXPECT_EQ(keys_with(std::string(4000, 'q'), "AQAB"), 0u);
  EXPECT_EQ(keys_with(modulus, std::string(342, 'q')), 0u);
}

}  // namespace
}  // namespace jose_test
