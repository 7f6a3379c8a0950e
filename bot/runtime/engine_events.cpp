// Events that are not sealed: those that came together are one unit of work.
#include <unordered_set>

#include "bot/core/log.hpp"
#include "bot/core/reply.hpp"
#include "bot/runtime/engine.hpp"

namespace runtime {
namespace {

using core::Instant;

// For who follows an event through the house: what it is called, never what it holds or whose it is. Nothing
// is said of a sealed one.
void tell_path(const Routed& routed, bool done) {
  const std::string_view what = routed.row       ? routed.row->name
                                : routed.command ? routed.command->name
                                                 : std::string_view("of no name");
  core::log(core::Level::debug, done ? "event: handled" : "event: failed", what);
}

}  // namespace

core::Reply Engine::apology(core::Language language) {
  return core::whisper(language, "engine.failed");
}

// Together, because a page that is written is copied once for each unit, and a server asked twice. Where one
// fails nothing was done, and each is handled alone; what the log says of the others may stand there twice.
void Engine::handle(Open open, Replies& replies, Instant now) {
  bool apart = false;
  for (std::span<Open::value_type> left(open); !left.empty();) {
    const auto these = apart ? left.first(1) : left;
    std::size_t done = handle_some(these, replies, now);
    if (done == 0 && these.size() > 1) {
      apart = true;
    } else if (done == 0) {
      auto& [routed, answer] = left.front();
      tell_path(routed, false);
      replies.emplace_back(std::move(answer), apology(language_of(*people_, core::origin_of(routed.event))));
      done = 1;
    }
    left = left.subspan(done);
  }
}

std::size_t Engine::handle_some(std::span<Open::value_type> open, Replies& replies, Instant now) {
  std::vector<core::Reply> said;
  said.reserve(open.size());
  const auto handle_them = [&](UnitOfWork& work) {
    std::unordered_set<std::string_view> deliveries;
    for (const auto& [routed, answer] : open) {
      const std::string& delivery = core::origin_of(routed.event).delivery;
      if (work.has_changed_people() || (!delivery.empty() && !deliveries.insert(delivery).second)) break;
      said.push_back(reply_to(work, routed, now));
      hear_facts(work);
    }
  };
  if (!unit("event", open.size() == 1 ? Undone::alone : Undone::and_done_apart, handle_them)) return 0;
  if (replies.empty()) replies.reserve(said.size());
  for (std::size_t i = 0; i < said.size(); ++i) {
    auto& [routed, answer] = open[i];
    tell_path(routed, true);
    repeats_.remember(core::origin_of(routed.event), said[i]);
    replies.emplace_back(std::move(answer), std::move(said[i]));
  }
  return said.size();
}

core::Reply Engine::reply_to(UnitOfWork& work, const Routed& routed, Instant now) {
  const core::Origin& origin = core::origin_of(routed.event);
  if (auto same = repeats_.find(origin)) return std::move(*same);
  const core::Date today{std::chrono::floor<std::chrono::days>(now)};
  if (!origin.delivery.empty() && !parts_.seen.first_time(origin.workspace, origin.delivery, today))
    return core::whisper(language_of(*people_, origin), "engine.already");
  return dispatcher_.handle(work, routed);
}

}  // namespace runtime
