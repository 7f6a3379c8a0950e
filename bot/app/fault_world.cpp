#include "bot/app/fault_world.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <filesystem>
#include <map>
#include <utility>

#include "bot/app/bot.hpp"
#include "bot/app/fault_crowd.hpp"
#include "bot/app/fault_plan.hpp"
#include "bot/app/faulty_disk.hpp"
#include "bot/app/guarded_clock.hpp"
#include "bot/app/invented.hpp"
#include "bot/app/rehearsal.hpp"
#include "bot/core/failpoint.hpp"
#include "bot/core/log.hpp"
#include "bot/runtime/courier.hpp"

namespace app {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using core::Instant;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr int quiet_end = 4;      // days in which nobody types anything
constexpr int most_turns = 5000;  // at one instant

class FaultWorld {
 public:
  explicit FaultWorld(const FaultOptions& options)
      : options_(options),
        random_(options.seed * 1'000'003),
        folder_("/dev/shm"),
        config_(made_config(random_)),
        disk_(options.seed + 7),
        platform_(options.seed + 11, habits(), platform_hooks()),
        crowd_(options.seed + 13, config_, ledger_, crowd_hooks()) {
    crypto_generichash_init(&hash_, nullptr, 0, crypto_generichash_BYTES);
    disk_.at_death([this] { keep_boxes(); });
    here_ = this;
    core::install_failpoint_hook([](std::string_view name) { here_->pass(name); });
  }
  ~FaultWorld() {
    life_.reset();
    core::install_failpoint_hook(nullptr);
  }

  FaultsFound run() {
    start_life();
    FaultPlan plan = plan_faults(options_, start_, random_);
    platform_.set_outages(std::move(plan.outages));
    faults_ = std::move(plan.faults);
    follow_power();
    for (const PlannedFault& fault : faults_) {
      acts_.emplace(fault.at - power_nears, [this] { follow_power(); });
      acts_.emplace(fault.at, [this, &fault] { happens(fault); });
    }
    crowd_.begin(options_.days - quiet_end, wavers(options_));
    for (int day = 1; day < options_.days; ++day)
      at_day(day, minutes{random(1440)}, [this] { look_for_secrets(); });
    at_day(options_.days - calm_days, {}, [this] { calm(); });
    const Instant end = start_ + days{options_.days};
    while (now_ < end) step(end);
    finish();
    return std::move(found_);
  }

 private:
  // One run of the process.
  struct Life {
    Life(const Config& config, FaultyPlatform& platform, ClockSources sources, const fs::path& data,
         std::uint64_t seed)
        : random(seed),
          clock(std::move(sources), confirmation_file(data)),
          adapter(platform.adapter(io.get_executor())),
          bot(config, clock, random, (data / "refleks.db").string(), {}, {.clock = &clock}) {}
    void poll() {
      io.restart();
      io.poll();
    }
    asio::io_context io{1};
    core::SeededRandom random;
    GuardedClock clock;
    std::unique_ptr<runtime::Adapter> adapter;
    Bot bot;
    runtime::Batch batch;
    std::set<core::PollId> closed;  // that it has said so of, and will not open again
  };

  std::uint64_t random(std::uint64_t bound) { return core::below(random_, bound); }
  Config made_config(core::Random& world) const {
    Config config = invented_config(options_.groups, world);
    config.ballot_box.mode = Config::BallotBox::Mode::memory;
    config.ballot_box.directory = folder_.path() / "boxes";
    config.organisation.data = folder_.path() / "data";
    fs::create_directories(config.organisation.data);
    fs::create_directories(config.ballot_box.directory);
    fs::permissions(config.ballot_box.directory, fs::perms::owner_all);
    return config;
  }
  FaultyPlatform::Habits habits() {
    FaultyPlatform::Habits habits;
    habits.finds = random(2) == 0;
    habits.paced = random(2) == 0;
    habits.broken = !options_.without.contains("platform");
    return habits;
  }
  auto waiting() {
    return [this](seconds wait, std::function<void()> what) { later(wait, std::move(what)); };
  }
  FaultyPlatform::Hooks platform_hooks() {
    return {[this] { return now_; }, waiting(),
            [this](const runtime::Delivery& delivery) { leaves(delivery); },
            [this](const runtime::Delivery& delivery) { crowd_.read(delivery); }};
  }
  FaultCrowd::Hooks crowd_hooks() {
    return {waiting(), [this](core::Event event, std::function<void(core::Reply)> reply) {
              hand_in(std::move(event), std::move(reply));
            }};
  }
  ClockSources clock_sources() {
    return {[this] { return now_ + skew_; }, [this] { return now_.time_since_epoch(); },
            [] { return std::optional<Instant>(); }};
  }

  // --- time

  void later(seconds wait, std::function<void()> what) { acts_.emplace(now_ + wait, std::move(what)); }
  void at_day(int day, seconds after, std::function<void()> what) {
    acts_.emplace(start_ + days{day} + after, std::move(what));
  }

  void step(Instant end) {
    if (life_) life_->poll();
    const auto due = life_ ? life_->bot.engine().next_due() : std::nullopt;
    if (life_ && (!life_->batch.empty() || (due && *due <= life_->clock.now()))) {
      if (++turns_ > most_turns) {
        problem("the engine does not come to rest", "");
        now_ = end;
      }
      return turn();
    }
    Instant next = acts_.empty() ? end : std::min(end, acts_.begin()->first);
    if (due) next = std::min(next, now_ + (*due - life_->clock.now()));
    if (next > now_) turns_ = 0;
    now_ = next;
    while (!acts_.empty() && acts_.begin()->first <= now_) acts_.extract(acts_.begin()).mapped()();
  }

  void turn() {
    std::vector<runtime::Delivery> out;
    bool failed = false;
    try {
      out = life_->bot.engine().run(std::exchange(life_->batch, {}));
    } catch (const std::exception&) {
      failed = true;  // the daemon ends with status 1
    }
    if (failed || disk_.dead()) return end_life();
    for (runtime::Delivery& delivery : out)
      spawn(runtime::deliver(life_->adapter.get(), std::move(delivery), settler(), pauser()));
    for (runtime::Wish& wish : life_->bot.engine().take_wishes())
      spawn(runtime::get_ready(*life_->adapter, std::move(wish),
                               [life = std::weak_ptr(life_)](runtime::Readiness said) {
                                 if (const auto still = life.lock())
                                   still->batch.ready.push_back(std::move(said));
                               }));
  }

  void spawn(asio::awaitable<void> work) { asio::co_spawn(life_->io, std::move(work), asio::detached); }
  runtime::Settle settler() {
    return [life = std::weak_ptr(life_)](runtime::Settlement settlement) {
      if (const auto still = life.lock()) still->batch.settlements.push_back(std::move(settlement));
    };
  }
  runtime::Pause pauser() {
    return [this, executor = life_->io.get_executor()](std::chrono::milliseconds wait) {
      return nap(executor, wait);
    };
  }
  asio::awaitable<void> nap(asio::any_io_executor executor, std::chrono::milliseconds wait) {
    const auto over = std::make_shared<asio::steady_timer>(executor, asio::steady_timer::time_point::max());
    later(std::chrono::ceil<seconds>(wait), [timer = std::weak_ptr(over)] {
      if (const auto still = timer.lock()) still->cancel();
    });
    constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
    co_await over->async_wait(quietly);
  }

  // --- lives

  void start_life() {
    if (life_) return;
    try {
      life_ = std::make_shared<Life>(config_, platform_, clock_sources(), config_.organisation.data,
                                     options_.seed + ++lives_);
      life_->bot.engine().set_paced([paced = life_->adapter->paced()](const std::string&) { return paced; });
      const auto under_way = life_->bot.engine().start();
      if (!disk_.dead())
        for (const runtime::Delivery& delivery : under_way)
          spawn(runtime::ask_for(life_->adapter.get(), delivery, settler(), pauser()));
    } catch (const std::exception& error) {
      trace("cannot start: ", error.what());
      return end_life();
    }
    if (disk_.dead()) end_life();
  }

  void end_life() {
    const bool died = disk_.dead(), power = died && std::exchange(power_goes_, false);
    life_.reset();
    disk_.next_life(power);
    failpoint_.clear();
    const fs::path boxes = config_.ballot_box.directory;
    if (power) {
      follow_power();
      fs::remove_all(boxes);
      fs::create_directory(boxes);
      fs::permissions(boxes, fs::perms::owner_all);
      ledger_.power_lost();
    } else if (died) {
      fs::remove_all(boxes);
      fs::rename(folder_.path() / "boxes-then", boxes);
    }
    if (died) ++found_.deaths;
    trace(power ? "the power is gone" : died ? "killed" : "ended", "");
    later(random(4) == 0 ? seconds{hours{random(20)}} : seconds{1 + random(60)}, [this] { start_life(); });
  }
  void keep_boxes() {
    const fs::path then = folder_.path() / "boxes-then";
    fs::remove_all(then);
    fs::copy(config_.ballot_box.directory, then, fs::copy_options::recursive);
  }
  void follow_power() { disk_.power_may_go(power_goes_ || power_is_near(faults_, now_)); }
  void pass(std::string_view name) {
    if (name == "box.exchanged" && !disk_.dead()) ++found_.rewritten;
    if (!failpoint_.empty() && name == failpoint_ && passings_-- == 0) disk_.die();
  }

  // --- what goes wrong

  void happens(const PlannedFault& fault) {
    using Kind = PlannedFault::Kind;
    switch (fault.kind) {
      case Kind::kill:
        failpoint_ = fault.place, passings_ = fault.count;
        return;
      case Kind::power:
        power_goes_ = true;
        [[fallthrough]];
      case Kind::death:
        return disk_.die_after(fault.count);
      case Kind::full:
        disk_.set_full(true);
        return later(fault.lasts, [this] { disk_.set_full(false); });
      case Kind::reads:
        disk_.set_unreadable(true);
        return later(fault.lasts, [this] { disk_.set_unreadable(false); });
      case Kind::clock:
        skew_ = fault.skew;
        return later(fault.lasts, [this] { skew_ = seconds{0}; });
      case Kind::leaving:
        return somebody_leaves();
    }
  }

  void calm() {
    platform_.calm();
    disk_.set_full(false);
    disk_.set_unreadable(false);
    disk_.die_after(-1);
    failpoint_.clear();
    skew_ = seconds{0};
  }

  void somebody_leaves() {
    core::Group& group = config_.groups[random(config_.groups.size())];
    if (group.members.size() < 5) return;
    const core::PersonId who = group.members.back().person;  // neither leads nor facilitates
    const auto person = std::ranges::find(config_.people, who, &core::Person::id);
    gone_.insert(person->user);
    config_.people.erase(person);
    group.members.pop_back();
    if (!life_) return;
    runtime::Errand errand;
    errand.work = [this, life = life_.get()](core::Context& context) {
      life->bot.reconfigure(context, config_, "");
    };
    errand.told = [](bool) {};
    life_->batch.errands.push_back(std::move(errand));
  }

  // --- what is seen

  void hand_in(core::Event event, std::function<void(core::Reply)> reply) {
    if (!life_) return;
    life_->batch.arrivals.push_back({std::move(event), [this, reply = std::move(reply)](core::Reply content) {
                                       if (!disk_.dead()) reply(std::move(content));
                                     }});
  }

  // A message goes out just now.
  void leaves(const runtime::Delivery& delivery) {
    const Instant now = life_->clock.now();
    const std::string line = core::to_text(now) + delivery.key + core::plain_text(delivery.message);
    trace(delivery.ref.empty() ? "post " : "edit ", delivery.key + " -> " + delivery.to.id);
    crypto_generichash_update(&hash_, reinterpret_cast<const unsigned char*>(line.data()), line.size());
    if (!delivery.ref.empty()) return;
    const std::string wrong = improper(delivery, *life_->bot.engine().people(), config_.quiet, gone_, now);
    if (!wrong.empty()) problem(wrong, delivery.to.id);
  }

  void look_for_secrets() {
    if (!life_ || disk_.dead()) return;
    std::set<core::PollId> there;
    disk_.look([&](std::string_view bytes) { crowd_.find_secrets(bytes, there); });
    std::erase_if(there, [&](const core::PollId& poll) { return life_->closed.contains(poll); });
    if (there.empty()) return;
    try {
      storage::Database reader(database_, storage::Database::Use::reader);
      report(FaultLedger::leaks(reader, there, life_->closed));
    } catch (const std::exception&) {  // a disk that does not read
    }
  }

  void finish() {
    if (!life_) problem("the daemon is not there in the end", "");
    life_.reset();
    core::install_failpoint_hook(nullptr);
    storage::Database reader(database_, storage::Database::Use::reader);
    report(ledger_.check(reader, platform_, now_, config_.people));
    report(ledger_.boxes_left(reader, config_.ballot_box.directory / "ballots"));
    found_.failed_calls = platform_.failed();
    found_.events = crowd_.events();
    found_.answers = ledger_.answers();
    found_.compared = ledger_.compared();
    found_.posts = static_cast<long>(platform_.posts().size());
    std::array<unsigned char, crypto_generichash_BYTES> sum{};
    crypto_generichash_final(&hash_, sum.data(), sum.size());
    for (std::size_t i = 0; i < 8; ++i) found_.sum += fmt::format("{:02x}", sum[i]);
  }

  void report(const std::vector<std::string>& wrong) {
    for (const std::string& what : wrong) problem(what.substr(0, what.find(": ")), what);
  }
  void problem(const std::string& what, const std::string& about) {
    if (found_.first.empty()) found_.first = core::to_text(now_) + " " + what + " (" + about + ")";
    trace("PROBLEM ", what + " (" + about + ")");
    ++found_.problems[what];
  }
  void trace(std::string_view what, std::string_view about) const {
    if (options_.trace) fmt::print(stderr, "{} {}{}\n", core::to_text(now_), what, about);
  }

  static inline FaultWorld* here_ = nullptr;  // the hook of failpoints takes no argument

  const FaultOptions& options_;
  core::SeededRandom random_;
  TemporaryFolder folder_;
  Config config_;
  const Instant start_ = core::Zone::named("Europe/Oslo").to_utc(core::at(invented_first_day, hours{0}));
  const std::string database_ = (folder_.path() / "data/refleks.db").string();
  Instant now_ = start_;
  seconds skew_{0};
  std::multimap<Instant, std::function<void()>> acts_;  // at one moment in the order in which they came
  std::uint64_t lives_ = 0;
  int turns_ = 0, passings_ = 0;
  std::string failpoint_;
  bool power_goes_ = false;  // with the next death
  std::vector<PlannedFault> faults_;
  std::set<std::string> gone_;  // users who have left
  FaultsFound found_;
  crypto_generichash_state hash_{};
  FaultLedger ledger_;
  FaultyDisk disk_;
  FaultyPlatform platform_;
  FaultCrowd crowd_;
  std::shared_ptr<Life> life_;
};

}  // namespace

FaultsFound live_through(const FaultOptions& options) {
  return FaultWorld(options).run();
}

}  // namespace app
