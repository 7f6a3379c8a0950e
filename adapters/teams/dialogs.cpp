#include "adapters/teams/dialogs.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/teams/escape.hpp"
#include "adapters/typeset/measure.hpp"

namespace teams {
namespace {

using Json = nlohmann::json;
using namespace std::chrono_literals;

constexpr net::Ticks lifetime = 30min;
constexpr std::size_t most_slots = 1000;
constexpr std::ptrdiff_t most_of_one = 20;
constexpr std::size_t title_bytes = 64, words_bytes = 1000;

Json answer(int status, const char* type, Json value) {
  return {{"statusCode", status}, {"type", type}, {"value", std::move(value)}};
}

}  // namespace

std::string Slots::keep(Slot slot) {
  sweep();
  // Who opens form after form pushes out the own ones.
  const auto same = [&](const Entry& entry) { return entry.slot.person == slot.person; };
  if (std::count_if(slots_.begin(), slots_.end(), same) >= most_of_one)
    slots_.erase(std::find_if(slots_.begin(), slots_.end(), same));
  if (slots_.size() >= most_slots) slots_.pop_front();
  slots_.push_back({core::new_id(random_), timing_.now() + lifetime, std::move(slot)});
  return slots_.back().name;
}

std::string Slots::keep_shown(std::string person, std::string place, core::Form form, core::Language language,
                              const std::string& before) {
  const auto same = [&](const Entry& entry) { return entry.name == before && entry.slot.person == person; };
  if (const auto found = std::ranges::find_if(slots_, same); found != slots_.end()) {
    found->until = timing_.now() + lifetime;
    slots_.splice(slots_.end(), slots_, found);
    return before;
  }
  for (core::Input& input : form.inputs) input.initial.clear();
  return keep({std::move(person), std::move(place), std::move(form), std::nullopt, language});
}

std::optional<Slots::Slot> Slots::find(const std::string& name, const std::string& person) {
  sweep();
  const auto found =
      std::find_if(slots_.begin(), slots_.end(), [&](const Entry& e) { return e.name == name; });
  if (found == slots_.end() || found->slot.person != person) return std::nullopt;
  return found->slot;
}

void Slots::sweep() {
  const net::Ticks now = timing_.now();
  slots_.remove_if([now](const Entry& entry) { return entry.until <= now; });
}

Json dialog(const std::string& title, Json card, std::size_t inputs) {
  const char* height = inputs == 0 ? "small" : inputs < 4 ? "medium" : "large";
  Json value = {
      {"title", typeset::shortened(title, title_bytes, typeset::bytes)},
      {"height", height},
      {"width", "medium"},
      {"card", {{"contentType", "application/vnd.microsoft.card.adaptive"}, {"content", std::move(card)}}}};
  return {{"task", {{"type", "continue"}, {"value", std::move(value)}}}};
}

Json dialog_words(const std::string& text) {
  return {{"task",
           {{"type", "message"}, {"value", inert(typeset::shortened(text, words_bytes, typeset::bytes))}}}};
}

Json action_card(Json card) {
  return answer(200, "application/vnd.microsoft.card.adaptive", std::move(card));
}
Json action_words(const std::string& text) {
  return answer(200, "application/vnd.microsoft.activity.message",
                inert(typeset::shortened(text, words_bytes, typeset::bytes)));
}
Json action_error(const std::string& text) {
  return answer(400, "application/vnd.microsoft.error", {{"code", "BadRequest"}, {"message", text}});
}

}  // namespace teams
