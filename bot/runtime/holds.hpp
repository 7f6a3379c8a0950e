#pragma once
// Workspaces that take nothing from us, because our credentials are refused, and parts of them that are shut
// (Delivered::shut): everything there waits, and one message at a time tries whether it is taken again. Which
// places are of a part shows when they are refused. In memory; a start is told what an earlier life found
// (Notices::refused_at), and one message tries for all then. Engine thread.

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "bot/core/outbound.hpp"
#include "bot/core/time.hpp"

namespace runtime {

class Holds {
 public:
  static constexpr std::chrono::seconds between_tries{120};

  // Until when a message there must wait; nothing: it may go.
  std::optional<core::Instant> wait(const core::Destination& place, core::Instant now) const {
    std::optional<core::Instant> until = held(place.workspace, now);
    const auto part = parts_.find(place);
    if (part != parts_.end()) until = std::max(until, held(part->second, now));
    return until;
  }
  // A message goes there: the others wait for what it finds, and that place for nothing of ours any more.
  void tries(const core::Destination& place, core::Instant now) {
    waiting_.erase(place);
    alone_.erase(place);
    wait_for_it(place.workspace, now);
    const auto part = parts_.find(place);
    if (part != parts_.end()) wait_for_it(part->second, now);
  }
  // Gives until when. `shut`: the part of the workspace; empty: all of it.
  core::Instant refuse(const core::Destination& place, const std::string& shut, core::Instant now,
                       std::chrono::seconds asked) {
    std::string what = place.workspace;
    if (!shut.empty()) parts_[place] = what += "/" + shut;
    return held_[what] = now + std::max(asked, between_tries);
  }
  // An earlier life was refused so, and one may try at once. `what`: the workspace, or "w/chats".
  void remember(const core::Destination& place, const std::string& what, core::Instant now) {
    held_.emplace(what, now);
    if (what != place.workspace) parts_.emplace(place, what);
  }
  // The same of one place alone, until `until`. Whether the try counts: one that came early, because of a
  // start or a reload, does not.
  bool refuse_alone(const core::Destination& place, core::Instant now, core::Instant until) {
    const auto [counts_at, fresh] = counts_at_.emplace(place, until);
    const bool counts = !fresh && counts_at->second <= now;
    if (counts) counts_at->second = until;
    return counts;
  }
  // What is for that place has been told to wait; `alone`: because of itself, whatever the others find.
  void waits(const core::Destination& place, bool alone) { (alone ? alone_ : waiting_).insert(place); }
  // A message was taken there. Gives where something waited for that and need not any more.
  std::set<core::Destination> release(const core::Destination& place) {
    alone_.erase(place);
    counts_at_.erase(place);
    bool held = held_.erase(place.workspace) > 0;
    if (const auto part = parts_.extract(place); !part.empty()) {
      held = held_.erase(part.mapped()) > 0 || held;
      std::erase_if(parts_, [&part](const auto& other) { return other.second == part.mapped(); });
    }
    std::set<core::Destination> free;
    if (!held) return free;
    std::erase_if(waiting_, [&](const core::Destination& other) {
      if (other.workspace != place.workspace) return false;
      free.insert(other);
      return true;
    });
    return free;
  }
  // One may try at once, and those that wait because of themselves too. Gives where something waits.
  std::set<core::Destination> try_now(core::Instant now) {
    for (auto& [what, until] : held_) until = now;
    std::set<core::Destination> all = std::exchange(waiting_, {});
    all.merge(alone_);
    alone_.clear();
    return all;
  }
  void release_all() {
    held_.clear();
    parts_.clear();
    waiting_.clear();
    alone_.clear();
    counts_at_.clear();
  }

 private:
  std::optional<core::Instant> held(const std::string& what, core::Instant now) const {
    const auto found = held_.find(what);
    if (found == held_.end() || found->second <= now) return std::nullopt;
    return found->second;
  }
  void wait_for_it(const std::string& what, core::Instant now) {
    const auto found = held_.find(what);
    if (found != held_.end()) found->second = now + between_tries;
  }

  std::map<std::string, core::Instant> held_;             // "w", or a part of it, "w/chats"
  std::map<core::Destination, std::string> parts_;        // of places that were refused with one
  std::map<core::Destination, core::Instant> counts_at_;  // of one that is refused alone: its next try
  std::set<core::Destination> waiting_, alone_;
};

}  // namespace runtime
