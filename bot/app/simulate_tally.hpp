#pragma once
// What came out of made-up organisations' months, beside a count that knows nothing of the bot's own
// planning.

#include <iosfwd>
#include <map>
#include <string>
#include <vector>

#include "bot/app/config.hpp"
#include "bot/app/simulate.hpp"

namespace app {

struct Tally {
  struct Pair {
    long expected = 0, found = 0;
    void operator+=(const Pair& other) { expected += other.expected, found += other.found; }
  };
  std::size_t groups = 0, people = 0;
  core::Instant start{};
  std::map<std::string, long> messages;  // by kind; edits by themselves
  Pair invitations, reminders, checkouts, polls;
  Pair digests;  // at least as many as were expected
  // Messages a person got in a week, should get, and never more than.
  int fullest = 0, stated = 0, ceiling = 0;
  long answers = 0, ideas = 0, matters = 0;
  std::map<std::string, long> problems;  // what, how often
  std::string transcript;                // SHA-256 of all messages in their order, in hex
};

// The options of each organisation: a larger number of groups is several, which do not meet. One where the
// database is to be kept.
std::vector<SimulateOptions> organisations(const SimulateOptions& options);

// When the group meets until then. By walking every day, which is slow, plain and independent of
// core::occurrences. Nobody answers what comes after a programme, so there are no more than it has.
std::vector<core::Instant> sessions_of(const core::Group& group, const core::Programmes& programmes,
                                       core::Instant until);

// What is expected; what was found is left open.
Tally expected_of(const Config& config, const core::Directory& people, core::Instant start,
                  core::Instant end);

// Prints all together. 0 when each agrees with itself, else 1.
int reckon(const std::vector<Tally>& all, int days, std::ostream& out);

}  // namespace app
