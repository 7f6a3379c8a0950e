#pragma once
// People in simulate --faults: they press what they find, fill in what opens, type what comes to mind, and do
// it twice, late, or again when nothing came back.

#include <functional>
#include <map>
#include <string>

#include "bot/app/config.hpp"
#include "bot/app/fault_ledger.hpp"
#include "bot/core/random.hpp"

namespace app {

class FaultCrowd {
 public:
  struct Hooks {
    std::function<void(std::chrono::seconds, std::function<void()>)> later;
    // Hands an event to the bot, if there is one; `reply` may never be called.
    std::function<void(core::Event, std::function<void(core::Reply)>)> hand_in;
  };
  FaultCrowd(std::uint64_t seed, const Config& config, FaultLedger& ledger, Hooks hooks)
      : random_(seed), config_(config), ledger_(ledger), hooks_(std::move(hooks)) {}

  // What comes to people's minds in `days`.
  void begin(int days);
  void read(const runtime::Delivery& delivery);
  long events() const { return events_; }
  // Words written into an anonymous poll, and for which.
  const std::map<std::string, core::PollId>& secrets() const { return secrets_; }

 private:
  std::uint64_t random(std::uint64_t bound) { return core::below(random_, bound); }
  const core::Person* person(const core::PersonId& id) const;
  core::Origin origin(const core::Person& person, const std::string& channel);
  void press_some(const core::Person& person, const std::string& channel, const core::Message& message,
                  std::uint64_t one_in);
  void act(const core::Person& person, core::Event event);
  void answered(const core::Person& person, const core::Event& event, const core::Reply& reply);
  core::FormValues fill(const core::Form& form);

  core::SeededRandom random_;
  const Config& config_;
  FaultLedger& ledger_;
  Hooks hooks_;
  long events_ = 0, deliveries_ = 0;
  std::map<std::string, core::PollId> secrets_;
};

}  // namespace app
