#pragma once
// The boundary to SOCI: soci_error::what() prints bound values, so it never leaves this layer.

#include <soci/error.h>

#include <utility>

#include "storage/database.hpp"

namespace storage {

// Runs `work`; a SOCI error becomes an Error with the bare message.
template <class Work>
decltype(auto) guarded(Work&& work) {
  try {
    return std::forward<Work>(work)();
  } catch (const soci::soci_error& error) {
    throw Error("database: " + error.get_error_message());
  }
}

}  // namespace storage
