#pragma once
// A group's contract, and who has seen it as it stands. Implemented in storage/contract_store.cpp; called
// inside the engine's transaction.

#include <optional>
#include <set>
#include <string>

#include "bot/core/ids.hpp"
#include "bot/core/time.hpp"

namespace contract {

struct Contract {
  core::GroupId group;
  int version = 0;  // grows with each change; 0: there is none yet
  std::string words;
  core::Instant written{};
  bool operator==(const Contract&) const = default;
};
inline const core::GroupId& group_of(const Contract& contract) {
  return contract.group;
}

class ContractStore {
 public:
  virtual ~ContractStore() = default;
  virtual std::optional<Contract> find(const core::GroupId& group) = 0;
  // Takes the place of the one before; nobody has seen it.
  virtual void save(const Contract& contract) = 0;
  virtual std::set<core::PersonId> seen_by(const core::GroupId& group) = 0;
  virtual void set_seen(const core::GroupId& group, const core::PersonId& person) = 0;
};

}  // namespace contract
