#include "storage/packed.hpp"

#include <charconv>
#include <stdexcept>
#include <string>

#include "storage/values.hpp"

namespace storage {
namespace {

int number_in(std::string_view digits) {
  int number = 0;
  const auto* end = digits.data() + digits.size();
  if (std::from_chars(digits.data(), end, number).ptr != end) throw std::invalid_argument("no number");
  return number;
}

}  // namespace

std::vector<core::ResultLine> result_lines_in(std::string_view text) {
  std::vector<int> places;
  std::vector<core::ResultLine> lines;
  const auto some = static_cast<std::size_t>(std::ranges::count(text, ',')) + 1;
  places.reserve(some);
  lines.reserve(some);
  each_of<6>(text, [&](const auto& parts) {
    const auto& [line, question, part, about, number, word] = parts;
    const int place = number_in(line);
    const auto at = std::ranges::upper_bound(places, place) - places.begin();
    places.insert(places.begin() + at, place);
    lines.insert(lines.begin() + at, {number_in(question), core::ResultLine::Audience::leader,
                                      from_code<core::ResultLine::Part>(part), number_in(about),
                                      number_in(number), std::string(word)});
  });
  return lines;
}

}  // namespace storage
