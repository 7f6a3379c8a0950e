// What is stored for a value of an enumeration: each has one of its own, and is found by it.

#include "bot/core/codes.hpp"

#include <gtest/gtest.h>

#include <set>

#include "bot/core/matter.hpp"
#include "bot/core/message.hpp"
#include "bot/core/people.hpp"
#include "bot/core/poll.hpp"
#include "bot/core/session.hpp"

namespace {

// `last`: the value that stands last in its enumeration.
template <class E>
void each_has_its_own(E last) {
  const auto all = codes(last);
  ASSERT_EQ(all.size(), static_cast<std::size_t>(last) + 1);
  EXPECT_EQ(std::set<std::string_view>(all.begin(), all.end()).size(), all.size());
  for (std::size_t i = 0; i < all.size(); ++i)
    EXPECT_EQ(core::value_of_code<E>(all[i]), static_cast<E>(i)) << all[i];
}

TEST(Codes, EachValueHasItsOwn) {
  each_has_its_own(core::Poll::Purpose::noticed);
  each_has_its_own(core::Poll::State::lost);
  each_has_its_own(core::Question::Kind::ranked);
  each_has_its_own(core::ResultLine::Part::winner);
  each_has_its_own(core::Session::State::cancelled);
  each_has_its_own(core::Role::coordinator);
  each_has_its_own(core::MatterState::will_not);
  each_has_its_own(core::Input::Kind::person);
}

TEST(Codes, WhatIsNoCodeIsNoValue) {
  EXPECT_EQ(core::value_of_code<core::Role>("Leader"), std::nullopt);
  EXPECT_EQ(core::value_of_code<core::Role>(""), std::nullopt);
  EXPECT_THROW(code(static_cast<core::Role>(4)), std::out_of_range);
}

}  // namespace
