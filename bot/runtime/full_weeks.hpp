#pragma once
// How many messages go out in a week (Monday to Sunday, in the organisation's zone), by two numbers that the
// municipality states. What comes as well next week waits for Monday while somebody who would read it has had
// `most_a_week`, wherever they read; the rest goes, and counts. And nobody ever gets more than `ceiling`, in
// private and in the channels of all their groups together, whatever it is: a last message at each place says
// what waits (gathering.hpp). A fifth of it is kept for what is of no use on Monday (core::Post::urgent).
// Counted are the places where somebody reads now: what a group got before they came counts, what they got in
// one they have left does not. Engine thread; what is counted lies in the outbox, so a crash forgets nothing.

#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "bot/runtime/store.hpp"
#include "bot/runtime/unit_of_work.hpp"

namespace runtime {

class FullWeeks {
 public:
  // Both outlive it.
  FullWeeks(OutboxStore& outbox, const DeliveryDefaults& defaults) : outbox_(outbox), defaults_(defaults) {}

  // "2026-11-23", the week in which what is sent now counts.
  const std::string& week(core::Instant now);
  // Until when somebody who reads there has had as many as was stated; nothing: there is room for one more.
  std::optional<core::Instant> full_until(const core::Destination& to, const core::Directory& people,
                                          core::Instant now);
  // Until when the message waits; nothing: it goes now.
  std::optional<core::Instant> hold(const OutboxRow& row, const core::Directory& people, core::Instant now);
  // Until when the message waits because somebody who reads there has had all they may have but what says so.
  std::optional<core::Instant> beyond(const OutboxRow& row, const core::Directory& people, core::Instant now);
  // One goes. The person who gets more by it than was stated, where nobody did before in this week: once.
  const core::Person* goes(const OutboxRow& row, const core::Directory& people, core::Instant now);
  // An e-mail that tells of a page goes or waits with what it tells of, and is not counted.
  bool is_mail(const core::Destination& to) const {
    return !defaults_.mail.empty() && to.workspace == defaults_.mail;
  }

 private:
  int count_at(const core::Destination& place) const;
  int count_of(const core::Person& person, const core::Directory& people) const;
  // Whether one more leaves room within `limit` for the messages that say what waits, one at each place.
  bool has_room(const core::Person& person, const core::Directory& people, int limit) const;

  OutboxStore& outbox_;
  const DeliveryDefaults& defaults_;
  std::string week_;  // of which the counts are
  core::Instant begins_{}, ends_{};
  struct ById {
    std::size_t operator()(const core::Destination& place) const {
      return std::hash<std::string>()(place.id);
    }
  };
  std::unordered_map<core::Destination, int, ById> counts_;  // messages to each place
  bool told_ = false;
};

}  // namespace runtime
