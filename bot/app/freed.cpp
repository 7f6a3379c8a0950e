#include "bot/app/freed.hpp"

#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <new>

namespace app {
namespace {

std::atomic<bool> wiping_freed{false};

}  // namespace

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
  if (freed != nullptr && app::wiping_freed.load(std::memory_order_relaxed)) ::explicit_bzero(freed, size);
  std::free(freed);
}

void operator delete(void* freed) noexcept {
  operator delete(freed, ::malloc_usable_size(freed));
}

void operator delete(void* freed, std::align_val_t) noexcept {
  operator delete(freed, ::malloc_usable_size(freed));
}

#endif
