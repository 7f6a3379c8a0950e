#include "bot/app/clock_watch.hpp"

#include "bot/core/coordinators.hpp"

namespace app {
namespace {

constexpr std::chrono::minutes patience{10};  // at a start, until time servers have answered
constexpr std::chrono::minutes every{10};

std::string day_of(core::Instant instant) {
  return core::to_text(instant).substr(0, 10);
}

class ClockWatch final : public features::Feature {
 public:
  ClockWatch(storage::Database& database, const GuardedClock& clock) : record_(database), clock_(clock) {}

  std::string_view name() const override { return "clock"; }
  void start(core::Context& context) override { look(context, true); }
  void due(core::Context& context, const core::Job&) override { look(context, false); }

 private:
  void look(core::Context& context, bool just_started) {
    record_.keep(clock_.seen());
    const auto doubt = clock_.doubt();
    const bool soon = just_started && doubt && doubt->absence;
    if (doubt && !soon)
      core::tell_coordinators(context, "clock:" + day_of(doubt->wall),
                              doubt->followed ? "clock.doubted" : "clock.unbelieved",
                              {{"shown", day_of(doubt->wall)}, {"seen", day_of(doubt->certain)}});
    const auto wait = soon ? std::chrono::seconds{patience} : std::chrono::seconds{every};
    context.arrange({"clock/look", "clock/look", "", context.now() + wait, true});
  }

  storage::ClockRecord record_;
  const GuardedClock& clock_;
};

}  // namespace

core::Instant begin_after_earlier_lives(GuardedClock& clock, storage::Database& database) {
  if (const auto seen = storage::clock_seen(database)) clock.begin_after(*seen);
  return storage::went_by(database);
}

std::unique_ptr<features::Feature> make_clock_watch(storage::Database& database, const GuardedClock& clock) {
  return std::make_unique<ClockWatch>(database, clock);
}

}  // namespace app
