#pragma once
// People in simulate --faults: they press what they find, fill in what opens, type what comes to mind, and do
// it twice, late, or again when nothing came back.

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

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

  // What comes to people's minds in `days`. Who `wavers` changes an anonymous answer so often that its box is
  // written anew.
  void begin(int days, bool wavers);
  void read(const runtime::Delivery& delivery);
  long events() const { return events_; }
  // The anonymous polls of which a word stands in `bytes`.
  void find_secrets(std::string_view bytes, std::set<core::PollId>& polls) const;

 private:
  // Where who is, in `config_` as it is now.
  struct Index {
    std::size_t people = 0;
    std::unordered_map<std::string, const core::Person*> by_id, by_user;
    std::unordered_map<std::string, const core::Group*> by_channel;
  };
  const Index& index() const;
  std::uint64_t random(std::uint64_t bound) { return core::below(random_, bound); }
  // Answers `again` and again, where people do; of each poll once. `about`: begins with its id.
  void waver(const core::PersonId& id, const std::string& about,
             const std::function<core::Event(const core::Person&)>& again);
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
  mutable Index index_;
  long events_ = 0, deliveries_ = 0;
  bool wavers_ = false;
  std::set<std::string> wavered_;                          // person and poll
  std::unordered_map<std::string, core::PollId> secrets_;  // words, and for which poll
};

}  // namespace app
