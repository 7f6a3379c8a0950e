#pragma once
// The boundary to SOCI: soci_error::what() prints bound values, so it never leaves this layer.

#include <soci/error.h>

#include <utility>

#include "storage/database.hpp"

namespace storage {

// Throws what a SOCI error is to us: an Error with the bare message, Damaged, Interrupted or
// runtime::DatabaseHeld.
[[noreturn]] void fail(const soci::soci_error& error);

template <class Work>
decltype(auto) guarded(Work&& work) {
  try {
    return std::forward<Work>(work)();
  } catch (const soci::soci_error& error) {
    fail(error);
  }
}

}  // namespace storage
