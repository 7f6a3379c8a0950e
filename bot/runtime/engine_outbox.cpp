// The part of the engine that is about what goes out: claiming messages, and what becomes of them.

#include <algorithm>
#include <stdexcept>

#include "bot/core/coordinators.hpp"
#include "bot/core/failpoint.hpp"
#include "bot/core/log.hpp"
#include "bot/runtime/audience.hpp"
#include "bot/runtime/engine.hpp"
#include "bot/runtime/gathering.hpp"
#include "bot/runtime/waits.hpp"

namespace runtime {
namespace {

using core::Instant;
using std::chrono::seconds;

constexpr std::chrono::hours set_by{1};  // at most, is a clock that goes right
constexpr std::size_t claims_per_batch = 256;
constexpr int delivery_tries = 50;   // with the waits of wait_after: about a day
constexpr seconds behind_urgent{1};  // of what was put off to the same moment
// A group that has gone from the file by a slip is back within a day, or not at all (as of polls::Keeping);
// behind that day may lie a weekend.
constexpr std::chrono::minutes before_group_again{15};
constexpr std::chrono::hours longest_for_group{72};

// What a message is, "session"; what comes behind it in a key is ids.
std::string_view kind_of(std::string_view key) {
  const std::string_view kind = key.substr(0, key.find_first_of(":/"));
  return kind.find_first_not_of("abcdefghijklmnopqrstuvwxyz-_") == kind.npos ? kind : std::string_view();
}

}  // namespace

// A clock that goes back has run ahead, maybe by months, and what waits was told until when by it. Each is
// looked at anew when its turn comes: whether the place is quiet, its week full, its platform ready again.
void Engine::follow_clock(Instant now) {
  const bool went_back = now + set_by < went_by_;
  went_by_ = now;
  if (!went_back) return;
  core::log(core::Level::warning, "engine: the clock went back; nothing waits for what it said before");
  parts_.outbox.let_go(now);
  lines_.let_go();
  holds_.release_all();
  notices_.clock_went_back(now);
  over_ = true;  // what features do each night, too, and jobs that failed
  undone_until_.reset();
  sealed_failure_told_ = {};
}

void Engine::try_again() {
  const Instant now = parts_.clock.now();
  for (const core::Destination& place : holds_.try_now(now)) lines_.let_go(place, now);
}

// Whoever dies now and starts under a clock that was set back lets go of what this turn has arranged, also
// where the clock jumped in its midst. Whoever dies after it was set back lets go no more.
void Engine::keep_clock() {
  if (!parts_.keep_went_by || std::chrono::abs(went_by_ - kept_went_by_) < set_by) return;
  parts_.keep_went_by(went_by_);
  kept_went_by_ = went_by_;
}

std::optional<OutboxRow> Engine::first_at(const core::Destination& place, bool awake, Instant now) {
  std::optional<OutboxRow> gathered;  // the first of them
  Instant until{};
  auto row = parts_.outbox.first(place, awake);
  for (; row && row->due <= now; row = parts_.outbox.first(place, awake)) {
    if (!is_for_here(*row, now)) continue;
    if (const auto later = weeks_.hold(*row, *people_, now)) {
      parts_.outbox.set_due(row->key, *later);
    } else if (const auto beyond = weeks_.beyond(*row, *people_, now)) {
      parts_.outbox.set_due(row->key, *beyond + (row->urgent ? seconds{0} : behind_urgent));
      until = *beyond;
      if (!gathered) gathered = std::move(row);
    } else {
      break;
    }
  }
  if (!gathered || weeks_.is_mail(place)) return row;
  gather(*gathered, until, now);  // of all of them at once, however many they are
  return parts_.outbox.first(place, awake);
}

bool Engine::is_for_here(const OutboxRow& row, Instant now) {
  if (row.edit) return true;
  const bool late = row.lapses && *row.lapses <= now;
  const auto place = late ? std::nullopt : place_now(*people_, parts_.defaults, row);
  if (place == row.to) return true;
  if (place) {
    parts_.outbox.set_place(row.key, *place);
    lines_.touch(*place, now);
  } else if (!late && row.to.kind == core::Destination::Kind::channel) {
    parts_.outbox.put_off(row.key, now + before_group_again, now + longest_for_group);
  } else {
    parts_.outbox.drop(row.key);
    core::log(core::Level::debug, late ? "message: too late" : "message: nobody's any more",
              kind_of(row.key));
  }
  return false;
}

void Engine::gather(const OutboxRow& row, Instant until, Instant now) {
  unit("gathering", [&](UnitOfWork& work) {
    tell_gathered(work, parts_.outbox,
                  {row.to, weeks_.week(now), until, row.respect_quiet, parts_.defaults.ceiling});
  });
}

std::optional<OutboxRow> Engine::next_at(const core::Destination& place, Instant now) {
  auto row = first_at(place, false, now);
  std::optional<Instant> next;
  if (row) next = row->due;
  if (row && row->due <= now && row->respect_quiet && !row->edit)
    if (const Instant allowed = not_quiet(*people_, parts_.defaults, place, now); allowed > now) {
      next = allowed;
      row = first_at(place, true, now);  // those that do not wait for the morning go ahead
      if (row) next = std::min(allowed, row->due);
    }
  if (row && row->due <= now) return row;
  lines_.wait(place, next, now);
  return std::nullopt;
}

bool Engine::may_leave(const OutboxRow& row, Instant now) {
  if (!paced_ || !paced_(row.to.workspace)) return true;
  const auto said = ready_.extract(row.to);
  if (said.empty() || said.mapped().wish.edit != row.edit) {
    lines_.set_busy(row.to);
    holds_.tries(row.to, now);
    wishes_.push_back({row.to, row.edit});
    return false;
  }
  const Delivered& outcome = said.mapped().outcome;
  if (outcome.kind == Delivered::Kind::sent) return true;
  settle({row.key, row.edit, outcome});
  return false;
}

std::vector<Delivery> Engine::claim(Instant now) {
  std::vector<Delivery> deliveries;
  if (holding_back_) return deliveries;
  for (const core::Destination& place : lines_.ready(now, claims_per_batch)) {
    // What has been asked about is itself the one that tries.
    const auto held = ready_.contains(place) ? std::nullopt : holds_.wait(place, now);
    if (held) {
      lines_.hold(place, *held);
      holds_.waits(place, false);
    }
    const auto row = held ? std::nullopt : next_at(place, now);
    if (!row) {
      ready_.erase(place);  // that was for a message that has gone, or for another time
      continue;
    }
    if (!may_leave(*row, now)) continue;
    core::Message message;
    try {
      message = parts_.outbox.message(row->key);
    } catch (const std::exception&) {
      set_aside(*row, now);
      continue;
    }
    if (!parts_.defaults.pages.empty() && place.kind == core::Destination::Kind::channel && !row->edit &&
        !row->counted && !is_gathering(row->key))
      unit("copies", [&](UnitOfWork& work) {
        OutboxRow copied = *row;
        copied.message = message;
        work.copy_to_others(std::move(copied));
      });
    holds_.tries(place, now);
    parts_.outbox.set_sending(row->key, row->edit, weeks_.week(now));
    if (const core::Person* full = weeks_.goes(*row, *people_, now)) tell_full_week(*full, now);
    core::log(core::Level::debug, "message: under way", kind_of(row->key));
    lines_.set_busy(place);  // one at a time to each place keeps the order
    flights_[row->key] = place;
    const bool paced = paced_ && paced_(place.workspace);
    deliveries.push_back({row->key, place, std::move(message), row->edit ? row->ref : std::string(), paced});
  }
  return deliveries;
}

// Once a week, of whoever is the first.
void Engine::tell_full_week(const core::Person& person, Instant now) {
  unit("notice", [&](UnitOfWork& work) {
    core::tell_coordinators(work, "full-week:" + weeks_.week(now), "engine.full_week",
                            {{"name", person.name}, {"most", parts_.defaults.most_a_week}});
  });
}

// The row stays for the operator; those behind it go on.
void Engine::set_aside(const OutboxRow& row, Instant now) {
  parts_.outbox.set_final(row.key, row.edit, OutboxRow::State::failed, now);
  lines_.wait(row.to, now + seconds{1}, now);
  if (!row.key.starts_with("unreadable:"))
    tell_coordinators("unreadable:outbox " + row.key, "engine.unreadable", "outbox " + row.key);
}

void Engine::settle(const Settlement& settlement) {
  const Instant now = parts_.clock.now();
  went_by_ = std::max(went_by_, now);
  const Delivered& outcome = settlement.outcome;
  core::Destination to;
  std::optional<OutboxRow> row;
  const auto flight = flights_.find(settlement.key);
  const bool known = flight != flights_.end();
  if (known) {
    to = std::move(flight->second);
    flights_.erase(flight);
    lines_.set_free(to, now);
  }
  if (!known || outcome.kind != Delivered::Kind::sent) {  // of one that has arrived no more is needed
    row = parts_.outbox.look(settlement.key);
    if (!row) return;
    to = row->to;
  }
  const bool ok = unit("settlement", Undone::with_the_turn, [&](UnitOfWork& work) {
    switch (outcome.kind) {
      case Delivered::Kind::sent:
        core::failpoint("outbox.before_recorded");
        parts_.outbox.set_sent(settlement.key, settlement.edit, outcome.ref, now);
        for (const core::Destination& place : holds_.release(to)) lines_.let_go(place, now);
        notices_.mended(work, to.workspace);
        notices_.mended(work, to.workspace + "/" + to.id);
        return;
      case Delivered::Kind::refused:
        if (!wait_refused(work, *row, settlement, now)) give_up(work, *row, settlement, now);
        return;
      case Delivered::Kind::retry:
        if (!wait_to_retry(*row, settlement, now)) give_up(work, *row, settlement, now);
        return;
      case Delivered::Kind::permanent:
      case Delivered::Kind::unknown:
        give_up(work, *row, settlement, now);
        return;
    }
  });
  if (!ok) throw std::runtime_error("a settlement could not be recorded");
}

bool Engine::wait_refused(UnitOfWork& work, const OutboxRow& row, const Settlement& settlement, Instant now) {
  const Delivered& outcome = settlement.outcome;
  const int tries = tries_with(row, outcome, now);
  if (tries >= delivery_tries) return false;
  // Whoever is started anew may have other credentials: not held over that.
  parts_.outbox.set_retry(row.key, settlement.edit, now, tries);
  lines_.hold(row.to, refused(work, row, outcome, now));
  holds_.waits(row.to, outcome.place_alone);
  return true;
}

bool Engine::wait_to_retry(const OutboxRow& row, const Settlement& settlement, Instant now) {
  if (settlement.not_there) {
    parts_.outbox.set_retry(row.key, settlement.edit, now, row.attempts);
    return true;
  }
  if (row.attempts + 1 >= delivery_tries) return false;
  const Instant later = now + std::max(settlement.outcome.after, wait_after(row.attempts));
  parts_.outbox.set_retry(row.key, settlement.edit, later, row.attempts + 1);
  lines_.hold(row.to, later);  // nothing else goes there first
  return true;
}

void Engine::give_up(UnitOfWork& work, const OutboxRow& row, const Settlement& settlement, Instant now) {
  const bool unknown = settlement.outcome.kind == Delivered::Kind::unknown;
  const std::string& reason = settlement.outcome.reason;
  parts_.outbox.set_final(row.key, settlement.edit,
                          unknown ? OutboxRow::State::unknown : OutboxRow::State::failed, now);
  core::log(core::Level::warning,
            unknown ? "outbox: a message may be lost" : "outbox: a message was given up",
            row.to.workspace + (reason.empty() ? "" : ": " + reason));
  notices_.lost(work, row, unknown, reason);
}

// Nothing is counted as a try: it waits as long as it takes. Where it is about one place alone, others go on,
// and some day it is given up.
int Engine::tries_with(const OutboxRow& row, const Delivered& outcome, Instant now) {
  if (!outcome.place_alone) return std::min(row.attempts, delivery_tries - 1);
  const bool in_time = holds_.refuse_alone(row.to, now, now + wait_after(delivery_tries));
  return row.attempts + (in_time || row.attempts == 0 ? 1 : 0);
}

Instant Engine::refused(UnitOfWork& work, const OutboxRow& row, const Delivered& outcome, Instant now) {
  notices_.refused(work, row.to, outcome);
  if (outcome.place_alone) return now + wait_after(delivery_tries);
  return holds_.refuse(row.to, outcome.shut, now, outcome.after);
}

}  // namespace runtime
