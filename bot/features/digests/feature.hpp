#pragma once
// The weekly digest to each leader: Monday 08:00 local, in the leader's language; nothing to say, no message.

#include <memory>
#include <string>

#include "bot/features/digests/store.hpp"
#include "bot/features/feature.hpp"

namespace digests {

struct Options {
  std::string zone;  // the organisation's time zone
};

// The store outlives the feature.
std::unique_ptr<features::Feature> make(DigestStore& store, Options options);

}  // namespace digests
