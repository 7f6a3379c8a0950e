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

// `zone`: where the night is. `compact` runs weekly after a commit, outside any transaction. Without `old`
// nothing is deleted by age. `damage` looks through the database each week before it is compacted and says
// what is wrong; then it is not compacted, and the coordinators are told.
std::unique_ptr<features::Feature> make_housekeeping(OutboxStore& outbox, SeenStore& seen, std::string zone,
                                                     std::function<void()> compact,
                                                     RetentionStore* old = nullptr, Retention keep = {},
                                                     std::function<std::string()> damage = {});

}  // namespace runtime
