#include "bot/app/toml_guard.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bot/core/ascii.hpp"
#include "bot/core/utf8.hpp"

namespace app {
namespace {

constexpr int most_parts = 32;
constexpr int deepest = 32;

// The signs that are neither in a text nor in a comment, one after the other, and nothing of words between
// them. Where the library would see a mistake it stops, so what lies behind one may be read in any way.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  // '\0' at the end.
  char next() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (in_word(c)) {
        ++at_;
      } else if (c == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (c == '"' || c == '\'') {
        skip_text(c);
      } else {
        ++at_;
        line_ += c == '\n' ? 1 : 0;
        return c;
      }
    }
    return '\0';
  }
  int line() const { return line_; }

 private:
  static bool in_word(char c) { return core::ascii::is_letter_or_digit(c) || c == ' ' || c == '_'; }
  void skip_text(char quote) {
    const char all[] = {quote, quote, quote};
    const std::string_view three(all, sizeof all);
    const bool block = text_.substr(at_, 3) == three;
    at_ += block ? 3 : 1;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\n' && !block) return;  // it never ended
      line_ += c == '\n' ? 1 : 0;
      if (c == '\\' && quote == '"') {
        at_ += at_ + 1 < text_.size() && text_[at_ + 1] != '\n' ? 2 : 1;
      } else if (block && text_.substr(at_, 3) == three) {
        at_ += 3;
        // Two more may belong to the text itself.
        for (int i = 0; i < 2 && at_ < text_.size() && text_[at_] == quote; ++i) ++at_;
        return;
      } else {
        ++at_;
        if (c == quote && !block) return;
      }
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
};

std::optional<TomlFault> fault_of_bytes(std::string_view text) {
  int line = 1;
  for (std::size_t at = 0; at < text.size();) {
    if ((text[at] >= 0x20 && text[at] < 0x7f) || text[at] == '\n') {  // nearly all of every file
      line += text[at++] == '\n' ? 1 : 0;
      continue;
    }
    const core::CodePoint point = core::code_point_at(text, at);
    if (!point.good) return TomlFault{line, "this is no UTF-8; save the file as UTF-8"};
    const bool windows_end = point.value == '\r' && text.substr(at + 1).starts_with('\n');
    const bool plain = point.value == '\t' || point.value == '\n' || windows_end;
    if ((point.value < 0x20 && !plain) || point.value == 0x7f)
      return TomlFault{line, fmt::format("there is a control character (U+{:04X}); take it out",
                                         static_cast<unsigned>(point.value))};
    line += point.value == '\n' ? 1 : 0;
    at += point.bytes;
  }
  return std::nullopt;
}

}  // namespace

std::optional<TomlFault> toml_fault(std::string_view text) {
  if (text.size() > largest_toml) return TomlFault{1, "the file is larger than 4 MB"};
  if (auto fault = fault_of_bytes(text)) return fault;
  Scanner scanner(text);
  int parts = 1, depth = 0;
  while (const char c = scanner.next()) {
    switch (c) {
      case '.':
        if (++parts > most_parts)
          return TomlFault{scanner.line(), fmt::format("a key of more than {} parts", most_parts)};
        break;
      case '[':
      case '{':
        parts = 1;
        if (++depth > deepest)
          return TomlFault{scanner.line(), fmt::format("more than {} brackets inside each other", deepest)};
        break;
      case ']':
      case '}':
        parts = 1;
        depth = std::max(depth - 1, 0);
        break;
      case '=':
      case ',':
      case '\n':
        parts = 1;
        break;
      default:
        break;
    }
  }
  return std::nullopt;
}

}  // namespace app
