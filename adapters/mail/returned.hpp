#pragma once
// Whose last letter came back, and why, until the next letter to them tells it. One file, replaced as a
// whole, of people's ids and fixed words. One thread.

#include <filesystem>
#include <map>
#include <string>

#include "bot/core/ids.hpp"
#include "bot/runtime/adapter.hpp"

namespace mail {

class Returned {
 public:
  // Reads the file; one that is not there or cannot be read is an empty one (the log tells). An empty path:
  // nothing is written.
  explicit Returned(std::filesystem::path file);

  // On the disk when it returns; a failure goes to the log, and it holds until the process ends.
  void add(const std::map<core::PersonId, std::string>& reasons);
  // Why, once; empty: nothing came back.
  std::string take(const core::PersonId& person);
  // std::system_error when the file cannot be written.
  void forget(const runtime::Gone& gone);

 private:
  void load();
  void write() const;
  void save() const noexcept;

  std::filesystem::path file_;
  std::map<core::PersonId, std::string> reasons_;
};

}  // namespace mail
