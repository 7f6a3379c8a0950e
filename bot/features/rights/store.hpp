#pragma once
// What is kept about one person, and taking it away (storage/holdings.hpp says what there is).

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "bot/core/ids.hpp"
#include "bot/core/time.hpp"

namespace rights {

// Of one kind: a row for each thing, with those of its values that are words.
struct Kept {
  std::string what;  // "attendance": texts rights.held.*
  std::vector<std::map<std::string, std::string>> rows;
};

struct Erasure {
  bool there = false;  // somebody was
  // By "table.column": rows that went, and texts of others that still say the name.
  std::vector<std::pair<std::string, long long>> gone, named;
  std::string known_as;  // in the audit log
};

class RightsStore {
 public:
  virtual ~RightsStore() = default;
  // Kinds of which there is nothing are left out, and the person's own row.
  virtual std::vector<Kept> kept(const core::PersonId& person) = 0;
  // `nobody`: a new id, for rows of others that must keep one.
  virtual Erasure erase(const core::PersonId& person, const std::string& nobody, core::Instant now) = 0;
};

}  // namespace rights
