#pragma once
// Nobody gets more messages in a week (Monday to Sunday, in the organisation's zone) than the municipality
// has stated. What comes as well next week waits for Monday while somebody who would read it has had that
// many; the rest goes, and counts. Engine thread; what is counted lies in the outbox, so a crash forgets
// nothing.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bot/runtime/store.hpp"
#include "bot/runtime/unit_of_work.hpp"

namespace runtime {

class FullWeeks {
 public:
  // Both outlive it.
  FullWeeks(OutboxStore& outbox, const DeliveryDefaults& defaults) : outbox_(outbox), defaults_(defaults) {}

  // "2026-11-23", the week in which what is sent now counts.
  const std::string& week(core::Instant now);
  // Until when somebody who reads there has had as many as was stated; nothing: there is room for one more.
  std::optional<core::Instant> full_until(const core::Destination& to, const core::Directory& people,
                                          core::Instant now);
  // Until when the message waits; nothing: it goes now.
  std::optional<core::Instant> hold(const OutboxRow& row, const core::Directory& people, core::Instant now);
  // One goes. The person who gets more by it than was stated, where nobody did before in this week: once.
  const core::Person* goes(const OutboxRow& row, const core::Directory& people, core::Instant now);

 private:
  int count_of(const core::Person& person, const core::Directory& people) const;
  bool is_mail(const core::Destination& to) const {
    return !defaults_.mail.empty() && to.workspace == defaults_.mail;
  }

  OutboxStore& outbox_;
  const DeliveryDefaults& defaults_;
  std::string week_;  // of which the counts are
  core::Instant begins_{}, ends_{};
  std::map<core::Destination, int> counts_;  // messages to each place
  bool told_ = false;
};

}  // namespace runtime
