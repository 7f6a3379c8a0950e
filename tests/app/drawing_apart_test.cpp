// What draws is loaded by the process that draws, and goes with it.

#include <gmock/gmock.h>

#include "bot/app/apart.hpp"
#include "bot/app/drawn.hpp"
#include "bot/core/part.hpp"
#include "tests/support/folder.hpp"

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

// Under ThreadSanitizer (apart.cpp).
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define DRAWN_IN_THIS_PROCESS
#endif
#endif
#ifdef DRAWN_IN_THIS_PROCESS
constexpr bool done_in_this_process = true;
#else
constexpr bool done_in_this_process = false;
#endif

bool carries(const std::string& library) {
  return support::content_of("/proc/self/maps").find(library) != std::string::npos;
}

#ifndef DRAWN_IN_THIS_PROCESS
// Of a process of its own, so that nothing is changed here.
std::string refusal(const char* file, const char* entry, const char* build) {
  return app::made_apart([&] {
    core::set_build(build);
    try {
      core::part(file, entry);
    } catch (const std::runtime_error& error) {
      return std::string(error.what());
    }
    return std::string("taken");
  });
}
#endif

TEST(DrawingApart, LeavesNoLibraryBehind) {
  core::Plot plot;
  plot.title = "Passet tiden?";
  plot.bars.push_back({"Ja", 0.6, "5 av 8"});
  EXPECT_THAT(app::svg_of(plot, core::Language::nb, {}), HasSubstr("<svg"));
  EXPECT_THAT(app::png_of({&plot, 1}, core::Language::nb, {}), StartsWith("\x89PNG"));
  EXPECT_EQ(app::look_at_drawing().what, "pictures and papers can be drawn");
  for (const char* library : {"refleks_drawing", "libpango", "libcairo", "libxlsxwriter"})
    EXPECT_EQ(carries(library), done_in_this_process) << library;
}

#ifndef DRAWN_IN_THIS_PROCESS
TEST(DrawingApart, APartThatIsMissingOrOfAnotherBuildIsRefusedByName) {
  EXPECT_EQ(refusal("refleks_drawing.so", "refleks_drawing", nullptr), "taken");
  EXPECT_THAT(refusal("refleks_drawing.so", "refleks_drawing", "0000000000"),
              AllOf(HasSubstr("/refleks_drawing.so"), HasSubstr("another build")));
  EXPECT_THAT(refusal("refleks_drawing.so", "refleks_nothing", nullptr), HasSubstr("none of its parts"));
  EXPECT_THAT(refusal("refleks_nothing.so", "refleks_nothing", nullptr),
              AllOf(HasSubstr("lib/refleks/refleks_nothing.so"), HasSubstr("not there")));
}
#endif

}  // namespace
