#pragma once
// That each value of an enumeration has a code of its own, and is found by it.

#include <gtest/gtest.h>

#include <set>
#include <string_view>

#include "bot/core/codes.hpp"

namespace support {

// `last`: the value that stands last in its enumeration.
template <class E>
void each_has_its_own(E last) {
  const auto all = codes(last);
  ASSERT_EQ(all.size(), static_cast<std::size_t>(last) + 1);
  EXPECT_EQ(std::set<std::string_view>(all.begin(), all.end()).size(), all.size());
  for (std::size_t i = 0; i < all.size(); ++i)
    EXPECT_EQ(core::value_of_code<E>(all[i]), static_cast<E>(i)) << all[i];
}

}  // namespace support
