// The seals of both directions, before vectors that openssl made, and what is not sealed right.
#include <gtest/gtest.h>

#include "adapters/nextcloud/adapter.hpp"
#include "adapters/nextcloud/signature.hpp"

namespace nextcloud_test {
namespace {

const std::string vector_secret = "53CR3T", vector_random(64, 'a');
const std::string vector_body = R"({"type":"Create","actor":{"type":"Person","id":"users/kari"}})";
const std::string vector_seal = "33f6878e2c84235bbc8c078132c25dafcafe3f26040f257d87706147cba19624";

net::Request sealed_request(const std::string& seal, const std::string& random = vector_random) {
  net::Request request;
  request.body = vector_body;
  request.headers.add("x-nextcloud-talk-random", random);
  request.headers.add("X-NEXTCLOUD-TALK-SIGNATURE", seal);
  return request;
}

TEST(NextcloudSignature, WhatTalkSealsIsTheWholeBody) {
  EXPECT_EQ(nextcloud::sign(vector_secret, vector_random, vector_body), vector_seal);
  EXPECT_TRUE(nextcloud::is_signed(sealed_request(vector_seal), vector_secret));
}

TEST(NextcloudSignature, WhatWeSealIsTheText) {
  EXPECT_EQ(nextcloud::sign(vector_secret, vector_random, "Hei på deg"),
            "4dce3d752035150aa2130f24257f70eee625e4ef3471a3dc1bc7790b9773e5c4");
}

// As a machine that waits asks, before it passes a call on.
TEST(NextcloudSignature, WithoutItACallIsRefusedAlsoWithoutAnAdapter) {
  nextcloud::Options options;
  options.workspace = "sky";
  options.secret = vector_secret;
  net::Request call = sealed_request(vector_seal);
  call.method = "POST";
  call.path = "/nextcloud/sky";
  EXPECT_FALSE(nextcloud::refusal_of(call, options));
  call.body += " ";
  ASSERT_TRUE(nextcloud::refusal_of(call, options));
  EXPECT_EQ(nextcloud::refusal_of(call, options)->status, 401);
}

TEST(NextcloudSignature, BigHexadecimalLettersAreTheSameSeal) {
  std::string big = vector_seal;
  for (char& c : big)
    if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A');
  EXPECT_TRUE(nextcloud::is_signed(sealed_request(big), vector_secret));
}

TEST(NextcloudSignature, NothingElseIsTaken) {
  EXPECT_FALSE(nextcloud::is_signed(sealed_request(vector_seal), "53CR3t"));
  EXPECT_FALSE(nextcloud::is_signed(sealed_request(vector_seal), ""));
  EXPECT_FALSE(nextcloud::is_signed(sealed_request(""), vector_secret));
  EXPECT_FALSE(nextcloud::is_signed(sealed_request(vector_seal.substr(1)), vector_secret));
  EXPECT_FALSE(nextcloud::is_signed(sealed_request(vector_seal, std::string(64, 'b')), vector_secret));
  net::Request changed = sealed_request(vector_seal);
  changed.body += " ";
  EXPECT_FALSE(nextcloud::is_signed(changed, vector_secret));
  net::Request bare = sealed_request(vector_seal);
  bare.headers = {};
  EXPECT_FALSE(nextcloud::is_signed(bare, vector_secret));
}

TEST(NextcloudSignature, AShortRandomOrTwoHeadersAreRefusedThoughTheSealFits) {
  const std::string one(31, 'a');
  EXPECT_FALSE(nextcloud::is_signed(sealed_request(nextcloud::sign(vector_secret, one, vector_body), one),
                                    vector_secret));
  net::Request twice = sealed_request(vector_seal);
  twice.headers.add("X-Nextcloud-Talk-Signature", vector_seal);
  EXPECT_FALSE(nextcloud::is_signed(twice, vector_secret));
}

}  // namespace
}  // namespace nextcloud_test
