#include "bot/app/leaving.hpp"

#include <memory>

#include "bot/app/handover.hpp"
#include "bot/core/log.hpp"

namespace app {

constexpr std::chrono::seconds longest_wait_for_engine{1};

Leaving::Leaving(boost::asio::any_io_executor executor, const Config& config, Bot& bot,
                 std::function<void(runtime::Errand)> ask, std::function<void()> stop)
    : config_(config), bot_(bot), ask_(std::move(ask)), stop_(std::move(stop)), limit_(std::move(executor)) {}

void Leaving::hand_over(std::function<void(const HandedOver&)> done) {
  const auto result = std::make_shared<HandedOver>();
  result->refused = "it could not be begun; try again";
  runtime::Errand errand;
  errand.work = [this, result](core::Context&) { *result = bot_.hand_over(giver(config_)); };
  errand.told = [this, result, done = std::move(done)](bool) {
    if (result->refused.empty())
      core::log(core::Level::info, "the open boxes are with the other machine: this one serves no more",
                std::to_string(result->polls) + " open anonymous polls");
    done(*result);
    if (result->refused.empty()) stop_();
  };
  ask_(std::move(errand));
}

void Leaving::leave() {
  if (config_.handover.peer_host.empty()) return stop_();
  limit_.expires_after(longest_hand_over + longest_wait_for_engine);
  limit_.async_wait([this](boost::system::error_code error) {
    if (!error) stop_();
  });
  hand_over([this](const HandedOver& told) {
    limit_.cancel();
    if (told.refused.empty()) return;
    core::log(core::Level::warning, "open boxes stay on this machine", told.refused);
    stop_();
  });
}

}  // namespace app
