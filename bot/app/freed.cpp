#include "bot/app/freed.hpp"

#include <malloc.h>
#include <unicode/uclean.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <new>

namespace app {
namespace {

std::atomic<bool> wiping_freed{false};

// Never inline: a compiler that sees how much was asked for takes what malloc gave besides for too much.
[[gnu::noinline]] void wipe_and_free(void* freed, std::size_t size) {
  if (freed != nullptr && wiping_freed.load(std::memory_order_relaxed)) {
    // What explicit_bzero does, by two calls less.
    std::memset(freed, 0, size);
    asm volatile("" : : "r"(freed) : "memory");
  }
  std::free(freed);
}

void* take_for_icu(const void*, std::size_t size) {
  return std::malloc(size);
}

void free_for_icu(const void*, void* freed) {
  wipe_and_free(freed, ::malloc_usable_size(freed));
}

void* take_more_for_icu(const void*, void* held, std::size_t size) {
  void* const more = std::malloc(size);
  if (more == nullptr || held == nullptr) return more;
  std::memcpy(more, held, std::min(size, ::malloc_usable_size(held)));
  free_for_icu(nullptr, held);
  return more;
}

}  // namespace

void look_after_memory_of_icu() {
  UErrorCode status = U_ZERO_ERROR;
  u_setMemoryFunctions(nullptr, take_for_icu, take_more_for_icu, free_for_icu, &status);
}

void wipe_what_is_freed() {
  wiping_freed.store(true, std::memory_order_relaxed);
}

}  // namespace app

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define REFLEKS_SANITIZED
#endif
#endif
#if !defined(REFLEKS_SANITIZED) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

// The library's new is malloc, and its other kinds of delete are made of these three.
void operator delete(void* freed, std::size_t size) noexcept {
  app::wipe_and_free(freed, size);
}

void operator delete(void* freed) noexcept {
  operator delete(freed, ::malloc_usable_size(freed));
}

void operator delete(void* freed, std::align_val_t) noexcept {
  operator delete(freed, ::malloc_usable_size(freed));
}

#endif
