#pragma once
// The handbook: short guides for those who take part, who lead a group, and who are leaders. Written in
// bot/handbook/<language>.txt, with pictures of the real screens beside them; read by the page and drawn on
// paper.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/language.hpp"
#include "bot/core/message.hpp"

namespace core {

struct Guide {
  std::string name;  // the same in all languages, and its address: "ansatte"
  std::string title;
  // Headings, paragraphs, lists; an Image's url is the name of a picture, and a Divider begins a page.
  std::vector<Block> blocks;
};

// In the order in which they stand in the file, the same for every language. Any thread.
const std::vector<Guide>& handbook(Language language);
// The PNG of a picture; nothing: there is none of that name.
std::optional<std::string_view> handbook_picture(std::string_view name, Language language);
// As handbook() reads a file of ours: "@name", "# title", "> lead", "## heading", "- item", "1. item",
// "![words](picture)", "---", anything else is a paragraph; **strong** and `code` in them. Throws
// std::logic_error for text before the first name.
std::vector<Guide> guides_in(std::string_view text);

}  // namespace core
