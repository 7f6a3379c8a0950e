#pragma once
// A regular expression over UTF-16, compiled once. Thin cover over ICU, so that ICU stays out of the headers.

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace guarding {

class Pattern {
 public:
  // What stands in every text that matches, looked for before the expression is: that takes a hundredth of
  // the time.
  using Needs = bool (*)(std::u16string_view text);

  // ICU syntax, matched with case. Throws std::invalid_argument on a wrong expression.
  explicit Pattern(std::u16string_view expression, Needs needs = nullptr);
  ~Pattern();
  Pattern(Pattern&&) noexcept;

  // True also when the engine gives up (its time or stack limit): what could not be searched is not let
  // through.
  bool found_in(std::u16string_view text) const;

  // Every match replaced by what `put` gives for its groups ([0] the whole match, missing groups empty).
  // Where the engine gives up, the rest of the text stays as it is.
  using Put = std::function<std::u16string(std::span<const std::u16string_view> groups)>;
  std::u16string replaced_in(std::u16string_view text, const Put& put) const;
  std::u16string replaced_in(std::u16string_view text, std::u16string_view put) const;

 private:
  struct Compiled;
  std::unique_ptr<const Compiled> compiled_;
  Needs needs_;
};

// A digit in any script; an expression with a \d that is not optional has one.
bool has_digit(std::u16string_view text);

}  // namespace guarding
