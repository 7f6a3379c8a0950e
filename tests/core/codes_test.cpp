// What is stored for a value of an enumeration: each has one of its own, and is found by it.

#include "bot/core/codes.hpp"

#include <gtest/gtest.h>

#include "bot/core/matter.hpp"
#include "bot/core/message.hpp"
#include "bot/core/people.hpp"
#include "bot/core/poll.hpp"
#include "bot/core/session.hpp"
#include "bot/core/spreadsheet.hpp"
#include "tests/support/codes.hpp"

namespace {

using support::each_has_its_own;

TEST(Codes, EachValueHasItsOwn) {
  each_has_its_own(core::Poll::Purpose::noticed);
  each_has_its_own(core::Poll::State::lost);
  each_has_its_own(core::Question::Kind::ranked);
  each_has_its_own(core::ResultLine::Part::winner);
  each_has_its_own(core::Session::State::cancelled);
  each_has_its_own(core::Role::coordinator);
  each_has_its_own(core::MatterState::will_not);
  each_has_its_own(core::Input::Kind::person);
  each_has_its_own(core::TableFault::Kind::open_quote);
}

TEST(Codes, WhatIsNoCodeIsNoValue) {
  EXPECT_EQ(core::value_of_code<core::Role>("Leader"), std::nullopt);
  EXPECT_EQ(core::value_of_code<core::Role>(""), std::nullopt);
  EXPECT_THROW(code(static_cast<core::Role>(4)), std::out_of_range);
}

}  // namespace
