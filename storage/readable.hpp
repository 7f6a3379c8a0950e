#pragma once
// Rows that this program cannot read: somebody's hand, or a damaged page. One of them must not take the
// others down with it.

#include <exception>
#include <optional>
#include <string>

#include "storage/database.hpp"

namespace storage {

// What `read` gives; nothing when the row cannot be read. The row stays as it is, and `what` ("session 4711")
// is told to those who look after the house (Transactor::take_unreadable). A database that fails still
// throws.
template <class Read>
auto readable(Database& database, const std::string& what, Read read) -> std::optional<decltype(read())> {
  try {
    return read();
  } catch (const Error&) {
    throw;
  } catch (const runtime::DatabaseHeld&) {
    throw;
  } catch (const std::exception&) {
    database.note_unreadable(what);
    return std::nullopt;
  }
}

}  // namespace storage
