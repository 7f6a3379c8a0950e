#include "bot/guarding/pattern.hpp"

#include <unicode/regex.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <vector>

namespace guarding {
namespace {

// A view, not a copy: the text must outlive it.
icu::UnicodeString aliased(std::u16string_view text) {
  return icu::UnicodeString(false, text.data(), static_cast<std::int32_t>(text.size()));
}

}  // namespace

struct Pattern::Compiled {
  std::unique_ptr<icu::RegexPattern> pattern;

  std::unique_ptr<icu::RegexMatcher> matcher(const icu::UnicodeString& text, UErrorCode& status) const {
    std::unique_ptr<icu::RegexMatcher> made(pattern->matcher(text, status));
    // About a million steps of the engine; the texts of a form need a few thousand.
    if (U_SUCCESS(status)) made->setTimeLimit(100, status);
    return made;
  }
};

Pattern::Pattern(std::u16string_view expression, Needs needs) : needs_(needs) {
  UErrorCode status = U_ZERO_ERROR;
  UParseError where{};
  auto made = std::make_unique<Compiled>();
  made->pattern.reset(icu::RegexPattern::compile(aliased(expression), 0, where, status));
  if (U_FAILURE(status)) {
    std::string text;
    aliased(expression).toUTF8String(text);
    throw std::invalid_argument("wrong pattern at " + std::to_string(where.offset) + ": " + text);
  }
  compiled_ = std::move(made);
}

Pattern::~Pattern() = default;
Pattern::Pattern(Pattern&&) noexcept = default;

bool Pattern::found_in(std::u16string_view text) const {
  if (needs_ && !needs_(text)) return false;
  UErrorCode status = U_ZERO_ERROR;
  const auto input = aliased(text);
  const auto matcher = compiled_->matcher(input, status);
  return U_FAILURE(status) || matcher->find(status) || U_FAILURE(status);
}

std::u16string Pattern::replaced_in(std::u16string_view text, const Put& put) const {
  if (needs_ && !needs_(text)) return std::u16string(text);
  UErrorCode status = U_ZERO_ERROR;
  const auto input = aliased(text);
  const auto matcher = compiled_->matcher(input, status);
  std::u16string out;
  std::size_t copied = 0;
  std::vector<std::u16string_view> groups;
  while (U_SUCCESS(status) && matcher->find(status)) {
    groups.clear();
    for (std::int32_t i = 0; i <= matcher->groupCount(); ++i) {
      const auto from = matcher->start(i, status), to = matcher->end(i, status);
      groups.push_back(
          from < 0 ? std::u16string_view{}
                   : text.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from)));
    }
    const auto begin = static_cast<std::size_t>(matcher->start(status));
    out.append(text.substr(copied, begin - copied)).append(put(groups));
    copied = begin + groups[0].size();
  }
  return out.append(text.substr(copied));
}

std::u16string Pattern::replaced_in(std::u16string_view text, std::u16string_view put) const {
  return replaced_in(text, [put](auto) { return std::u16string(put); });
}

bool has_digit(std::u16string_view text) {
  return std::ranges::any_of(text, [](char16_t c) {
    return (c >= u'0' && c <= u'9') || (c >= 0x80 && (U16_IS_SURROGATE(c) || u_isdigit(c)));
  });
}

}  // namespace guarding
