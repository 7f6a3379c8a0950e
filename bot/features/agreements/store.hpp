#pragma once
// What leader and facilitator agreed about a group, and letters to those who take part. Implemented in
// storage/agreement_store.cpp; called inside the engine's transaction.

#include <optional>
#include <string>
#include <vector>

#include "bot/core/ids.hpp"
#include "bot/core/time.hpp"

namespace agreements {

struct Agreement {
  core::GroupId group;
  int number = 0;  // grows with each version; 0: none was written
  std::string recruits, informs, when, length, room;
  core::Instant written{};
  // Who has said yes to this version; empty: nobody yet, or erased since.
  core::PersonId facilitator{}, leader{};
  bool by_facilitator = false, by_leader = false;
  bool holds() const { return by_facilitator && by_leader; }
};

using LetterId = core::Id<struct LetterTag>;

// A letter that went to everybody who takes part. How many have read it is a number: each copy carries a word
// of its own that is used up by the press, and no word is kept with a name.
struct Letter {
  LetterId id;
  core::GroupId group;
  core::Instant sent{};
  int copies = 0, read = 0;
};
inline const core::GroupId& group_of(const Letter& letter) {
  return letter.group;
}

class AgreementStore {
 public:
  virtual ~AgreementStore() = default;
  virtual std::optional<Agreement> find(const core::GroupId& group) = 0;
  // Inserts, or replaces the group's.
  virtual void save(const Agreement& agreement) = 0;

  virtual void add(const Letter& letter, const std::vector<std::string>& words) = 0;
  virtual std::optional<Letter> letter(const LetterId& id) = 0;
  // The group's last one; nothing: none was sent.
  virtual std::optional<Letter> last_letter(const core::GroupId& group) = 0;
  // One more has read it, where the word is still there.
  virtual void read(const LetterId& id, const std::string& word) = 0;
};

}  // namespace agreements
