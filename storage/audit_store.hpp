#pragma once
// Acts of administrators on their way to the audit log, and what people are called in it: by a name that says
// nothing, so that the log need not be changed when somebody is erased. Engine thread, in the caller's
// transaction or outside of one.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "bot/core/ids.hpp"
#include "bot/core/random.hpp"
#include "storage/database.hpp"
#include "storage/statement.hpp"

namespace storage {

class AuditStore {
 public:
  explicit AuditStore(Database& database);
  // Made at first use.
  std::string name_of(const core::PersonId& person, core::Random& random);
  // Also of a group that was made in this transaction, or has ended.
  std::string key_of(const core::GroupId& group);
  void put(const std::string& entry);
  std::vector<std::pair<long long, std::string>> due();  // in the order in which they came
  void drop(long long number);

 private:
  Statement<In<std::string>, Out<std::string>> find_, key_;
  Statement<In<std::string, std::string>> name_;
  Statement<In<std::string>> put_;
  Statement<In<>, Out<long long, std::string>> due_;
  Statement<In<long long>> drop_;
};

// What somebody is called there; empty: they have no name there. Any connection.
std::string audit_name_of(Database& database, const core::PersonId& person);
// What people are called there -> what they are called. Any connection.
std::map<std::string, std::string> audit_names(Database& database);

}  // namespace storage
