#pragma once
// Messages as Adaptive Cards 1.5, the newest that Teams reads everywhere.

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "bot/core/language.hpp"
#include "bot/core/message.hpp"

namespace teams {

// Microsoft's limits contradict each other; this is below all of them. Bytes of UTF-8.
inline constexpr std::size_t card_bytes = 24 * 1024;

struct CardStyle {
  core::Language language = core::Language::nb;
  bool dialog = false;         // inside a dialog: every button is a submit
  bool short_buttons = false;  // where there are very many: answered by a message, and half as long
  bool native_charts = false;  // Chart.HorizontalBar, with our own bars as its fallback
};

// The whole card. What does not fit into card_bytes is shortened (made_to_fit), and the card says so.
nlohmann::json card_of(const core::Message& message, const CardStyle& style);
// With its picture, a PNG, inside the card itself. Nothing where that is larger than card_bytes, or there is
// none.
std::optional<nlohmann::json> card_with(const core::Message& message, const CardStyle& style,
                                        const std::string& png);

// One block as elements of a card.
nlohmann::json elements_of(const core::Rich& text);
// An empty card: version, width, body. Everything that becomes a card begins here.
nlohmann::json blank_card(nlohmann::json body);

// A message activity with the card alone, and what a notification shows.
nlohmann::json activity_with(const nlohmann::json& card, const std::string& summary);
std::string summary_of(const core::Message& message);

// What a message says without its buttons, on few lines.
std::string words_of(const core::Message& message);
bool has_buttons(const core::Message& message);

// One button that opens a dialog: what is kept under `slot`.
nlohmann::json opener_card(const core::Rich& words, const std::string& label, const std::string& slot);

}  // namespace teams
