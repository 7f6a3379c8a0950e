#include "bot/core/receipt_code.hpp"

#include <gtest/gtest.h>

#include <set>

namespace core {
namespace {

TEST(ReceiptCode, IsTwelveDigitsOfCrockfordInGroupsOfFour) {
  SeededRandom random(7);
  std::set<std::string> codes;
  std::set<char> digits;
  for (int i = 0; i < 500; ++i) {
    const std::string code = new_receipt_code(random);
    ASSERT_EQ(code.size(), 14U);
    EXPECT_EQ(code[4], '-');
    EXPECT_EQ(code[9], '-');
    for (char c : code)
      if (c != '-') digits.insert(c);
    codes.insert(code);
    EXPECT_TRUE(receipt_hash(code)) << code;
  }
  EXPECT_EQ(codes.size(), 500U);
  EXPECT_EQ(std::string(digits.begin(), digits.end()), "0123456789ABCDEFGHJKMNPQRSTVWXYZ");
}

TEST(ReceiptCode, IsReadTheWayPeopleTypeIt) {
  const auto hash = receipt_hash("10K3-ABCD-2RT1");
  ASSERT_TRUE(hash);
  EXPECT_EQ(hash->size(), 64U);
  EXPECT_EQ(hash->find("10K3"), std::string::npos);
  for (const char* typed : {"10k3 abcd 2rt1", " IOK3ABCD2RTL ", "l0k3--abcd-2rti"})
    EXPECT_EQ(receipt_hash(typed), hash);
  EXPECT_NE(receipt_hash("10K3-ABCD-2RT2"), hash);
}

TEST(ReceiptCode, WhatCannotBeACodeHasNoHash) {
  for (const char* typed :
       {"", "10K3-ABCD-2RT", "10K3-ABCD-2RT11", "10K3-ABCD-2RTU", "10K3-ABCD-2RT\xC3\xA5"})
    EXPECT_FALSE(receipt_hash(typed)) << typed;
  EXPECT_FALSE(receipt_hash(std::string(100, '-') + "10K3ABCD2RT1"));
}

}  // namespace
}  // namespace core
