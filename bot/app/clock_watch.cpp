#include "bot/app/clock_watch.hpp"

#include "bot/core/coordinators.hpp"

namespace app {
namespace {

class ClockWatch final : public features::Feature {
 public:
  ClockWatch(storage::Database& database, const GuardedClock& clock) : database_(database), clock_(clock) {}

  std::string_view name() const override { return "clock"; }
  void start(core::Context& context) override { look(context); }
  void due(core::Context& context, const core::Job&) override { look(context); }

 private:
  void look(core::Context& context) {
    storage::keep_instant(database_, context.now());
    if (const auto shown = clock_.unbelieved())
      core::tell_coordinators(context, "clock:" + core::to_text(context.now()).substr(0, 10),
                              "clock.unbelieved", {{"shown", core::to_text(*shown).substr(0, 10)}});
    context.arrange({"clock/look", "clock/look", "", context.now() + std::chrono::hours{1}, true});
  }

  storage::Database& database_;
  const GuardedClock& clock_;
};

}  // namespace

std::unique_ptr<features::Feature> make_clock_watch(storage::Database& database, const GuardedClock& clock) {
  return std::make_unique<ClockWatch>(database, clock);
}

}  // namespace app
