#include "bot/runtime/engine_thread.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <chrono>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

#include "bot/core/busy.hpp"
#include "bot/core/log.hpp"
#include "bot/core/reply.hpp"

namespace runtime {

// Answers on their way to the thread of the sockets: one hand-over for all that are said before it is taken.
class Said : public std::enable_shared_from_this<Said> {
 public:
  using Answer = std::pair<std::function<void(core::Reply)>, core::Reply>;
  explicit Said(boost::asio::any_io_executor io) : io_(std::move(io)) {}

  void add(Answer answer) {
    const std::lock_guard lock(mutex_);
    answers_.push_back(std::move(answer));
    if (!std::exchange(on_its_way_, true)) hand_over();
  }

 private:
  void hand_over() {
    boost::asio::post(io_, [self = shared_from_this()] { self->take(); });
  }

  void take() {
    while (is_any_taken()) {
      Answer answer = std::move(taken_.front());
      taken_.pop_front();
      try {
        answer.first(std::move(answer.second));
      } catch (...) {
        hand_over();  // the others are told all the same
        throw;
      }
    }
  }

  bool is_any_taken() {
    if (!taken_.empty()) return true;
    const std::lock_guard lock(mutex_);
    std::swap(taken_, answers_);
    on_its_way_ = !taken_.empty();
    return on_its_way_;
  }

  boost::asio::any_io_executor io_;
  std::deque<Answer> taken_;  // of the thread of the sockets
  std::mutex mutex_;
  std::deque<Answer> answers_;
  bool on_its_way_ = false;
};

namespace {

constexpr std::size_t portion = 8;  // arrivals for which an idle engine is woken at once

// So long arrivals are gathered for one commit at least, however fast the disk is (a sync costs as much of
// the processor as five votes), and at most, however slow.
constexpr std::chrono::microseconds shortest_gathering{300}, longest_gathering{10'000};

// The engine beats by itself for so long after it was last told to.
constexpr auto longest_alone = std::chrono::seconds{10};

// Somebody waits for an answer. Dropped unsaid, it apologises.
class Pending {
 public:
  Pending(std::shared_ptr<Said> said, std::function<void(core::Reply)> reply, core::Language language)
      : said_(std::move(said)), reply_(std::move(reply)), language_(language) {}
  ~Pending() {
    if (reply_) say(core::whisper(language_, "engine.failed"));
  }
  Pending(const Pending&) = delete;
  Pending& operator=(const Pending&) = delete;

  void say(core::Reply content) {
    if (auto reply = std::exchange(reply_, nullptr)) said_->add({std::move(reply), std::move(content)});
  }
  void withdraw() { reply_ = nullptr; }

 private:
  std::shared_ptr<Said> said_;
  std::function<void(core::Reply)> reply_;
  core::Language language_;
};

// Whether the thread of the sockets has something to do about it.
bool is_news(const EngineThread::Turn& turn, const EngineThread::Turn& told) {
  return !turn.deliveries.empty() || !turn.wishes.empty() || turn.serial != told.serial ||
         turn.people != told.people || turn.next_due != told.next_due || turn.next_seen != told.next_seen ||
         turn.idle != told.idle;
}

}  // namespace

EngineThread::EngineThread(Engine& engine, const core::Clock& clock, boost::asio::any_io_executor io,
                           std::function<void(Turn)> turn, std::string name)
    : engine_(engine),
      clock_(clock),
      io_(std::move(io)),
      said_(std::make_shared<Said>(io_)),
      turn_(std::move(turn)),
      name_(std::move(name)),
      thread_([this] { run(); }) {}

EngineThread::~EngineThread() {
  stop();
}

void EngineThread::accept(core::Event event, std::function<void(core::Reply)> reply) {
  const core::Language language = core::origin_of(event).language.value_or(core::Language::nb);
  const auto pending = std::make_shared<Pending>(said_, std::move(reply), language);
  std::function<void(core::Reply)> say = [pending](core::Reply content) { pending->say(std::move(content)); };
  bool first = false, enough = false;
  {
    const std::lock_guard lock(mutex_);
    if (ended_) return;  // and `pending` apologises
    if (queue_.arrivals.size() >= longest_queue) {
      pending->withdraw();
      throw core::Busy();
    }
    if (queue_.arrivals.empty()) queue_.arrivals.reserve(portion);
    Arrival& arrival = queue_.arrivals.emplace_back();
    arrival.event = std::move(event);
    arrival.reply = std::move(say);
    arrival.came = std::chrono::steady_clock::now();
    if (busy_) return;  // and looks again before it sleeps
    enough = queue_.arrivals.size() == portion;
    first = !std::exchange(waking_, true);
  }
  // What else has come in the same turn of the sockets is taken with it: to wake a thread costs as much as an
  // answer.
  if (enough) wake_.notify_one();
  if (first) boost::asio::post(io_, [this] { wake(); });
}

void EngineThread::wake() {
  {
    const std::lock_guard lock(mutex_);
    waking_ = false;
  }
  wake_.notify_one();
}

void EngineThread::settle(Settlement settlement) {
  {
    const std::lock_guard lock(mutex_);
    queue_.settlements.push_back(std::move(settlement));
  }
  wake_.notify_one();
}

void EngineThread::ready(Readiness said) {
  {
    const std::lock_guard lock(mutex_);
    queue_.ready.push_back(std::move(said));
  }
  wake_.notify_one();
}

void EngineThread::ask(Errand errand) {
  errand.told = [io = io_, told = std::move(errand.told)](bool done) {
    boost::asio::post(io, [told, done] { told(done); });
  };
  {
    const std::lock_guard lock(mutex_);
    if (ended_) return;
    queue_.errands.push_back(std::move(errand));
  }
  wake_.notify_one();
}

void EngineThread::hold_back() {
  const std::lock_guard lock(mutex_);
  holding_back_ = true;
}

std::uint64_t EngineThread::tick() {
  std::uint64_t serial = 0;
  {
    const std::lock_guard lock(mutex_);
    serial = ++ticks_;
    ticked_ = true;
  }
  wake_.notify_one();
  return serial;
}

void EngineThread::beat(std::chrono::milliseconds late) {
  {
    const std::lock_guard lock(mutex_);
    beats_ = true;
    told_to_beat_ = std::chrono::steady_clock::now();
    late_ = late;
  }
  wake_.notify_one();
}

void EngineThread::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
  end();
}

// Who still waits hears that it failed.
void EngineThread::end() {
  Batch left;
  const std::lock_guard lock(mutex_);
  ended_ = true;
  std::swap(left, queue_);
}

// Waits until something is wanted, or until the beat that should have come by then has not.
bool EngineThread::beat_is_late(std::unique_lock<std::mutex>& lock, const std::function<bool()>& wanted) {
  const auto gives_up = told_to_beat_ + longest_alone;
  const auto late = beaten_ + late_;
  if (told_to_beat_ != Moment{} && late < gives_up) return !wake_.wait_until(lock, late, wanted);
  wake_.wait(lock, wanted);
  return false;
}

// A commit costs the same for one and for a hundred. So what comes while the others are handled goes into the
// same one, for about as long as the last commit took: nobody waits more than twice as long, and on a slow
// disk few wait for a second commit.
std::vector<Arrival> EngineThread::meanwhile() {
  asked_ = std::chrono::steady_clock::now();
  if (asked_ - began_ >= std::clamp<Moment::duration>(commit_took_, shortest_gathering, longest_gathering))
    return {};
  const std::lock_guard lock(mutex_);
  return std::exchange(queue_.arrivals, {});
}

std::vector<Delivery> EngineThread::turn_of_engine(Batch batch) {
  began_ = asked_ = std::chrono::steady_clock::now();
  auto deliveries = engine_.run(std::move(batch));
  if (asked_ != began_) commit_took_ = std::chrono::steady_clock::now() - asked_;
  return deliveries;
}

EngineThread::Turn EngineThread::how_it_stands() const {
  Turn turn;
  turn.people = engine_.people();
  turn.next_due = engine_.next_due();
  turn.next_seen = engine_.next_seen();
  return turn;
}

// Where another program holds the database, the engine has waited for it and waits again.
std::optional<std::vector<Delivery>> EngineThread::start_engine() {
  for (;;) {
    try {
      return engine_.start();
    } catch (const DatabaseHeld&) {
      const std::lock_guard lock(mutex_);
      if (stopping_) return std::nullopt;
    }
  }
}

void EngineThread::run() {
  const core::LogName scope(name_);
  engine_.set_meanwhile([this] { return meanwhile(); });
  const auto tell = [this](Turn turn) {
    boost::asio::post(io_, [this, turn = std::move(turn)]() mutable { turn_(std::move(turn)); });
  };
  try {
    auto under_way = start_engine();
    if (!under_way) return;
    Turn first = how_it_stands();
    first.under_way = *std::move(under_way);
    tell(std::move(first));
    Turn told;
    bool more = true;  // something may be due from the start
    for (;;) {
      Batch batch;
      std::uint64_t serial = 0;
      bool last = false, beats = false;
      {
        std::unique_lock lock(mutex_);
        busy_ = false;
        const bool late =
            beat_is_late(lock, [&] { return more || ticked_ || beats_ || stopping_ || !queue_.empty(); });
        busy_ = true;
        std::swap(batch, queue_);
        ticked_ = false;
        beats = std::exchange(beats_, false) || late;
        if (holding_back_) engine_.hold_back();
        serial = ticks_;
        last = stopping_ && batch.empty();
      }
      if (last) break;
      if (beats) {
        beaten_ = std::chrono::steady_clock::now();
        engine_.heartbeat();
      }
      auto deliveries = turn_of_engine(std::move(batch));
      Turn turn = how_it_stands();
      turn.serial = serial;
      turn.deliveries = std::move(deliveries);
      turn.wishes = engine_.take_wishes();
      const core::Instant now = clock_.now();
      turn.idle = engine_.idle(now);
      // A flood of jobs is taken in portions, so that a person's click gets in between.
      more = turn.next_due && *turn.next_due <= now;
      if (!is_news(turn, told)) continue;
      told = turn;
      told.deliveries.clear();
      told.wishes.clear();
      tell(std::move(turn));
    }
  } catch (const std::exception& error) {
    core::log(core::Level::error, "engine: stopped, the database cannot be used", words_for_log(error));
    end();
    Turn turn;
    turn.failed = true;
    tell(std::move(turn));
  }
}

}  // namespace runtime
