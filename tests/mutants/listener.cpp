// In each program of scripts/mutants: writes down which faults each test came by, into the file that
// REFLEKS_REACHED names. A test that does not come by a fault cannot notice it.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "tests/mutants/mutant.hpp"

namespace {

class Reached : public ::testing::EmptyTestEventListener {
 public:
  explicit Reached(const char* file) : out_(file) {}
  void OnTestEnd(const ::testing::TestInfo& test) override {
    out_ << test.test_suite_name() << '.' << test.name();
    for (std::size_t number = 0; number < std::size(refleks_reached); ++number)
      if (refleks_reached[number].exchange(false)) out_ << '\t' << number;
    out_ << std::endl;
  }

 private:
  std::ofstream out_;
};

const bool listens = [] {
  if (const char* file = std::getenv("REFLEKS_REACHED"))
    ::testing::UnitTest::GetInstance()->listeners().Append(new Reached(file));
  return true;
}();

}  // namespace
