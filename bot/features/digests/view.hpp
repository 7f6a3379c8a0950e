#pragma once
// A leader's week in words: one screen on a phone whatever the number of groups, and pages that hold the
// rest. Reads nothing.

#include <vector>

#include "bot/core/people.hpp"
#include "bot/core/texts.hpp"
#include "bot/features/digests/store.hpp"

namespace digests {

struct OneGroup {
  const core::Group* group;  // never null
  GroupWeek week;
};
struct Week {
  std::vector<OneGroup> groups;  // those the reader leads, by name
  core::Date monday{};           // the one after the week
  core::Instant to{};            // its midnight
  core::Instant known_from{};    // when the digest before this one was made
  bool has_page = false;         // with a button for the address of the reader's page
};

// "9.-15. november", "30. november-6. desember".
std::string say_week(core::Language language, core::Date monday_after);
// What a digest begins with: which week it is of.
core::Heading title_of(const Week& week, core::Language language);

// No blocks where there is nothing to say.
core::Message digest(const Week& week, core::Language language);
// What an e-mail says of it: numbers, days and names of groups, and nothing that somebody wrote.
core::Mail digest_by_mail(const Week& week, core::Language language);
// All that waits, then each group; one page of it, 0 the first. No blocks: there is no such page.
core::Message unfolded(const Week& week, core::Language language, int page);

}  // namespace digests
