#include "bot/features/purposes/days_open.hpp"

namespace purposes {
namespace {

using std::chrono::days;

// Before the first session the group votes over its topics: by then nothing else is to be open, where there
// is so much time before.
constexpr days before_the_vote{4}, enough_before_the_vote{3};

}  // namespace

days open_before(core::Instant start, core::Instant now, const core::Zone& zone) {
  const auto before = [&](core::Instant latest, days least) {
    days open = open_for;
    while (open > least && core::closing_noon(now, open, zone) > latest) --open;
    return open;
  };
  const days long_enough = before(start - before_the_vote, enough_before_the_vote);
  return core::closing_noon(now, long_enough, zone) <= start - before_the_vote ? long_enough
                                                                               : before(start, at_least_open);
}

}  // namespace purposes
