// Times of day as people write them.

#include <fmt/format.h>

#include <array>
#include <boost/algorithm/string.hpp>
#include <locale>

#include "bot/core/written_time.hpp"
#include "bot/core/written_words.hpp"

namespace core {
namespace {

using std::chrono::hours;
using written::among;
using written::Clock;
using Of = Clock::Of;

// "3pm", "3:30 p.m.": of one of the two words or both.
std::optional<Clock> twelve_hours(std::string_view word, std::string_view next) {
  const bool apart = written::is_half_of_day(next);
  const std::string said = std::string(word) + std::string(apart ? next : std::string_view());
  for (const std::string_view half : {"am", "pm", "a.m.", "p.m."}) {
    if (!said.ends_with(half)) continue;
    const auto time = time_from_text(said.substr(0, said.size() - half.size()));
    constexpr hours noon{12};
    if (!time || *time < hours{1} || *time >= noon + hours{1}) return std::nullopt;
    return Clock{*time % noon + (half.starts_with('p') ? noon : hours{0}), apart ? 2U : 1U, Of::half};
  }
  return std::nullopt;
}

// "to", "2", "tolv": of the face of a clock.
std::optional<hours> hour_named(std::string_view word) {
  const auto hour = written::how_many(word);
  return word != "a" && word != "an" && hour && *hour >= 1 && *hour <= 12 ? std::optional(hours{*hour})
                                                                          : std::nullopt;
}

// Of the two a day, the one in the day that begins at seven in the morning.
Minutes in_the_day(Minutes time) {
  constexpr hours noon{12}, morning{7};
  time %= noon;
  return time < morning ? time + noon : time;
}

// "kvart over", "ti på", "quarter past", "halv": how far from the hour that is named behind; `used`: of its
// words, none where there is nothing.
Minutes from_the_hour(std::span<const std::string> words, std::size_t i, std::size_t& used) {
  const auto word = [&](std::size_t at) { return at < words.size() ? std::string_view(words[at]) : ""; };
  const std::string_view first = word(i), second = word(i + 1);
  used = 0;
  if (first == "halv") {
    used = 1;
    return Minutes{-30};
  }
  if (first == "half" && second == "past") {
    used = 2;
    return Minutes{30};
  }
  constexpr int quarter = 15, half = 30;
  const bool is_quarter = first == "kvart" || first == "quarter";
  const auto minutes = is_quarter ? std::optional(quarter) : written::how_many(first);
  const bool after = second == "over" || second == "past",
             before = second == "pa" || (is_quarter && second == "to");
  if (!minutes || *minutes >= half || (!after && !before)) return {};
  used = 2;
  if (!is_quarter && word(i + 2) == "halv") {  // "fem på halv tre"
    used = 3;
    return Minutes{(after ? *minutes : -*minutes) - half};
  }
  return Minutes{after ? *minutes : -*minutes};
}

// "en" in "kl 9 på en tirsdag"; in "halv en tirsdag" it is an hour.
bool is_article_of_day(std::span<const std::string> words, std::size_t i) {
  return words[i - 1] == "pa" && (words[i] == "en" || words[i] == "ein") && i + 1 < words.size() &&
         written::weekday_named(words[i + 1]);
}

// "halv to", "kvart over ett", "ti på to", "fem over halv tre", "half past one", "quarter to two".
std::optional<Clock> by_the_face(std::span<const std::string> words, std::size_t i) {
  std::size_t before = 0;
  const Minutes apart = from_the_hour(words, i, before);
  const std::size_t at = i + before;
  const auto hour = before > 0 && at < words.size() ? hour_named(words[at]) : std::nullopt;
  if (!hour || is_article_of_day(words, at)) return std::nullopt;
  constexpr hours noon{12};
  return Clock{in_the_day(*hour + apart + noon), before + 1, Of::face};
}

// "kl.3" is "3".
std::string_view without_clock(std::string_view word) {
  for (const std::string_view prefix : {"klokken", "klokka", "kl.", "kl"})
    if (word.starts_with(prefix)) return word.substr(prefix.size());
  return word;
}

// "1" to "12" and "1.30", without a zero before.
Of kind_of(std::string_view word, Minutes time) {
  constexpr hours one{1}, noon{12};
  word = without_clock(word);
  if (word.front() < '1' || word.front() > '9' || time < one || time >= noon + one) return Of::day;
  if (written::number(word, 1, 2)) return Of::bare;
  return word.find_first_of(".:") == std::string_view::npos ? Of::day : Of::loose;
}

constexpr hours half_a_day{12}, last_raised{5};

// "1-2" is in the afternoon, and so is what began at one and would last longer than a day of work, where it
// is no longer than that and an hour at least then: "6-18.30" is long. "9-3" ends in it.
written::Span by_daylight(const Clock& from, const Clock& ends) {
  constexpr hours longest{8}, shortest{1}, early{6};
  const bool twice = ends.of != Of::day, face = from.of == Of::face || ends.of == Of::face;
  written::Span span{from.time, ends.time, ends.used};
  if (twice && span.to < span.from && (face || span.from < half_a_day + hours{1})) {
    span.to += half_a_day;
    span.ends_later = true;
  }
  if (from.of != Of::bare) return span;
  const bool both = twice && span.from <= last_raised && span.from < span.to && span.to <= half_a_day &&
                    span.to - span.from <= longest;
  const Minutes then = span.to - span.from - half_a_day;
  const bool long_one = span.from <= early && then >= shortest && then <= longest;
  span.raised = both || long_one;
  if (span.raised) span.from += half_a_day;
  if (both) span.to += half_a_day;
  return span;
}

// The end in the half of the day that is meant, and the beginning with it.
written::Span fitted(const Clock& from, const Clock& ends) {
  constexpr hours day{24};
  const bool halves = from.of == Of::half || ends.of == Of::half;
  written::Span span = halves ? written::Span{from.time, ends.time, ends.used} : by_daylight(from, ends);
  if (ends.of == Of::half && from.of != Of::half && span.from + half_a_day < span.to) span.from += half_a_day;
  const bool twice =
      ends.of == Of::face || (ends.of != Of::day && ends.of != Of::half && span.from < half_a_day);
  if (halves && twice && span.to < span.from) span.to += half_a_day;
  if (span.to > day) span.to -= day;
  span.to = written::end_behind(span.from, span.to);
  return span;
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

std::optional<PartOfDay> part_of_day(std::string_view word) {
  static constexpr std::array<std::string_view, 11> before_noon{
      "tidlig",    "tidleg",      "morgen",     "morgon",       "morgenen", "morgonen",
      "formiddag", "formiddagen", "foremiddag", "foremiddagen", "morning"};
  static constexpr std::array<std::string_view, 3> afternoon{"ettermiddag", "ettermiddagen", "afternoon"};
  static constexpr std::array<std::string_view, 3> evening{"kveld", "kvelden", "evening"};
  constexpr hours early{5}, noon{12}, five{17}, six{18}, midnight{24};
  if (among(word, before_noon)) return PartOfDay{early, noon};
  if (among(word, afternoon)) return PartOfDay{noon, six};
  if (among(word, evening)) return PartOfDay{five, midnight};
  return std::nullopt;
}

std::optional<Minutes> hour_in(const PartOfDay& part, Minutes said) {
  constexpr hours noon{12};
  for (const Minutes time : {said, said + noon})
    if (time >= part.from && time <= part.to) return time;
  return std::nullopt;
}

std::optional<Clock> hour_in_words(std::string_view word) {
  if (word.ends_with('.')) {
    const auto hour = number(word.substr(0, word.size() - 1), 1, 2);
    return hour && *hour < 24 ? std::optional(Clock{hours{*hour}, 1, Of::day}) : std::nullopt;
  }
  const auto hour = number(word, 1, 2) ? std::nullopt : hour_named(word);
  return hour ? std::optional(Clock{in_the_day(*hour), 1, Of::face}) : std::nullopt;
}

std::optional<Clock> clock_at(std::span<const std::string> words, std::size_t i) {
  if (i >= words.size()) return std::nullopt;
  const std::string_view next = i + 1 < words.size() ? std::string_view(words[i + 1]) : "";
  if (says_clock(words[i])) {
    auto clock = clock_at(words, i + 1);
    if (!clock) clock = hour_in_words(next);
    if (clock) ++clock->used;
    return clock;
  }
  if (words[i] == "noon" || words[i] == "midday") return Clock{hours{12}, 1, Of::day};
  if (const auto clock = by_the_face(words, i)) return clock;
  if (const auto clock = twelve_hours(words[i], next)) return clock;
  const auto time = time_from_text(words[i]);
  return time ? std::optional(Clock{*time, 1, kind_of(words[i], *time)}) : std::nullopt;
}

Minutes alone(const Clock& clock) {
  return clock.of == Of::bare && clock.time <= last_raised ? clock.time + half_a_day : clock.time;
}

Clock read_as(Clock clock, Hours hours) {
  if (hours == Hours::as_written && (clock.of == Of::bare || clock.of == Of::loose)) clock.of = Of::day;
  return clock;
}

std::optional<Span> span_to(const Clock& from, std::span<const std::string> words, std::size_t i,
                            bool in_words, Hours hours) {
  if (i >= words.size()) return std::nullopt;
  if (const auto ends = clock_at(words, i)) return fitted(from, read_as(*ends, hours));
  if (const auto ends = end_from_text(words[i], from.time)) return Span{from.time, *ends, 1};
  const auto ends = in_words ? hour_in_words(words[i]) : std::nullopt;
  return ends ? std::optional(fitted(from, *ends)) : std::nullopt;
}

std::optional<Span> span_in(std::string_view word, std::string_view next, Hours hours) {
  const auto dash = word.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const std::array begins{std::string(word.substr(0, dash))};
  const std::array ends{std::string(word.substr(dash + 1)), std::string(is_half_of_day(next) ? next : "")};
  const auto from = clock_at(begins, 0);
  return from ? span_to(read_as(*from, hours), ends, 0, false, hours) : std::nullopt;
}

Minutes end_behind(Minutes from, Minutes ends) {
  constexpr hours day{24}, longest_at_night{4};
  return ends <= from && ends + day - from <= longest_at_night ? ends + day : ends;
}

std::optional<Minutes> end_from_text(std::string_view word, Minutes from) {
  static constexpr std::array<std::string_view, 5> end_of_day{"24", "24:00", "24.00", "midnatt", "midnight"};
  if (among(word, end_of_day)) return hours{24};
  const auto ends = time_from_text(word);
  return ends ? std::optional(end_behind(from, *ends)) : std::nullopt;
}

}  // namespace written

std::optional<Minutes> time_from_text(std::string_view text) {
  std::string even = written::evened(text);
  if (const auto bare = without_clock(even); bare.size() < even.size())
    even = boost::algorithm::trim_copy(std::string(bare), std::locale::classic());
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
