#pragma once
// Named places where a test may kill the process. Nothing is installed in ordinary running: one branch on a
// null pointer.

#include <string_view>

namespace core {

using FailpointHook = void (*)(std::string_view name);
// Called once at start, before any thread.
void install_failpoint_hook(FailpointHook hook);
void failpoint(std::string_view name);

}  // namespace core
