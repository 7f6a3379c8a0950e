#include "bot/core/checks.hpp"

#include <gtest/gtest.h>

namespace {

TEST(Checks, SayWhereInTheProgramTheyFailed) {
  EXPECT_DEATH(core::check_failed(),
               "an assertion of the standard library failed at 0x[0-9a-f]+ of .*unit_core");
}

TEST(Checks, OfTheJsonLibraryFailTheOneRequestAlone) {
  EXPECT_THROW(core::json_failed(), std::logic_error);
}

}  // namespace
