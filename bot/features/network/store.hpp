#pragma once
// The facilitators' own group across units. Implemented in storage/network_store.cpp; called inside the
// engine's transaction.

#include <optional>
#include <set>
#include <vector>

#include "bot/core/people.hpp"

namespace network {

struct Network {
  core::GroupId group;
  bool direct = false;  // asked one by one; else in its channel
  int asked = 0;        // questions so far
};
inline const core::GroupId& group_of(const Network& network) {
  return network.group;
}

class NetworkStore {
 public:
  virtual ~NetworkStore() = default;
  // Nothing: there is none.
  virtual std::optional<Network> find() = 0;
  // Inserts, or replaces: there is one in the organisation.
  virtual void save(const Network& network) = 0;
  // It is a group like others again; nothing is left of who came into it, nor of advisers.
  virtual void end() = 0;

  // Who is in it because they facilitate a group.
  virtual std::set<core::PersonId> brought() = 0;
  virtual void bring(const core::GroupId& group, const core::PersonId& person, core::Date today) = 0;
  virtual void take_out(const core::GroupId& group, const core::PersonId& person) = 0;

  // Whom facilitators can ask for guidance.
  virtual std::vector<core::PersonId> advisers() = 0;
  virtual void set_advisers(const std::vector<core::PersonId>& people) = 0;
};

}  // namespace network
