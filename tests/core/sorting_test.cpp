#include "bot/core/sorting.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace core {
namespace {

TEST(Names, AreOrderedAsNorwegiansOrderThem) {
  const std::vector<std::string> ordered{
      "Áile Sara", "Anna",   "Britt", "Čohkolat", "Dag",   "Đoalli", "Éva",  "Ŋuŋa", "Olav",     "Šimon",
      "Tor",       "Ŧuvrra", "Ylva",  "Ære",      "Östen", "Øyvind", "Ålov", "Åse",  "Aase Dahl"};
  std::vector<std::string> sorted{ordered.rbegin(), ordered.rend()};
  std::sort(sorted.begin(), sorted.end(), name_before);
  EXPECT_EQ(sorted, ordered);
}

TEST(Names, AreInATotalOrder) {
  EXPECT_FALSE(name_before("Kari", "Kari"));
  for (const auto& [one, other] : {std::pair{"Kari", "kari"}, {"Kari", "Kári"}, {"", "A"}, {"A\xff", "A"}})
    EXPECT_NE(name_before(one, other), name_before(other, one)) << one << other;
}

}  // namespace
}  // namespace core
