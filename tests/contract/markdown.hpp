#pragma once
// Markdown as Mattermost shows it.

#include <string>

namespace contract {

// Without lines that hold nothing but links to pages of ours: those stand for buttons.
std::string words_of_markdown(const std::string& text);

}  // namespace contract
