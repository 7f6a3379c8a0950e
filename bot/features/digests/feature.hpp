#pragma once
// The weekly digest to each leader: Monday 08:00 local, in the leader's language; nothing to say, no message.

#include <functional>
#include <memory>
#include <string>

#include "bot/features/digests/store.hpp"
#include "bot/features/feature.hpp"

namespace digests {

struct Options {
  std::string zone;  // the organisation's time zone
  // The address of a person's page about their groups; empty: there are no pages.
  std::function<std::string(const core::PersonId&)> page = nullptr;
};

// The store outlives the feature.
std::unique_ptr<features::Feature> make(DigestStore& store, Options options);

}  // namespace digests
