#include "tests/contract/markdown.hpp"

#include <regex>

namespace contract {

std::string words_of_markdown(const std::string& text) {
  static const std::regex link_lines(
      "(^|\n)\\[[^\\]]*\\]\\(http://127[^)]*\\)( · \\[[^\\]]*\\]\\(http://127[^)]*\\))*(?=\n|$)"),
      links("\\[([^\\]]*)\\]\\(([^)]*)\\)"), bars("`[█░]*` ?"), invisible("\u200b"), strong("\\*\\*"),
      emphasis("(^|\n)_([^\n]*)_(?=\n|$)"), escapes("\\\\([^A-Za-z0-9 \n])");
  std::string words = std::regex_replace(text, link_lines, "$1");
  words = std::regex_replace(words, links, "$1");
  words = std::regex_replace(words, bars, "");
  words = std::regex_replace(words, invisible, "");
  words = std::regex_replace(words, strong, "");
  words = std::regex_replace(words, emphasis, "$1$2");
  return std::regex_replace(words, escapes, "$1");
}

}  // namespace contract
