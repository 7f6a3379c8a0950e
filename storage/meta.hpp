#pragma once
// What the installation remembers about itself: names and texts.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "storage/database.hpp"

namespace storage {

// Empty: nothing is kept under that name. Inside or outside a transaction.
std::string meta(Database& database, const std::string& name);
void set_meta(Database& database, const std::string& name, const std::string& value);
// Names with their texts, in one statement.
void set_meta(Database& database, const std::vector<std::pair<std::string, std::string>>& all);

// The names that begin with `beginning` and have a text, for who asks again and again.
class KeptUnder {
 public:
  KeptUnder(Database& database, const std::string& beginning);
  ~KeptUnder();
  KeptUnder(const KeptUnder&) = delete;
  KeptUnder& operator=(const KeptUnder&) = delete;
  std::vector<std::string> names();

 private:
  struct Prepared;
  std::unique_ptr<Prepared> prepared_;
};

}  // namespace storage
