#include "bot/features/polls/voters.hpp"

#include <algorithm>

#include "bot/core/group_time.hpp"
#include "bot/core/sorting.hpp"
#include "bot/features/polls/rule.hpp"

namespace polls {
namespace {

constexpr auto newcomer_days = std::chrono::days{7};

template <class LeftOut>
std::vector<Voter> voters_but(const core::Directory& people, const core::Group& group, core::Instant now,
                              const std::set<core::PersonId>& others, LeftOut left_out) {
  const core::Zone zone = core::Zone::named(group.zone);
  const core::Date today = core::local_date(group, now);
  std::vector<Voter> voters;
  for (const core::Member& member : group.members) {
    if (member.role == core::Role::leader) continue;
    const core::Person* person = people.person(member.person);
    if (!person || others.contains(person->id) || left_out(*person, zone)) continue;
    const bool counts =
        !member.since || std::chrono::sys_days{*member.since} + newcomer_days <= std::chrono::sys_days{today};
    voters.push_back({member.person, counts});
  }
  return voters;
}

}  // namespace

std::vector<Voter> voters_of(const core::Directory& people, const core::Group& group, core::Instant now,
                             const std::set<core::PersonId>& others) {
  return voters_but(people, group, now, others, [now](const core::Person& person, const core::Zone& zone) {
    return core::is_away(person, zone, now);
  });
}

std::vector<Voter> sealed_voters_of(const core::Directory& people, const core::Group& group,
                                    core::Instant now, const std::set<core::PersonId>& others) {
  return voters_but(people, group, now, others, [now](core::Person person, const core::Zone& zone) {
    std::erase_if(person.away, [](const core::Closed& one) { return one.day; });
    return core::is_away(person, zone, now);
  });
}

void add_slips(std::vector<Voter>& voters, const std::vector<core::PersonId>& slips) {
  if (voters.size() + slips.size() < static_cast<std::size_t>(k_slips)) return;
  for (const core::PersonId& slip : slips) voters.push_back({slip, true});
}

int slips_among(const std::vector<Voter>& voters) {
  return static_cast<int>(std::count_if(voters.begin(), voters.end(),
                                        [](const Voter& voter) { return core::is_slip(voter.person); }));
}

int hiding_among(int asked, const std::vector<Voter>& voters, const std::set<core::PersonId>& absent) {
  const auto hides_nothing = [&](const Voter& voter) {
    return !voter.counts || absent.contains(voter.person);
  };
  // Some of these a day's roster leaves out, and they were not asked: fewer only make the words more careful.
  return std::max(1, asked - static_cast<int>(std::ranges::count_if(voters, hides_nothing)));
}

std::vector<std::string> names_of(const core::Directory& people, const std::vector<Voter>& voters) {
  std::vector<std::string> names;
  for (const Voter& voter : voters)
    if (const core::Person* person = people.person(voter.person)) names.push_back(person->name);
  std::sort(names.begin(), names.end(), core::name_before);
  return names;
}

}  // namespace polls
