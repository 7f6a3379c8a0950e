#pragma once
// What the group tries, or wants to find out. Implemented in storage/tryout_store.cpp; called inside the
// engine's transaction.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/codes.hpp"
#include "bot/core/ids.hpp"
#include "bot/core/time.hpp"

namespace tryouts {

using TryoutId = core::Id<struct TryoutTag>;

struct Tryout {
  enum class State { open, kept, changed, dropped };
  TryoutId id;
  core::GroupId group;
  std::string what;
  core::PersonId who;             // empty: somebody in the group
  std::string name{};             // of who, as people know them; read only
  core::Instant agreed{}, due{};  // asked after from `due` on
  State state = State::open;
  std::string words{};      // how it went, in one line
  std::string from_whom{};  // something is to be found out, from them; empty: something is tried
  bool operator==(const Tryout&) const = default;
};
constexpr auto codes(Tryout::State) {
  return core::codes_in_order("open", "kept", "changed", "dropped");
}
// The group goes on with what it tried, as it was or changed.
inline bool is_kept(const Tryout& tryout) {
  if (!tryout.from_whom.empty()) return false;
  return tryout.state == Tryout::State::kept || tryout.state == Tryout::State::changed;
}
inline const core::GroupId& group_of(const Tryout& tryout) {
  return tryout.group;
}

class TryoutStore {
 public:
  virtual ~TryoutStore() = default;
  // One that is there already is left alone.
  virtual void add(const Tryout& tryout) = 0;
  virtual std::optional<Tryout> find(const TryoutId& id) = 0;
  // The newest first.
  virtual std::vector<Tryout> of_group(const core::GroupId& group) = 0;
  // How it went; of one that is open alone.
  virtual void close(const TryoutId& id, Tryout::State state, const std::string& words) = 0;
};

}  // namespace tryouts
