// libFuzzer's way in: REFLEKS_FUZZ names the target, "list" prints their names.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "bot/core/log.hpp"
#include "tests/fuzz/target.hpp"

namespace {

const fuzz::Target* chosen = nullptr;

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  const char* wanted = std::getenv("REFLEKS_FUZZ");
  const bool list = wanted && std::string_view(wanted) == "list";
  for (const auto targets :
       {fuzz::net_targets(), fuzz::chat_targets(), fuzz::text_targets(), fuzz::file_targets()})
    for (const fuzz::Target& target : targets) {
      if (list) std::printf("%.*s\n", static_cast<int>(target.name.size()), target.name.data());
      if (wanted && target.name == wanted) chosen = &target;
    }
  if (list) std::exit(0);
  if (!chosen) {
    std::fprintf(stderr, "REFLEKS_FUZZ must name a target; REFLEKS_FUZZ=list prints them\n");
    std::exit(2);
  }
  core::set_up_log("off", "");
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  chosen->run({reinterpret_cast<const char*>(data), size});
  return 0;
}
