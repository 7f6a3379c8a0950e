#pragma once
// The house's own standing jobs: old message bodies and what is kept no longer are deleted nightly, the
// database is compacted weekly so that the order of its pages tells nothing.

#include <functional>
#include <memory>
#include <string>

#include "bot/features/feature.hpp"
#include "bot/runtime/retention.hpp"
#include "bot/runtime/store.hpp"

namespace runtime {

struct HousekeepingOptions {
  std::string zone;  // where the night is
  // Runs weekly after a commit, outside any transaction; where it throws it is called again each half hour of
  // the nights, and after a day the coordinators are told. After NotOurs they are told too, and it is called
  // again the next week.
  std::function<void()> compact;
  RetentionStore* old = nullptr;  // null: nothing is deleted by age
  Retention keep{};
  // Looks through the database each week before it is compacted and says what is wrong; then it is not
  // compacted, and the coordinators are told. May be empty.
  std::function<std::string()> damage{};
  // Hears after the commit of each who left long ago and is in the database no more: what lies outside it is
  // forgotten too. May be empty.
  std::function<void(const core::Person&)> forgotten{};
};

// The stores outlive it.
std::unique_ptr<features::Feature> make_housekeeping(OutboxStore& outbox, SeenStore& seen,
                                                     HousekeepingOptions options);

}  // namespace runtime
