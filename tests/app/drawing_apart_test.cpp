// What draws is loaded by the process that draws, and goes with it.

#include <gmock/gmock.h>

#include "bot/app/drawing.hpp"
#include "tests/support/folder.hpp"

namespace {

using testing::HasSubstr;
using testing::StartsWith;

// Under sanitizers it is linked from the start, and there both times.
bool carries(const std::string& library) {
  return support::content_of("/proc/self/maps").find(library) != std::string::npos;
}

TEST(DrawingApart, LeavesNoLibraryBehind) {
  const bool before = carries("libpango");
  core::Plot plot;
  plot.title = "Passet tiden?";
  plot.bars.push_back({"Ja", 0.6, "5 av 8"});
  EXPECT_THAT(app::svg_of(plot, core::Language::nb, {}), HasSubstr("<svg"));
  EXPECT_THAT(app::png_of({&plot, 1}, core::Language::nb, {}), StartsWith("\x89PNG"));
  EXPECT_EQ(carries("libpango"), before);
}

}  // namespace
