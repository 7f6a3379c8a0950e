// A place with a key of its own that is refused: how long it is tried.
#include "tests/runtime/world.hpp"

namespace runtime {
namespace {

using std::chrono::minutes;

class OwnKey : public World {
 protected:
  OwnKey() {
    engine->start();
    feature.on_command = [](core::Context& context) { context.post({"a", channel(), words("a"), false}); };
    run({command("pia", "do")});
  }
  // Whether it was under way.
  bool refuse() {
    if (std::ranges::count(out, "a", &Delivery::key) == 0) return false;
    Settlement settlement{"a", false, {}};
    settlement.outcome.kind = Delivered::Kind::refused;
    settlement.outcome.place_alone = true;
    run({}, {settlement});
    return true;
  }
  void try_again() {
    Batch batch;
    batch.errands.push_back({[this](core::Context&) { engine->try_again(); }, [](bool) {}});
    out = engine->run(std::move(batch));
  }
  OutboxRow::State state() { return stores.outbox->find("a")->state; }
};

TEST_F(OwnKey, StartsAndReloadsGiveNothingUp) {
  ASSERT_TRUE(refuse());
  for (int i = 0; i < 60; ++i) {
    clock.set(clock.now() + std::chrono::seconds{2});
    if (i % 2 == 0)
      restart(), run({});
    else
      try_again();
    ASSERT_TRUE(refuse()) << i;
  }
  EXPECT_EQ(state(), OutboxRow::State::waiting);
}

TEST_F(OwnKey, ReloadsDoNotMakeItWaitForEver) {
  const core::Instant began = clock.now();
  int tried = refuse();
  while (state() == OutboxRow::State::waiting && tried < 1000) {
    clock.set(clock.now() + minutes{15});
    try_again();
    tried += refuse();
  }
  EXPECT_EQ(state(), OutboxRow::State::failed);
  EXPECT_GE(clock.now() - began, std::chrono::hours{24});
  EXPECT_LE(clock.now() - began, std::chrono::hours{26});
}

}  // namespace
}  // namespace runtime
