#include "bot/core/failpoint.hpp"

namespace core {
namespace {
FailpointHook installed = nullptr;
}

void install_failpoint_hook(FailpointHook hook) {
  installed = hook;
}

void failpoint(std::string_view name) {
  if (installed) installed(name);
}

}  // namespace core
