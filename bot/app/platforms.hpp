#pragma once
// The platforms the program was built with: every adapters/<x> that has a platform.cpp.

#include <memory>
#include <vector>

#include "bot/runtime/platform.hpp"

namespace app {

// One of each, by the name of its folder; they have read nothing yet. CMakeLists.txt writes it from
// bot/app/platforms.cpp.in.
std::vector<std::unique_ptr<runtime::Platform>> make_platforms();

}  // namespace app
