#pragma once
// What the bot keeps about a person, told to that person; and being erased. The person asks, a coordinator
// confirms; the operator needs no asking (refleks person erase). docs/privacy.md says what goes, what stays
// and why.

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "bot/features/feature.hpp"
#include "bot/features/rights/store.hpp"

namespace rights {

struct Options {
  std::string zone;
  // Told after the commit, on the engine's thread: whatever lies outside the database is forgotten too. May
  // be empty.
  std::function<void(const core::Person&)> forget;
};

std::unique_ptr<features::Feature> make(RightsStore& store, Options options);

// What a row of what is kept says that its person would want to read, the group first; moments in `zone`.
std::string in_words(core::Language language, const core::Zone& zone,
                     const std::map<std::string, std::string>& row);

// Why this person cannot be erased now, as a text key; empty: nothing is against it.
std::string_view refusal(const core::Directory& people, const core::PersonId& person);

// Takes the person out of everything. `by`: who said so; empty for the operator. Call refusal() before.
Erasure erase(core::Context& context, RightsStore& store, const Options& options, const core::Person& person,
              const core::PersonId& by);

}  // namespace rights
