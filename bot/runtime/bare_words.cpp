#include "bot/runtime/bare_words.hpp"

#include <algorithm>

#include "bot/core/utf8.hpp"

namespace runtime {
namespace {

bool fits(std::string_view word, std::string_view pattern) {
  if (!pattern.ends_with('*')) return word == pattern;
  return word.starts_with(pattern.substr(0, pattern.size() - 1));
}

}  // namespace

std::string bare(std::string_view word) {
  std::string plain = core::without_rings(core::folded(word));
  const auto mark = [](char c) { return std::string_view(".,:;!?()-").find(c) != std::string_view::npos; };
  while (!plain.empty() && mark(plain.back())) plain.pop_back();
  while (!plain.empty() && mark(plain.front())) plain.erase(0, 1);
  for (auto at = plain.find("\u2019"); at != std::string::npos; at = plain.find("\u2019"))
    plain.replace(at, std::string_view("\u2019").size(), "'");
  return plain;
}

bool among(std::string_view word, std::string_view words) {
  while (!words.empty()) {
    const auto end = std::min(words.find(' '), words.size());
    if (fits(word, words.substr(0, end))) return true;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return false;
}

Bare bare_words(const core::CommandLine& line) {
  Bare words;
  for (const auto& word : line.words) {
    if (words.size() == longest_read) break;
    words.push_back(word.quoted || word.user ? std::string() : bare(word.text));
  }
  return words;
}

std::size_t first_among(const Bare& line, std::string_view words, std::size_t from) {
  for (std::size_t i = from; i < line.size(); ++i)
    if (among(line[i], words)) return i;
  return line.size();
}

}  // namespace runtime
