#pragma once
// Where messages wait to go out: one line for each place, and whose turn it is. In memory alone; what waits
// stands in the outbox, and a place that is ready is looked up there. Places come in the order in which they
// became ready, so a long line holds up nobody else's. Engine thread.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

#include "bot/core/outbound.hpp"

namespace runtime {

class Lines {
 public:
  // Something may have changed at `place`: it is ready now, unless it is busy or held.
  void touch(const core::Destination& place, core::Instant now);
  // Nothing is to be done there before `next`; nothing: not before it is touched.
  void wait(const core::Destination& place, std::optional<core::Instant> next, core::Instant now);
  // The platform wants to be left alone there until then. In force over touches.
  void hold(const core::Destination& place, core::Instant until);
  // No place is held any more.
  void let_go();
  // This place is not: it is ready now.
  void let_go(const core::Destination& place, core::Instant now);
  // A message is under way, or its adapter is asked whether one may leave; until set_free() the place is
  // never ready.
  void set_busy(const core::Destination& place);
  void set_free(const core::Destination& place, core::Instant now);

  // At most `limit` places, those that have waited longest first. They stay where they are until something
  // else is said of them.
  std::vector<core::Destination> ready(core::Instant now, std::size_t limit) const;
  // When the next place becomes ready.
  std::optional<core::Instant> next() const;
  bool any_busy() const { return busy_ > 0; }

 private:
  using Turn = std::tuple<core::Instant, std::uint64_t, core::Destination>;
  struct Place {
    bool busy = false;
    core::Instant held{};
    std::optional<std::set<Turn>::iterator> turn;  // where it stands in `turns_`
  };
  void put(const core::Destination& to, Place& place, core::Instant at);
  void take_out(Place& place);

  std::map<core::Destination, Place> places_;
  std::set<Turn> turns_;
  std::uint64_t count_ = 0;
  std::size_t busy_ = 0;
};

}  // namespace runtime
