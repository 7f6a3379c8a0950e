#pragma once
// What several published results of the same scale say together. Made of the published words alone, so that
// it tells nobody anything they could not work out from what they were shown.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bot/core/codes.hpp"
#include "bot/core/message.hpp"
#include "bot/core/poll.hpp"

namespace results {

struct PublishedResult {
  core::Poll poll;
  std::vector<core::ResultLine> lines;
};

// What one result adds: the scale it asked first, and to which side that leans.
struct Leaning {
  enum class Side { none, low, mixed, high };  // none: nothing was shown of it
  std::string scale;  // the same for the same question alone; empty: it asks no scale
  Side side = Side::none;
  bool operator==(const Leaning&) const = default;
};
constexpr auto codes(Leaning::Side) {
  return core::codes_in_order("none", "low", "mixed", "high");
}
// Nothing where `audience` was shown no line.
std::optional<Leaning> leaning_of(const PublishedResult& result, core::ResultLine::Audience audience);

struct Pooled {
  int of = 0;                        // results that were shown to the audience
  int low = 0, mixed = 0, high = 0;  // how many of them lean so; sums to `of`
  bool operator==(const Pooled&) const = default;
};
inline constexpr int fewest_pooled = 3;

// Over the scale of the newest of `leanings` (newest first) and those of the same; a result that was too
// small to be shown is no part of it. Nothing with fewer than `fewest_pooled`.
std::optional<Pooled> pooled(std::span<const Leaning> leanings);
std::optional<Pooled> pooled(std::span<const PublishedResult> results, core::ResultLine::Audience audience);

// «Hvor nyttig ...? Flest svarte Veldig nyttig i 3 av 4 samlinger.» A tie is named: of two sides, or beside
// the one in the middle of three, which it is not told from. Empty when there is too little. `question`: the
// scale of the newest.
std::optional<core::Paragraph> say_pooled(std::span<const Leaning> leanings, const core::Question& question,
                                          core::Language language);
std::optional<core::Paragraph> say_pooled(std::span<const PublishedResult> results,
                                          core::ResultLine::Audience audience, core::Language language);

}  // namespace results
