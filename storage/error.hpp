#pragma once
// What storage throws besides runtime::DatabaseHeld.

#include <string>

#include "bot/runtime/store.hpp"

namespace storage {

// What went wrong in the database, never with a bound value in its words.
class Error : public runtime::StoreError {
 public:
  using StoreError::StoreError;
};
// The file is not as SQLite left it.
class Damaged : public Error {
 public:
  explicit Damaged(const std::string& words) : Error(words), words_(words) {}
  const std::string& words() const { return words_; }  // SQLite's own; never a value

 private:
  std::string words_;
};
// The disk is full.
class NoRoom : public Error {
 public:
  NoRoom() : Error("database: there is no room left on its disk: make room") {}
};
inline std::string no_room_for_copy(const std::string& file) {
  return "there is no room left for the copy '" + file + "': make room. No copy was made";
}
// Cut short by a limit that we set ourselves.
class Interrupted : public Error {
 public:
  using Error::Error;
};

}  // namespace storage
