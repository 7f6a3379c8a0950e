#include "bot/core/checks.hpp"

#include <gtest/gtest.h>

namespace {

TEST(Checks, SayWhereInTheProgramTheyFailed) {
  EXPECT_DEATH(core::check_failed(),
               "an assertion of the standard library failed at 0x[0-9a-f]+ of .*unit_core");
}

// The macro that the library's own headers use, where checks.hpp came before them.
TEST(Checks, OfTheStandardLibraryAreTakenOver) {
  const auto fail = [] { __glibcxx_assert(false); };
  EXPECT_DEATH(fail(), "an assertion of the standard library failed at 0x[0-9a-f]+ of .*unit_core");
}

TEST(Checks, OfTheJsonLibraryFailTheOneRequestAlone) {
  EXPECT_THROW(core::json_failed(), std::logic_error);
}

}  // namespace
