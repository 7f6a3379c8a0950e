#pragma once
// Topic ideas. While they can still be changed they live in the idea box (memory and tmpfs, with their
// writer); the nightly flush moves them, shuffled and without writer or time, into the database in one
// transaction.

#include <optional>
#include <string>
#include <vector>

#include "bot/core/codes.hpp"
#include "bot/core/ids.hpp"
#include "bot/core/message.hpp"
#include "bot/core/time.hpp"

namespace ideas {

inline constexpr int idea_letters = 300;  // an idea, however it came

struct Idea {
  enum class State { held, released, chosen, merged, hidden };
  core::IdeaId id;
  core::GroupId group;
  std::string body;
  State state = State::held;
  // Hash of the writer's receipt code (core/receipt_code.hpp): travels from the box to the store, is never
  // read back.
  std::string receipt{};
  bool paper = false;  // typed in by a facilitator from a note on paper; says so wherever it is shown
  bool operator==(const Idea&) const = default;
};
constexpr auto codes(Idea::State) {
  return core::codes_in_order("held", "released", "chosen", "merged", "hidden");
}
inline const core::GroupId& group_of(const Idea& idea) {
  return idea.group;
}

// A message that was posted under `key`, as it reads now.
struct Told {
  std::string key;
  core::Message message;
};

// All that the sealed path may read of the storage: what became of the idea a receipt code belongs to. Writes
// nothing and opens no transaction.
class Receipts {
 public:
  virtual ~Receipts() = default;
  // By the hash of the code; nothing for one that is not known.
  virtual std::optional<Idea::State> state_of(const std::string& receipt) = 0;
};

class IdeaStore : public Receipts {
 public:
  // All in one call, in the given (shuffled) order; an id that is there already is left alone,
  // and found by this receipt too.
  virtual void add(const std::vector<Idea>& ideas) = 0;
  virtual std::optional<Idea> find(const core::IdeaId& id) = 0;
  virtual std::vector<Idea> of_group(const core::GroupId& group, Idea::State state) = 0;
  virtual void set_state(const core::IdeaId& id, Idea::State state) = 0;
  // Until scrub() has run while nobody read and all was ours to write, in this process or the next, the store
  // is unscrubbed().
  virtual void set_body(const core::IdeaId& id, const std::string& body) = 0;
  // Messages that are out are kept without these words. What waits to tell of ideas of the group, and of
  // votes over them, says them no more. Gives those of them that are out, as they are to be changed to; none
  // of them goes by e-mail in words of its own.
  virtual std::vector<Told> forget_posted(const core::GroupId& group, const std::string& words) = 0;
  // Leaves nothing of what was taken away in the file. Outside any transaction.
  virtual void scrub() = 0;
  virtual bool unscrubbed() = 0;
  // How many release moments a lone idea of the group has waited.
  virtual int lone_waits(const core::GroupId& group) = 0;
  virtual void set_lone_waits(const core::GroupId& group, int waits) = 0;
  // The boot under which the idea box of a group was last known to be in use; empty = never.
  virtual std::string box_boot() = 0;
  virtual void set_box_boot(const std::string& boot) = 0;
};

struct BoxedIdea {
  Idea idea;
  core::PersonId writer;
};

class IdeaBox {
 public:
  virtual ~IdeaBox() = default;
  // Adds, or replaces the idea with the same id and writer. Durable against the death of the process when it
  // returns.
  virtual void put(const BoxedIdea& idea) = 0;
  virtual void withdraw(const core::IdeaId& id, const core::PersonId& writer) = 0;
  virtual std::vector<BoxedIdea> all() const = 0;
  // Overwrites and empties the box. One that is not open stays.
  virtual void wipe() = 0;

  // A box that is there and is not open: it may be read later, or it does not fit (damaged from its
  // beginning, or another database's). While there is one nothing can be put in, and refusal() says so.
  enum class Unread { none, unreachable, unfit };
  virtual Unread unread() const = 0;
  // Tries to read it, and a directory that was refused.
  virtual void try_again() = 0;
  // Moves one that is not open to a folder beside it, where it is protected like the box.
  virtual void set_aside(core::Instant now) = 0;
  // What was set aside, can be read and is this database's is in the box again.
  virtual void bring_back() = 0;
  // As polls::BallotBoxes.
  virtual bool has_remains() const = 0;
  virtual void destroy_remains() = 0;
  // Overwrites and removes what was set aside before `before`; gives how many.
  virtual int forget_set_aside(core::Instant before) = 0;

  virtual std::string boot() const = 0;
  virtual std::string refusal() const = 0;  // as polls::BallotBoxes
};

}  // namespace ideas
