#include "adapters/teams/fit.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <string>
#include <vector>

#include "adapters/teams/escape.hpp"
#include "adapters/typeset/measure.hpp"
#include "bot/core/texts.hpp"

namespace teams {
namespace {

constexpr std::size_t short_text = 200;  // bytes; what is shorter is not worth cutting

std::size_t weight(const core::Block& block) {
  if (std::holds_alternative<core::Actions>(block)) return 0;
  core::Message alone;
  alone.blocks.push_back(block);
  // Rows cost more than their letters.
  std::size_t rows = 0;
  if (const auto* list = std::get_if<core::List>(&block)) rows = list->items.size();
  if (const auto* facts = std::get_if<core::Facts>(&block)) rows = facts->rows.size();
  if (const auto* bars = std::get_if<core::Bars>(&block)) rows = bars->rows.size();
  return core::plain_text(alone).size() + 300 * rows + 1;
}

template <class T>
bool halve_rows(std::vector<T>& rows) {
  if (rows.size() < 2) return false;
  rows.resize(rows.size() / 2, rows.front());
  return true;
}

bool halve_text(core::Rich& text) {
  std::size_t whole = 0;
  for (const core::Span& span : text) whole += span.text.size();
  if (whole < short_text) return false;
  std::size_t left = whole / 2;
  core::Rich kept;
  for (core::Span& span : text) {
    if (left == 0) break;
    span.text = typeset::shortened(span.text, std::max<std::size_t>(left, 8), typeset::bytes);
    left -= std::min(left, span.text.size());
    kept.push_back(std::move(span));
  }
  text = std::move(kept);
  return true;
}

// False: there is nothing to halve, the block has to go.
bool halve(core::Block& block) {
  if (auto* list = std::get_if<core::List>(&block))
    return halve_rows(list->items) || (!list->items.empty() && halve_text(list->items.front()));
  if (auto* facts = std::get_if<core::Facts>(&block)) return halve_rows(facts->rows);
  if (auto* bars = std::get_if<core::Bars>(&block)) return halve_rows(bars->rows);
  if (auto* paragraph = std::get_if<core::Paragraph>(&block)) return halve_text(paragraph->text);
  if (auto* context = std::get_if<core::ContextLine>(&block)) return halve_text(context->text);
  return false;
}

bool are_buttons(const core::Block& block) {
  return std::holds_alternative<core::Actions>(block);
}

core::Message buttons_of(const core::Message& message) {
  core::Message buttons;
  std::ranges::copy_if(message.blocks, std::back_inserter(buttons.blocks), are_buttons);
  return buttons;
}

// Of what has the same buttons again and again, as a list of ideas does, the last goes, with what it is
// about.
bool drop_last_of_many(std::vector<core::Block>& blocks) {
  const auto kind_of = [](const core::Block& block) {
    const auto* actions = std::get_if<core::Actions>(&block);
    return actions && !actions->buttons.empty() ? actions->buttons.front().name : std::string();
  };
  for (std::size_t i = blocks.size(); i-- > 0;) {
    const std::string kind = kind_of(blocks[i]);
    const auto before = std::span(blocks).first(i);
    if (kind.empty() || std::ranges::find(before, kind, kind_of) == before.end()) continue;
    const bool with_words = !are_buttons(blocks[i - 1]);
    const auto at = blocks.begin() + static_cast<std::ptrdiff_t>(i);
    blocks.erase(with_words ? at - 1 : at, at + 1);
    return true;
  }
  return false;
}

}  // namespace

core::Message made_to_fit(core::Message message, std::size_t bytes, core::Language language,
                          const std::function<std::size_t(const core::Message&)>& size) {
  if (size(message) <= bytes) return message;
  const core::Block missing = core::ContextLine{core::rich(language, "teams.shortened")};
  // A button without its words is of no use: a third is theirs.
  while (size(buttons_of(message)) > bytes * 2 / 3 && drop_last_of_many(message.blocks)) continue;
  while (true) {
    core::Message candidate = message;
    candidate.blocks.push_back(missing);
    if (size(candidate) <= bytes) return candidate;
    const auto heaviest =
        std::max_element(message.blocks.begin(), message.blocks.end(),
                         [](const auto& a, const auto& b) { return weight(a) < weight(b); });
    if (heaviest == message.blocks.end() || weight(*heaviest) == 0) return message;
    // Nor are words to go from above buttons that stay.
    if (!halve(*heaviest) && !drop_last_of_many(message.blocks)) message.blocks.erase(heaviest);
  }
}

}  // namespace teams
