// Times of day as people write them.

#include <fmt/format.h>

#include <array>
#include <boost/algorithm/string.hpp>
#include <locale>
#include <utility>

#include "bot/core/written_time.hpp"
#include "bot/core/written_words.hpp"

namespace core {
namespace {

using std::chrono::hours;
using written::among;

// "3pm", "3:30 p.m."; `used`: of the two words.
std::optional<Minutes> twelve_hours(std::string_view word, std::string_view next, std::size_t& used) {
  const bool apart = written::is_half_of_day(next);
  const std::string said = std::string(word) + std::string(apart ? next : std::string_view());
  for (const std::string_view half : {"am", "pm", "a.m.", "p.m."}) {
    if (!said.ends_with(half)) continue;
    const auto time = time_from_text(said.substr(0, said.size() - half.size()));
    constexpr hours noon{12};
    if (!time || *time < hours{1} || *time >= noon + hours{1}) return std::nullopt;
    used = apart ? 2 : 1;
    return *time % noon + (half.starts_with('p') ? noon : hours{0});
  }
  return std::nullopt;
}

// "to", "2", "tolv": of the face of a clock.
std::optional<hours> hour_named(std::string_view word) {
  static constexpr std::array<std::pair<std::string_view, int>, 32> names{{
      {"ett", 1},     {"eitt", 1}, {"en", 1},    {"one", 1},     {"to", 2},    {"two", 2},     {"tre", 3},
      {"three", 3},   {"fire", 4}, {"four", 4},  {"fem", 5},     {"five", 5},  {"seks", 6},    {"six", 6},
      {"sju", 7},     {"syv", 7},  {"seven", 7}, {"atte", 8},    {"otte", 8},  {"eight", 8},   {"ni", 9},
      {"nine", 9},    {"ti", 10},  {"ten", 10},  {"elleve", 11}, {"elve", 11}, {"eleven", 11}, {"tolv", 12},
      {"twelve", 12}, {"eit", 1},  {"ein", 1},   {"ei", 1},
  }};
  for (const auto& [name, hour] : names)
    if (word == name) return hours{hour};
  const auto number = written::number(word, 1, 2);
  return number && *number >= 1 && *number <= 12 ? std::optional(hours{*number}) : std::nullopt;
}

// "halv to", "kvart over ett", "kvart på to", "half past one", "quarter to two": the one of the two in the
// day that begins at seven in the morning.
std::optional<Minutes> by_the_face(std::span<const std::string> words, std::size_t i, std::size_t& used) {
  const auto word = [&](std::size_t at) { return at < words.size() ? std::string_view(words[at]) : ""; };
  const std::string_view first = word(i), second = word(i + 1);
  Minutes from_hour{};
  std::size_t behind = 2;
  if (first == "halv") {
    from_hour = Minutes{-30};
    behind = 1;
  } else if (first == "half" && second == "past") {
    from_hour = Minutes{30};
  } else if ((first == "kvart" || first == "quarter") && (second == "over" || second == "past")) {
    from_hour = Minutes{15};
  } else if ((first == "kvart" && second == "pa") || (first == "quarter" && second == "to")) {
    from_hour = Minutes{-15};
  } else {
    return std::nullopt;
  }
  const auto hour = hour_named(word(i + behind));
  if (!hour) return std::nullopt;
  used = behind + 1;
  constexpr hours noon{12}, morning{7};
  const Minutes time = (*hour + from_hour) % noon;
  return time < morning ? time + noon : time;
}

}  // namespace

namespace written {

bool says_clock(std::string_view word) {
  static constexpr std::array<std::string_view, 5> words{"kl", "kl.", "klokka", "klokken", "at"};
  return among(word, words);
}

bool is_half_of_day(std::string_view word) {
  static constexpr std::array<std::string_view, 4> halves{"am", "pm", "a.m.", "p.m."};
  return among(word, halves);
}

std::optional<Minutes> clock_at(std::span<const std::string> words, std::size_t i, std::size_t& used) {
  if (i >= words.size()) return std::nullopt;
  if (const std::size_t before = says_clock(words[i]) ? 1 : 0) {
    const auto time = clock_at(words, i + before, used);
    if (time) used += before;
    return time;
  }
  if (const auto time = by_the_face(words, i, used)) return time;
  if (const auto half =
          twelve_hours(words[i], i + 1 < words.size() ? std::string_view(words[i + 1]) : "", used))
    return half;
  used = 1;
  return time_from_text(words[i]);
}

}  // namespace written

std::optional<Minutes> time_from_text(std::string_view text) {
  std::string even = written::evened(text);
  for (const std::string_view prefix : {"klokken", "klokka", "kl.", "kl"})
    if (even.starts_with(prefix)) {
      even.erase(0, prefix.size());
      boost::algorithm::trim(even, std::locale::classic());
      break;
    }
  if (even.size() > 4 && even.ends_with('.')) even.pop_back();  // "14.30." as it ends a sentence
  if (even.size() == 4 && written::number(even, 4, 4)) even.insert(2, ":");
  const auto parts = written::parts_of(even, ":.");
  const auto hour = written::number(parts[0], 1, 2);
  const auto minute = parts.size() == 2 ? written::number(parts[1], 2, 2) : std::optional{0};
  if (parts.size() > 2 || !hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  return hours{*hour} + Minutes{*minute};
}

std::string time_text(Minutes since_midnight) {
  return fmt::format("{:02}:{:02}", since_midnight.count() / 60, since_midnight.count() % 60);
}

}  // namespace core
