#pragma once
// Words for Adaptive Cards. People's text shows as it was written and does nothing: it cannot format, link,
// mention or call the cards' own {{functions}}.

#include <string>
#include <string_view>

namespace teams {

// For places that read no Markdown: takes the life out of {{...}}, <at> and bare addresses with a word joiner
// (U+2060), which nobody sees.
std::string inert(std::string_view text);

// The same for places that read Markdown (TextBlock, FactSet), and one line break as a paragraph of its own.
std::string escaped(std::string_view text);

}  // namespace teams
