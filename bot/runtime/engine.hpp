#pragma once
// The engine: the one place where things happen. It takes everything that waits (events, outcomes of
// deliveries, jobs that are due), runs each in its own savepoint (events that came together in one, as long
// as none fails), commits once, and only then hands the replies back. Synchronous: the daemon moves it on a
// thread of its own, tests and simulations call it directly. One thread at a time.

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/core/time.hpp"
#include "bot/runtime/adapter.hpp"
#include "bot/runtime/dispatcher.hpp"
#include "bot/runtime/full_weeks.hpp"
#include "bot/runtime/holds.hpp"
#include "bot/runtime/notices.hpp"
#include "bot/runtime/repeats.hpp"
#include "bot/runtime/unit_of_work.hpp"

namespace runtime {

struct Arrival {
  core::Event event;
  std::function<void(core::Reply)> reply;
  std::chrono::steady_clock::time_point came{};  // for Parts::answered; unset: nobody looked
};

struct Settlement {
  std::string key;
  bool edit = false;
  Delivered outcome;
  bool not_there =
      false;  // with `retry`: the platform has looked and has no such message, so nothing to wait for
};

// A message wants to go to a place whose adapter keeps a pace (Adapter::ready).
struct Wish {
  core::Destination to;
  bool edit = false;
};
// What the adapter said to a wish: Kind::sent, the message may leave at once; anything else becomes of it.
struct Readiness {
  Wish wish;
  Delivered outcome;
};

// What the operator wants done between two events, in a savepoint of its own. `told` hears after the commit
// whether it was.
struct Errand {
  std::function<void(core::Context&)> work;
  std::function<void(bool done)> told;
};

struct Batch {
  std::vector<Arrival> arrivals;
  std::vector<Settlement> settlements;
  std::vector<Readiness> ready;  // one for each wish
  std::vector<Errand> errands;
  bool empty() const { return arrivals.empty() && settlements.empty() && ready.empty() && errands.empty(); }
};

// When an installation was restored: what jobs that were due by then want to post has been posted by the one
// that the copy was made of. Long past: it was not restored. Between `at` and `seen` that goes for jobs that
// were in the copy, and for what those arrange; what is arranged by somebody since is new.
struct BroughtBack {
  core::Instant made{}, at{};  // the copy, the restore
  core::Instant seen{};        // by the one that was replaced, where the clock was behind it at the restore
};
inline core::Instant posted_until(const BroughtBack& restored) {
  return std::max(restored.at, restored.seen);
}
// By a clock that ran ahead at the restore; `now` is not before the copy, so it is no clock that lags.
inline bool is_ahead(const BroughtBack& restored, core::Instant now) {
  return restored.made <= now && now < restored.at;
}

class Engine {
 public:
  struct Parts {
    const core::Clock& clock;
    core::Random& random;
    Transactor& transactor;
    AgendaStore& agenda;
    OutboxStore& outbox;
    SeenStore& seen;
    std::function<core::Directory()> load_people;
    DeliveryDefaults defaults;
    BroughtBack restored{};
    // How long somebody waited whose event was not sealed, where that was measured (Arrival::came). May be
    // empty.
    std::function<void(std::chrono::duration<double>)> answered{};
    // The last moment that an earlier life of the same house went by; long past: there was none.
    core::Instant went_by{};
    // Keeps that for the next life, in the transaction in which something is arranged by it. May be empty.
    std::function<void(core::Instant)> keep_went_by{};
    // Whether a sealed event has left something undone, which features do when they start. May be empty.
    std::function<bool()> left_undone{};
  };
  Engine(Parts parts, const Dispatcher& dispatcher);

  // The first transaction: people are loaded, features mend what a crash left. A feature that cannot is tried
  // again later, and the house is told; the others serve. Gives the posts that were
  // under way when the process died: ask the platform for each, then tell the engine by a settlement (sent,
  // retry or unknown).
  std::vector<Delivery> start();

  // Instead of start() and run(), while no service runs: does this and nothing else. Nothing that is due
  // happens, no message is claimed. Whether it was done. Throws DatabaseHeld.
  bool alone(const std::function<void(core::Context&)>& work);

  // One group commit. Gives what must be delivered now, at most one for each destination; each must come back
  // as a settlement. Replies are called before it returns.
  std::vector<Delivery> run(Batch batch);

  // What has come while the arrivals of a turn were handled: asked for until there is nothing, and committed
  // with them. Unset: nothing.
  void set_meanwhile(std::function<std::vector<Arrival>()> meanwhile) { meanwhile_ = std::move(meanwhile); }

  // Messages to these workspaces are claimed only when their adapter is ready; unset: all go at once.
  void set_paced(std::function<bool(const std::string& workspace)> paced) { paced_ = std::move(paced); }
  // What has come up since it was last asked; each must come back in Batch::ready.
  std::vector<Wish> take_wishes() { return std::exchange(wishes_, {}); }
  // From now on nothing is claimed: the process ends, and what waits is for the next one.
  void hold_back() { holding_back_ = true; }
  // In an errand: from now on, in this turn too, nobody is answered but with "try again", nothing is due and
  // no errand is done; only outcomes of deliveries are taken. The sealed answers lie with another process.
  void fall_silent() { silent_ = holding_back_ = true; }
  // The same, and this turn comes to nothing, as where its commit fails: the database is to be opened anew.
  void give_up() {
    fall_silent();
    given_up_ = true;
  }

  // When run() has something to do by itself; nothing: only when something arrives.
  std::optional<core::Instant> next_due() const { return next_due_; }
  // The same, leaving out what nobody outside would see.
  std::optional<core::Instant> next_seen() const { return next_seen_; }
  // The defaults from now on.
  void set_defaults(DeliveryDefaults defaults) { parts_.defaults = std::move(defaults); }
  // In an errand: our credentials may be others now, so what was refused for the sake of the former tries at
  // once.
  void try_again();
  // Everything the features arrange at their start is arranged anew, in the next turn: after groups have
  // changed.
  void start_again();
  // Nothing due at `now`, nothing under way.
  bool idle(core::Instant now) const { return !lines_.any_busy() && !(next_due_ && *next_due_ <= now); }
  std::shared_ptr<const core::Directory> people() const { return people_; }
  // Until when somebody who reads there has had a week's number of messages; nothing: there is room for more.
  std::optional<core::Instant> full_until(const core::Destination& to, core::Instant now) {
    return weeks_.full_until(to, *people_, now);
  }

  // Whether the database is there, and ours; throws where it is not.
  void heartbeat() { parts_.transactor.heartbeat(); }

  // Gives the log back to the file system and cleans free pages: after closes and weekly.
  void compact();

 private:
  using Answer = std::function<void(core::Reply)>;
  using Open = std::vector<std::pair<Routed, Answer>>;
  using Came = std::vector<std::chrono::steady_clock::time_point>;
  using Replies = std::vector<std::pair<Answer, core::Reply>>;
  // What one turn has in hand.
  struct Turn {
    core::Instant now{};
    Open sealed, open;
    Came came;  // of those in `open`, where it is known
    std::vector<Errand> errands;
    Replies replies;
    std::vector<bool> done;  // of the errands
    std::vector<Delivery> deliveries;
  };

  void work_off(Turn& turn, Batch& batch);  // inside the transaction, up to the commit
  void follow_commit(Turn& turn);           // effects, then those who wait
  // Gives the sealed ones to the first, the others to the second.
  void take_in(std::vector<Arrival> arrivals, Open& sealed, Open& open, Came& came);
  void answer_sealed(Open& sealed, core::Instant now);
  void handle(Open open, Replies& replies, core::Instant now);
  // The first of them, in one unit of work: up to one after which people are others, or one that repeats a
  // delivery of this unit. How many; none where one failed, and then nothing was done.
  std::size_t handle_some(std::span<Open::value_type> open, Replies& replies, core::Instant now);
  static core::Reply apology(core::Language language);
  core::Reply reply_to(UnitOfWork& work, const Routed& routed, core::Instant now);
  core::Reply sealed_reply(const Routed& routed);
  void tell_sealed_failure();
  // What becomes of a unit of work that throws. It is undone by a savepoint: it alone, which the log says as
  // an error, or to be done apart; or the caller throws, and with it all of the turn is undone.
  enum class Undone { alone, and_done_apart, with_the_turn };
  // False when `work` threw; but for `with_the_turn`: and nothing was done.
  bool unit(const char* what, Undone undone, const std::function<void(UnitOfWork&)>& work);
  bool unit(const char* what, const std::function<void(UnitOfWork&)>& work) {
    return unit(what, Undone::alone, work);
  }
  void hear_facts(UnitOfWork& work) const;
  void call_back();  // what waits for a group that is there again
  void start_features(core::Instant now);
  void start_over(core::Instant now);
  bool is_over(core::Instant now);  // whether they start anew in this turn
  void follow_clock(core::Instant now);
  void keep_clock();  // before each commit
  void tell_waits(const Came& came) const;
  static void tell_errands(const std::vector<Errand>& errands, const std::vector<bool>& done);
  // Posts the text `text` (engine.*) about `what` to every coordinator, and says it in the log. Once for a
  // key.
  void tell_coordinators(const std::string& key, std::string_view text, const std::string& what);
  void tell_unreadable();
  void run_job(const core::Job& job, core::Instant now);
  bool was_posted_before(const core::Job& job) const;  // by what it was restored from
  void note_copied(const core::Job& job);
  void note_copied_jobs();
  void set_aside(const OutboxRow& row, core::Instant now);
  void put_off(Batch batch, const Open& open, const std::vector<Errand>& errands, core::Instant now);
  void undo_turn(const std::vector<Delivery>& claimed, core::Instant now);
  void settle(const Settlement& settlement);
  // These two are false where it has been tried often enough: then it is given up.
  bool wait_refused(UnitOfWork& work, const OutboxRow& row, const Settlement& settlement, core::Instant now);
  bool wait_to_retry(const OutboxRow& row, const Settlement& settlement, core::Instant now);
  void give_up(UnitOfWork& work, const OutboxRow& row, const Settlement& settlement, core::Instant now);
  // How often it was tried in vain, with this refusal.
  int tries_with(const OutboxRow& row, const Delivered& outcome, core::Instant now);
  // Until when it waits.
  core::Instant refused(UnitOfWork& work, const OutboxRow& row, const Delivered& outcome, core::Instant now);
  void run_effects();
  void look_for_undone(core::Instant now);
  void run_due_jobs(core::Instant now);
  std::vector<Delivery> claim(core::Instant now);
  // Whether `row` may be claimed now; else its adapter is asked, or has said what becomes of it.
  bool may_leave(const OutboxRow& row, core::Instant now);
  // The first in the line there that does not wait for another week; `awake` as of OutboxStore::first.
  std::optional<OutboxRow> first_at(const core::Destination& place, bool awake, core::Instant now);
  // Whether it goes to where it waits. Else it is taken out there: it comes too late, or whoever it was for
  // is elsewhere, or has left.
  bool is_for_here(const OutboxRow& row, core::Instant now);
  void gather(const OutboxRow& row, core::Instant until, core::Instant now);
  // The message whose turn it is there; nothing: its line has been told until when to wait.
  std::optional<OutboxRow> next_at(const core::Destination& place, core::Instant now);
  void tell_full_week(const core::Person& person, core::Instant now);
  void look_ahead();

  Parts parts_;
  const Dispatcher& dispatcher_;
  Notices notices_;
  Holds holds_;
  FullWeeks weeks_;
  Repeats repeats_;
  std::shared_ptr<const core::Directory> people_;
  std::vector<std::function<void()>> after_commit_;
  Lines lines_;
  std::function<bool(const std::string&)> paced_;
  std::function<std::vector<Arrival>()> meanwhile_;
  std::vector<Wish> wishes_;
  std::map<core::Destination, Readiness> ready_;  // said, and not used yet
  bool holding_back_ = false, silent_ = false, given_up_ = false;
  std::map<std::string, core::Destination> flights_;  // key -> destination
  core::Instant sealed_failure_told_{};
  std::map<std::string, int> job_failures_;
  std::set<std::pair<std::string, core::Instant>> copied_;  // jobs of the copy due between restore and `seen`
  std::vector<features::Feature*> not_started_;
  int start_failures_ = 0;
  core::Instant start_again_{};
  bool over_ = false;
  std::optional<core::Instant> undone_until_;  // an effect failed; then the features start anew
  int effect_failures_ = 0;                    // one after the other
  core::Instant went_by_;                      // the latest in the last turn, and in this one so far
  core::Instant kept_went_by_;
  std::optional<core::Instant> next_due_, next_seen_;
  bool truncate_wanted_ = false;
  Batch put_off_;  // while another program held the database
  bool waits_for_lock_ = false;
};

}  // namespace runtime
