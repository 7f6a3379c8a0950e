#pragma once
// Comes before every file of a release build (CMakeLists.txt): checks that fail, of the standard library and
// of the JSON library, without the names of functions and files at each of their places. What is told is
// where in the program it was: `addr2line -ie refleks 0x...` with the package of debug symbols says file and
// line, or those of a neighbour in the same function. No check is left out.

#ifdef __cplusplus

#include <dlfcn.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace core {

// As std::__glibcxx_assert_fail: the process ends, after a line on standard error.
[[noreturn, gnu::cold, gnu::noinline]] inline void check_failed() noexcept {
  const auto at = reinterpret_cast<std::uintptr_t>(__builtin_return_address(0)) - 1;  // in the call
  Dl_info where{};
  const bool known = dladdr(reinterpret_cast<const void*>(at), &where) != 0;
  std::fprintf(stderr, "an assertion of the standard library failed at %#zx of %s\n",
               at - (known ? reinterpret_cast<std::uintptr_t>(where.dli_fbase) : 0),
               known && where.dli_fname ? where.dli_fname : "the program");
  std::abort();
}

// As JSON_ASSERT elsewhere: the one request fails. A call, which may stand in what promises not to throw.
[[noreturn, gnu::cold, gnu::noinline]] inline void json_failed() {
  throw std::logic_error("an assertion of the JSON library failed");
}

}  // namespace core

#ifdef __glibcxx_assert_impl
#undef __glibcxx_assert_impl
#define __glibcxx_assert_impl(condition)           \
  if (__builtin_expect(!bool(condition), false)) { \
    __glibcxx_constexpr_assert(false);             \
    ::core::check_failed();                        \
  }
#endif

// That is how libstdc++ 12 asserts. One that does it otherwise would go past this unnoticed: the release
// would carry the names again, and say something else. So it is not built.
#if defined(_GLIBCXX_ASSERTIONS)
namespace core {
consteval bool names_our_check(const char* expanded) {
  for (constexpr const char* name = "check_failed"; *expanded != '\0'; ++expanded) {
    int at = 0;
    while (name[at] != '\0' && expanded[at] == name[at]) ++at;
    if (name[at] == '\0') return true;
  }
  return false;
}
}  // namespace core
#define REFLEKS_AS_TEXT(...) #__VA_ARGS__
#define REFLEKS_EXPANDED(...) REFLEKS_AS_TEXT(__VA_ARGS__)
static_assert(core::names_our_check(REFLEKS_EXPANDED(__glibcxx_assert(false))),
              "this libstdc++ asserts by other macros than __glibcxx_assert_impl: take them over in "
              "bot/core/checks.hpp");
#undef REFLEKS_EXPANDED
#undef REFLEKS_AS_TEXT
#endif

#endif
