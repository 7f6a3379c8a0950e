#include "bot/app/rehearsal.hpp"

#include <stdlib.h>

#include <stdexcept>

namespace app {

TemporaryFolder::TemporaryFolder(const std::filesystem::path& parent) {
  std::string name = (parent / "refleks-XXXXXX").string();
  if (!mkdtemp(name.data())) throw std::runtime_error("cannot make a folder in " + parent.string());
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;  // nothing to be done about it, and nobody to tell
  std::filesystem::remove_all(path_, ignored);
}

Rehearsal::Rehearsal(Config config, core::Instant start, std::uint64_t seed, const std::string& database,
                     std::function<void(core::Instant, const runtime::Delivery&)> seen)
    : box_("/dev/shm"), config_(std::move(config)), clock_(start, {}), random_(seed), seen_(std::move(seen)) {
  config_.ballot_box.mode = Config::BallotBox::Mode::memory;
  config_.ballot_box.directory = box_.path();
  config_.backup.directory.clear();
  bot_ = std::make_unique<Bot>(config_, clock_, random_, database);
  settle(bot_->engine().start());
}

void Rehearsal::advance(core::Instant to) {
  runtime::Engine& engine = bot_->engine();
  while (engine.next_due() && *engine.next_due() <= to) {
    clock_.set(std::max(*engine.next_due(), clock_.now()));
    settle(engine.run({}));
  }
  clock_.set(to);
}

std::vector<core::Reply> Rehearsal::play(std::vector<core::Event> events) {
  std::vector<core::Reply> replies(events.size());
  runtime::Batch batch;
  for (std::size_t i = 0; i < events.size(); ++i)
    batch.arrivals.push_back(
        {std::move(events[i]), [&replies, i](core::Reply reply) { replies[i] = std::move(reply); }});
  settle(bot_->engine().run(std::move(batch)));
  return replies;
}

void Rehearsal::settle(std::vector<runtime::Delivery> deliveries) {
  while (!deliveries.empty()) {
    runtime::Batch batch;
    for (const runtime::Delivery& delivery : deliveries) {
      seen_(clock_.now(), delivery);
      runtime::Settlement settlement;
      settlement.key = delivery.key;
      settlement.edit = !delivery.ref.empty();
      settlement.outcome.ref = delivery.key;
      batch.settlements.push_back(std::move(settlement));
    }
    deliveries = bot_->engine().run(std::move(batch));
  }
}

}  // namespace app
