#include "bot/core/shared_message.hpp"

#include <gtest/gtest.h>

namespace {

core::SharedMessage saying(const std::string& words) {
  return core::Message{{core::Paragraph{core::Rich{core::Span(words)}}}};
}

TEST(SharedMessage, IsOneForAllWhoHoldItUntilSomebodyWantsAnother) {
  const core::SharedMessage first = saying("Takk");
  core::SharedMessage second = first;
  EXPECT_EQ(&*first, &*second);
  second.own().blocks.emplace_back(core::Divider{});
  EXPECT_EQ(first->blocks.size(), 1U);
  EXPECT_EQ(second->blocks.size(), 2U);
  EXPECT_FALSE(first == second);
}

TEST(SharedMessage, IsTheSameWhereItSaysTheSame) {
  EXPECT_TRUE(saying("Takk") == saying("Takk"));
  EXPECT_FALSE(saying("Takk") == saying("Nei"));
  EXPECT_FALSE(saying("Takk") == core::SharedMessage());
  EXPECT_TRUE(core::SharedMessage() == core::SharedMessage(std::nullopt));
}

TEST(SharedMessage, MayBeNone) {
  const core::SharedMessage none;
  EXPECT_FALSE(none);
  EXPECT_THROW(none.value(), std::bad_optional_access);
  EXPECT_EQ(none.value_or(*saying("Takk")), *saying("Takk"));
  EXPECT_FALSE(std::optional<core::Message>(none));
}

}  // namespace
