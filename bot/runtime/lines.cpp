#include "bot/runtime/lines.hpp"

#include <algorithm>
#include <utility>

namespace runtime {

using core::Destination;
using core::Instant;

void Lines::put(const Destination& to, Place& place, Instant at) {
  take_out(place);
  place.turn = turns_.emplace(std::max(at, place.held), ++count_, to).first;
}

void Lines::take_out(Place& place) {
  if (place.turn) turns_.erase(*place.turn);
  place.turn.reset();
}

void Lines::touch(const Destination& to, Instant now) {
  Place& place = places_[to];
  const bool ready_already = place.turn && std::get<0>(**place.turn) <= std::max(now, place.held);
  if (!place.busy && !ready_already) put(to, place, now);
}

void Lines::wait(const Destination& to, std::optional<Instant> next, Instant now) {
  const auto found = places_.find(to);
  if (found == places_.end() || found->second.busy) return;
  if (next) return put(to, found->second, *next);
  take_out(found->second);
  if (found->second.held <= now) places_.erase(found);
}

void Lines::hold(const Destination& to, Instant until) {
  Place& place = places_[to];
  place.held = std::max(place.held, until);
  if (!place.turn) return;
  const auto [at, count, same] = **place.turn;
  take_out(place);
  place.turn = turns_.emplace(std::max(place.held, at), count, to).first;
}

// `turn` may stand at a moment that is far away; a touch brings it here.
void Lines::let_go() {
  for (auto& [to, place] : places_) place.held = {};
}

void Lines::let_go(const Destination& to, Instant now) {
  const auto found = places_.find(to);
  if (found == places_.end()) return;
  found->second.held = {};
  touch(to, now);
}

void Lines::set_busy(const Destination& to) {
  Place& place = places_[to];
  take_out(place);
  if (!std::exchange(place.busy, true)) ++busy_;
}

void Lines::set_free(const Destination& to, Instant now) {
  const auto found = places_.find(to);
  if (found == places_.end() || !std::exchange(found->second.busy, false)) return;
  --busy_;
  put(to, found->second, now);
}

std::vector<Destination> Lines::ready(Instant now, std::size_t limit) const {
  std::vector<Destination> found;
  for (const auto& [at, count, place] : turns_) {
    if (at > now || found.size() == limit) break;
    found.push_back(place);
  }
  return found;
}

std::optional<Instant> Lines::next() const {
  if (turns_.empty()) return std::nullopt;
  return std::get<0>(*turns_.begin());
}

}  // namespace runtime
