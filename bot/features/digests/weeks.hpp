#pragma once
// Which weeks and groups a leader reads of: the same for the digest, its pages and the leader's page; and the
// digests of many leaders, made together. Any reading connection.

#include <span>

#include "bot/features/digests/view.hpp"

namespace digests {

// When the digest of the week before `monday` is made.
core::Instant moment_of(core::Date monday, const core::Zone& zone);
// The week before `monday`, of every group the person leads; above others, with what reached that level.
// The pointers live as long as `people`.
Week week_of(DigestStore& store, const core::Directory& people, const core::Person& leader, core::Date monday,
             const core::Zone& zone);

// A group that somebody leads, whether from above others, and whether its wishes come to somebody else first:
// what a digest was made for.
struct Seat {
  core::GroupId group;
  bool above = false, wishes_elsewhere = false;
  bool operator==(const Seat&) const = default;
};
std::vector<Seat> seats_of(const core::Directory& people, const core::Person& leader);

// A digest that is to be posted.
struct Made {
  core::PersonId leader;
  core::Language language = core::Language::nb;
  core::Date monday{};
  std::vector<Seat> seats;
  // With what an e-mail says, for who has an address. No blocks: there is nothing to say.
  core::Message message;
};
// Everybody who leads a group, in portions: those of the same groups together, each portion about that many.
using Portion = std::vector<core::PersonId>;
std::vector<Portion> portions_of(const core::Directory& people, std::size_t groups);
// Of those of them who lead a group; each group is read once.
std::vector<Made> made_for(DigestStore& store, const core::Directory& people, const Portion& leaders,
                           core::Date monday, const core::Zone& zone, bool has_page);

}  // namespace digests
