#include "adapters/teams/cards.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <span>

#include "adapters/net/hmac.hpp"
#include "adapters/net/json.hpp"
#include "adapters/teams/data.hpp"
#include "adapters/teams/escape.hpp"
#include "adapters/teams/fit.hpp"
#include "adapters/typeset/adaptive_card.hpp"
#include "adapters/typeset/markdown.hpp"
#include "adapters/typeset/measure.hpp"
#include "bot/core/event.hpp"

namespace teams {
namespace {

using Json = nlohmann::json;
using core::Span;
namespace card = typeset::card;

// Buttons: Teams shows six, other programs that draw such cards five, and they hide the rest.
constexpr std::size_t most_in_a_row = 5;
constexpr std::size_t summary_bytes = 160;

Json run_of(const Span& span) {
  Json run = card::run(inert(span.text), span.style);
  if (typeset::is_web_address(span.url, true)) card::link(run, span.url);
  return run;
}

Json rich_block(const core::Rich& rich, std::string_view before = {}) {
  Json inlines = Json::array();
  if (!before.empty()) inlines.push_back(card::run(before));
  for (const Span& span : rich)
    if (!span.text.empty()) inlines.push_back(run_of(span));
  if (inlines.empty()) inlines.push_back(card::run(" "));
  return card::line(std::move(inlines));
}

Json image(std::string url, std::string alt) {
  return {{"type", "Image"}, {"url", std::move(url)}, {"altText", std::move(alt)}, {"size", "Auto"}};
}

Json bar_column(int width, const char* style) {
  return {
      {"type", "Column"}, {"width", width}, {"style", style}, {"minHeight", "8px"}, {"items", Json::array()}};
}

// The number is in words above the bar; the bar itself tells nothing more.
Json bar_row(const core::Bar& bar) {
  const double share = std::isfinite(bar.share) ? std::clamp(bar.share, 0.0, 1.0) : 0.0;
  const int filled = static_cast<int>(std::lround(share * 100));
  core::Rich words{Span(bar.label + ": "), Span(bar.caption, Span::Style::strong)};
  Json columns = Json::array();
  if (filled > 0) columns.push_back(bar_column(filled, "accent"));
  if (filled < 100) columns.push_back(bar_column(100 - filled, "emphasis"));
  Json row = {{"type", "ColumnSet"}, {"spacing", "None"}, {"columns", std::move(columns)}};
  return {{"type", "Container"},
          {"spacing", "Small"},
          {"items", Json::array({rich_block(words), std::move(row)})}};
}

class Writer {
 public:
  Writer(const CardStyle& style, bool several) : style_(style), several_(several) {}
  Json body;

  void operator()(const core::Heading& b) { add(card::heading(escaped(b.text), "Medium")); }
  void operator()(const core::Paragraph& b) { add(rich_block(b.text)); }
  void operator()(const core::List& b) {
    for (std::size_t i = 0; i < b.items.size(); ++i) {
      Json item = rich_block(b.items[i], b.numbered ? std::to_string(i + 1) + ". " : "• ");
      if (i > 0) item["spacing"] = "Small";
      add(std::move(item));
    }
  }
  void operator()(const core::Facts& b) {
    Json facts = Json::array();
    for (const auto& [label, value] : b.rows)
      facts.push_back({{"title", escaped(label)}, {"value", escaped(value)}});
    if (!facts.empty()) add({{"type", "FactSet"}, {"facts", std::move(facts)}});
  }
  void operator()(const core::Bars& b) {
    Json rows = Json::array();
    for (const core::Bar& bar : b.rows) rows.push_back(bar_row(bar));
    if (rows.empty()) return;
    Json ours = {{"type", "Container"}, {"items", std::move(rows)}};
    if (!style_.native_charts) {
      add(std::move(ours));
      return;
    }
    Json data = Json::array();
    for (const core::Bar& bar : b.rows)
      data.push_back({{"x", inert(bar.label + ": " + bar.caption)}, {"y", std::lround(bar.share * 100)}});
    add({{"type", "Chart.HorizontalBar"}, {"data", std::move(data)}, {"fallback", std::move(ours)}});
  }
  void operator()(const core::Image& b) {
    if (b.url.starts_with("https://"))
      add(image(b.url, b.alt));
    else
      add(rich_block({Span(b.alt)}));
  }
  void operator()(const core::Divider&) { divide_ = true; }
  void operator()(const core::Actions& b) {
    for (std::size_t from = 0; from < b.buttons.size(); from += most_in_a_row) {
      Json actions = Json::array();
      for (std::size_t i = from; i < std::min(from + most_in_a_row, b.buttons.size()); ++i)
        actions.push_back(action_of(b.buttons[i]));
      add(card::actions(std::move(actions)));
    }
  }
  void operator()(const core::ContextLine& b) {
    Json block = rich_block(b.text);
    card::make_small(block);
    add(std::move(block));
  }

 private:
  void add(Json element) {
    if (divide_) {
      element["separator"] = true;
      element["spacing"] = "Medium";
      divide_ = false;
    }
    body.push_back(std::move(element));
  }

  Json action_of(const core::Button& button) const {
    Json data = press_data(button);
    Json action = {{"type", "Action.Submit"}, {"title", button.label}};
    if (button.style == core::Button::Style::primary) action["style"] = "positive";
    if (button.style == core::Button::Style::danger) action["style"] = "destructive";
    if (style_.dialog) {
      action["data"] = std::move(data);
      return action;
    }
    if (core::only_opens(button.name)) {
      mark_as_fetch(data);
      action["data"] = std::move(data);
      return action;
    }
    if (several_) mark_as_among_others(data);
    action["data"] = data;
    if (style_.short_buttons) return action;
    // Older clients know no Execute and take the fallback; both bring the same.
    Json execute = action;
    execute["type"] = "Action.Execute";
    execute["verb"] = "press";
    execute["fallback"] = std::move(action);
    return execute;
  }

  const CardStyle& style_;
  const bool several_;  // sets of buttons
  bool divide_ = false;
};

Json drawn(const core::Message& message, const CardStyle& style) {
  const auto sets = std::ranges::count_if(
      message.blocks, [](const auto& block) { return std::holds_alternative<core::Actions>(block); });
  Writer writer(style, sets > 1);
  writer.body = Json::array();
  for (const core::Block& block : message.blocks) std::visit(writer, block);
  return blank_card(std::move(writer.body));
}

}  // namespace

Json blank_card(Json body) {
  Json blank = card::blank(std::move(body));
  blank["msteams"] = {{"width", "Full"}};
  return blank;
}

Json elements_of(const core::Rich& text) {
  return rich_block(text);
}

Json card_of(const core::Message& message, const CardStyle& style) {
  Json whole = drawn(message, style);
  if (net::bytes_of(whole).size() <= card_bytes) return whole;
  CardStyle shorter = style;
  shorter.short_buttons = true;
  const auto size = [&](const core::Message& candidate) {
    return net::bytes_of(drawn(candidate, shorter)).size();
  };
  return drawn(made_to_fit(message, card_bytes, style.language, size), shorter);
}

std::optional<Json> card_with(const core::Message& message, const CardStyle& style, const std::string& png) {
  if (png.empty()) return std::nullopt;
  Json whole = drawn(core::beside_picture(message), style);
  const std::span<const unsigned char> bytes(reinterpret_cast<const unsigned char*>(png.data()), png.size());
  whole["body"].push_back(
      image("data:image/png;base64," + net::to_base64(bytes), core::alt_of(message.pictures)));
  if (net::bytes_of(whole).size() > card_bytes) return std::nullopt;
  return whole;
}

Json activity_with(const Json& whole, const std::string& summary) {
  return {{"type", "message"}, {"summary", summary}, {"attachments", Json::array({card::attached(whole)})}};
}

std::string words_of(const core::Message& message) {
  core::Message spoken;
  for (const core::Block& block : message.blocks)
    if (!std::holds_alternative<core::Actions>(block) && !std::holds_alternative<core::Divider>(block))
      spoken.blocks.push_back(block);
  return core::plain_text(spoken);
}

std::string summary_of(const core::Message& message) {
  std::string words = words_of(message);
  std::replace(words.begin(), words.end(), '\n', ' ');
  return typeset::shortened(words, summary_bytes, typeset::bytes);
}

bool has_buttons(const core::Message& message) {
  return std::any_of(message.blocks.begin(), message.blocks.end(),
                     [](const core::Block& block) { return std::holds_alternative<core::Actions>(block); });
}

Json opener_card(const core::Rich& words, const std::string& label, const std::string& slot) {
  Json data = open_data(slot);
  mark_as_fetch(data);
  Json action = {
      {"type", "Action.Submit"}, {"title", label}, {"style", "positive"}, {"data", std::move(data)}};
  Json set = card::actions(Json::array({std::move(action)}));
  return blank_card(Json::array({rich_block(words), std::move(set)}));
}

}  // namespace teams
