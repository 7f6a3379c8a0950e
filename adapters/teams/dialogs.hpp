#pragma once
// What waits in memory to be shown in a dialog, and the answers that open, change and close one.

#include <list>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "adapters/net/timing.hpp"
#include "bot/core/event.hpp"
#include "bot/core/random.hpp"

namespace teams {

// Forms and words of one person, each under a random name for half an hour, at most a thousand of them and
// twenty of one person. Gone with the process; never written anywhere.
class Slots {
 public:
  struct Slot {
    std::string person;  // who alone may have it
    std::string place;   // the channel it began in: which group is meant
    std::optional<core::Form> form;
    std::optional<core::Message> words;
    core::Language language = core::Language::nb;
  };

  Slots(core::Random& random, net::Timing timing) : random_(random), timing_(std::move(timing)) {}

  // To be opened later, whole.
  std::string keep(Slot slot);
  // A form that is on somebody's screen, to be drawn again: without anything that was filled in. Where that
  // is the one under `before`, it stays there, for another half an hour.
  std::string keep_shown(std::string person, std::string place, core::Form form, core::Language language,
                         const std::string& before);
  // Nothing when it is too late, or another person asks.
  std::optional<Slot> find(const std::string& name, const std::string& person);
  std::size_t size() const { return slots_.size(); }

 private:
  struct Entry {
    std::string name;
    net::Ticks until;
    Slot slot;
  };
  void sweep();
  core::Random& random_;
  net::Timing timing_;
  std::list<Entry> slots_;  // oldest first
};

nlohmann::json dialog(const std::string& title, nlohmann::json card, std::size_t inputs);
nlohmann::json dialog_words(const std::string& text);

// The answer to adaptiveCard/action: a card for this person alone, or words that pass.
nlohmann::json action_card(nlohmann::json card);
nlohmann::json action_words(const std::string& text);
nlohmann::json action_error(const std::string& text);

}  // namespace teams
