#include "bot/app/simulate_tally.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <ostream>
#include <utility>

#include "bot/app/invented.hpp"
#include "bot/core/days.hpp"

namespace app {
namespace {

using core::Instant;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

// Of one organisation that is made up for the count alone.
constexpr int largest = 100;
constexpr std::uint64_t seeds_apart = 1'000'003;

const core::Zone& oslo() {
  static const core::Zone zone = core::Zone::named("Europe/Oslo");
  return zone;
}

// A digest: something was held last week, is coming this week, or waits.
long digests_due(const std::vector<std::pair<Instant, Instant>>& sessions, const core::QuietHours& quiet,
                 Instant start, Instant end) {
  long due = 0;
  const auto on = [](std::chrono::sys_days day, auto time) {
    return oslo().to_utc(core::at(core::Date{day}, time));
  };
  for (std::chrono::sys_days monday{invented_first_day}; on(monday, hours{8}) <= end; monday += days{7}) {
    if (on(monday, hours{8}) < start) continue;
    const Instant from = on(monday - days{7}, minutes{0}), to = on(monday, minutes{0}),
                  next = on(monday + days{7}, minutes{0});
    const bool something = std::any_of(sessions.begin(), sessions.end(), [&](const auto& s) {
      return (s.second >= from && s.second < to) || (s.first >= to && s.first < next);
    });
    const Instant delivered = core::after_quiet(on(monday, hours{8}), oslo(), quiet);
    if (something && delivered <= end) ++due;
  }
  return due;
}

std::string sum_of(const std::vector<Tally>& all) {
  if (all.size() == 1) return all.front().transcript;
  std::string sums, hex;
  for (const Tally& one : all) sums += one.transcript + "\n";
  unsigned char digest[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(digest, reinterpret_cast<const unsigned char*>(sums.data()), sums.size());
  for (unsigned char byte : digest) hex += fmt::format("{:02x}", byte);
  return hex;
}

// Each must agree with itself: too many here would hide too few there.
std::map<std::string, long> differences(const Tally& one) {
  std::map<std::string, long> found = one.problems;
  const auto agree = [&](const char* what, const Tally::Pair& pair) {
    if (pair.expected != pair.found) ++found[what];
  };
  agree("invitations differ", one.invitations);
  agree("reminders differ", one.reminders);
  agree("check-outs asked differ", one.checkouts);
  agree("polls closed or open differ", one.polls);
  if (one.digests.found < one.digests.expected) ++found["too few digests"];
  if (one.fullest > one.ceiling) ++found["more messages to one person in a week than ever may come"];
  return found;
}

}  // namespace

std::vector<SimulateOptions> organisations(const SimulateOptions& options) {
  const bool kept = !options.data.empty() || !options.storage.empty();
  const int count = kept ? 1 : (options.groups + largest - 1) / largest;
  std::vector<SimulateOptions> all;
  for (int i = 0; i < count; ++i) {
    SimulateOptions one = options;
    one.groups = options.groups / count + (i < options.groups % count ? 1 : 0);
    one.seed += seeds_apart * static_cast<std::uint64_t>(i);
    if (i > 0 && !options.transcript.empty()) one.transcript += fmt::format(".{}", i + 1);
    all.push_back(std::move(one));
  }
  return all;
}

std::vector<Instant> sessions_of(const core::Group& group, const core::Programmes& programmes,
                                 Instant until) {
  const std::size_t most = programmes.at(group.programme).sessions.size();
  std::vector<Instant> starts;
  const core::Zone zone = core::Zone::named(group.zone);
  for (std::chrono::sys_days day{group.cadence->first};; day += days{1}) {
    const Instant start = zone.to_utc(core::at(core::Date{day}, group.cadence->start));
    if (start >= until || (most > 0 && starts.size() == most)) return starts;
    const auto since = (day - std::chrono::sys_days{group.cadence->first}).count();
    if (since % (7 * group.cadence->every_weeks) == 0 && !core::norwegian_holiday(core::Date{day}))
      starts.push_back(start);
  }
}

Tally expected_of(const Config& config, const core::Directory& people, Instant start, Instant end) {
  Tally all;
  all.groups = config.groups.size();
  all.people = config.people.size();
  all.start = start;
  all.stated = config.organisation.most_a_week;
  all.ceiling = config.organisation.ceiling();
  std::map<std::string, std::vector<std::pair<Instant, Instant>>> led;  // leader -> sessions
  for (const core::Group& group : config.groups) {
    const core::Person* leader = people.with_role(group, core::Role::leader).front();
    for (Instant starts : sessions_of(group, config.programmes, end + days{40})) {
      const Instant ends = starts + group.cadence->length;
      led[leader->user].emplace_back(starts, ends);
      const core::Date day = core::date_of(oslo().to_local(starts));
      const auto moment = [&](int before, hours at) {
        return core::after_quiet(oslo().to_utc(core::at(core::plus(day, days{-before}), at)), oslo(),
                                 group.quiet);
      };
      const int before = group.cadence->monthly ? 14 : std::min(14, 7 * group.cadence->every_weeks - 2);
      Instant asked = moment(before, hours{10});
      // A week apart, a weekend may move the invitation and the ideas to one time: then it comes before.
      if (before == 5 && asked >= moment(4, hours{12})) asked -= days{3};
      if (asked <= end) ++all.invitations.expected;
      if (core::before_quiet(std::min(moment(1, hours{12}), starts), oslo(), group.quiet) <= end)
        ++all.reminders.expected;
      if (ends <= end) ++all.checkouts.expected;
    }
  }
  for (const auto& [leader, sessions] : led)
    all.digests.expected += digests_due(sessions, config.quiet, start, end);
  return all;
}

int reckon(const std::vector<Tally>& all, int length, std::ostream& out) {
  Tally sum;
  for (const Tally& one : all) {
    sum.groups += one.groups, sum.people += one.people;
    for (const auto& [kind, count] : one.messages) sum.messages[kind] += count;
    sum.invitations += one.invitations, sum.reminders += one.reminders, sum.checkouts += one.checkouts;
    sum.polls += one.polls, sum.digests += one.digests;
    sum.fullest = std::max(sum.fullest, one.fullest);
    sum.answers += one.answers, sum.ideas += one.ideas, sum.matters += one.matters;
    for (const auto& [what, count] : differences(one)) sum.problems[what] += count;
  }
  const auto agree = [&](const std::string& what, const Tally::Pair& pair) {
    out << fmt::format("{:<28} expected {:>7}  found {:>7}  {}\n", what, pair.expected, pair.found,
                       sum.problems.contains(what + " differ") ? "DIFFERS" : "ok");
  };
  out << fmt::format("{} groups, {} people, {} days from {}\n", sum.groups, sum.people, length,
                     core::to_text(all.front().start).substr(0, 10));
  if (all.size() > 1) out << fmt::format("in {} organisations\n", all.size());
  out << '\n';
  for (const auto& [kind, count] : sum.messages) out << fmt::format("{:<28} {:>8}\n", kind, count);
  out << '\n';
  out << fmt::format("{:<28} stated   {:>7}  at most {:>5}  found {:>7}\n", "messages a person a week",
                     all.front().stated, all.front().ceiling, sum.fullest);
  agree("invitations", sum.invitations);
  agree("reminders", sum.reminders);
  agree("check-outs asked", sum.checkouts);
  // Weeks with nothing but a waiting matter or a late result add to the digests: never fewer than by
  // sessions alone.
  out << fmt::format("{:<28} at least {:>7}  found {:>7}  {}\n", "digests", sum.digests.expected,
                     sum.digests.found, sum.problems.contains("too few digests") ? "TOO FEW" : "ok");
  out << fmt::format("{:<28} {:>8}\n{:<28} {:>8}\n{:<28} {:>8}\n\n", "people who answered", sum.answers,
                     "ideas in the box", sum.ideas, "matters to leaders", sum.matters);
  agree("polls closed or open", sum.polls);
  for (const auto& [what, count] : sum.problems) out << fmt::format("problem: {} ({} times)\n", what, count);
  out << "transcript sha256: " << sum_of(all) << '\n';
  return sum.problems.empty() ? 0 : 1;
}

}  // namespace app
