#pragma once
// The elements of an Adaptive Card (1.5, the newest that Teams reads everywhere), each made here alone: for
// the Teams bot, and for addresses of a Workflow. Words stand in text runs, which are not read as Markdown.
// Pure; any thread.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "bot/core/message.hpp"

namespace typeset::card {

// A card's own {{functions}} do not work in it: people write what they like. Nobody sees the difference.
std::string without_functions(std::string_view text);

nlohmann::json run(std::string_view text, core::Span::Style style = core::Span::Style::plain);  // TextRun
void link(nlohmann::json& run, const std::string& url);
nlohmann::json line(nlohmann::json runs);  // RichTextBlock
void make_small(nlohmann::json& line);     // what is said beside the rest
// The only element that a screen reader knows as a heading, and it is read as Markdown: `text` is escaped.
nlohmann::json heading(std::string_view text, const char* size);

nlohmann::json open_url(std::string title, std::string url);  // an action
nlohmann::json actions(nlohmann::json all);                   // ActionSet

// Everything that becomes a card begins here: type and version.
nlohmann::json blank(nlohmann::json body);
nlohmann::json attached(nlohmann::json card);  // as an activity carries it

}  // namespace typeset::card
