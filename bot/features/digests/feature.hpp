#pragma once
// The weekly digest to each leader: Monday 08:00 local, in the leader's language; nothing to say, no message.

#include <functional>
#include <memory>
#include <string>

#include "bot/features/digests/weeks.hpp"
#include "bot/features/feature.hpp"

namespace digests {

struct Options {
  std::string zone;  // the organisation's time zone
  // The address of a person's page about their groups; empty: there are no pages.
  std::function<std::string(const core::PersonId&)> page = nullptr;
  // Has the digests of the week before that Monday made beside the engine; they come back by post_made(), and
  // then all_posted(). Unset: they are made at once.
  std::function<void(core::Date monday)> make_beside = nullptr;
  // What was due by then is made at once all the same: its posts may have to be withheld with its job.
  core::Instant at_once_until{};
};

// The store outlives the feature.
std::unique_ptr<features::Feature> make(DigestStore& store, Options options);

// What was made beside the engine, once for each leader and week. Whoever is gone or away gets none; for
// whoever leads other groups by now, or reads another language, it is made anew.
void post_made(core::Context& context, DigestStore& store, const Options& options, std::vector<Made> all);
// That was all of them: until then they are made again, after a while and after a restart.
void all_posted(core::Context& context);

}  // namespace digests
