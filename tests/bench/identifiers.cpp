// How long the stop for identifiers reads hostile texts, as a ratio to ordinary prose of the same length, and
// what twice the length costs. Promised of an optimised build: 10 000 letters of anything in 20 ms
// (docs/privacy.md), and no text for which twice the length takes four times as long.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <string_view>

#include "bot/guarding/identifiers.hpp"

namespace {

constexpr std::array<std::string_view, 24> hostile{
    "1",     "22 ",      "a@",       "<",     "<tel:",        "&#48;",  "17.05.", "født ",
    "12:",   "K.",       "Fru ",     "f. ",   "H0",           "ni ",    "a @ ",   "kl 0800 ",
    "2025 ", "uke 1-1-", "mann på ", "rom 1", "\u030a\u0323", "\ufdfa", "㏠",     "\xed\xa0\x80"};
constexpr std::string_view prose =
    "Vi snakket om hvordan vi tar vare på hverandre når dagen blir lang, og hva som hjelper den som skal gå "
    "hjem. ";

std::string repeated(std::string_view part, std::size_t letters) {
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
  const std::size_t length = part.size() - static_cast<std::size_t>(std::ranges::count_if(part, continues));
  std::string text;
  for (std::size_t i = 0; i < letters; i += std::max<std::size_t>(length, 1)) text += part;
  return text;
}

// The best of five.
double milliseconds_for(const std::string& text) {
  double best = 1e9;
  for (int i = 0; i < 5; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    guarding::find_identifiers(std::span(&text, 1));
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
    best = std::min(best, took.count());
  }
  return best;
}

}  // namespace

int main() {
  const double usual = milliseconds_for(repeated(prose, 10'000));
  fmt::print("prose, 10 000 letters: {:.2f} ms\n", usual);
  fmt::print("{:<12} {:>8} {:>10} {:>14}\n", "repeated", "ms", "to prose", "20 000/10 000");
  double worst = 0, growth = 0;
  for (const std::string_view part : hostile) {
    const double once = milliseconds_for(repeated(part, 10'000)),
                 twice = milliseconds_for(repeated(part, 20'000));
    const bool shown = std::ranges::all_of(part, [](char c) { return c > 0; });
    fmt::print("{:<12} {:>8.2f} {:>10.2f} {:>14.2f}\n", shown ? part : "(not ASCII)", once, once / usual,
               twice / once);
    worst = std::max(worst, once);
    growth = std::max(growth, twice / once);
  }
  fmt::print("worst: {:.2f} ms, growth {:.2f}\n", worst, growth);
}
