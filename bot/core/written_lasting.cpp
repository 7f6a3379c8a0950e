// Lengths of time as people write them, and as buttons carry them.

#include <algorithm>
#include <array>

#include "bot/core/written_time.hpp"
#include "bot/core/written_words.hpp"

namespace core {

namespace {

constexpr int half_an_hour = 30, quarter = 15, hour_and_a_half = 90;

bool is_hour(std::string_view word) {
  static constexpr std::array<std::string_view, 7> hours{"t", "time", "timer", "timar", "h", "hour", "hours"};
  return written::among(word, hours);
}

// "en halv time", "en halvtime", "halvannen time", "1,5 time", "tre kvarter": of hours that are not whole.
// `first`: the word at `at`, evened.
std::optional<Lasting> read_parts(std::span<const std::string> words, std::size_t& at,
                                  const std::string& first) {
  static constexpr std::array<std::string_view, 5> begins{"half", "halv", "halvannen", "halvannan",
                                                          "halvtime"};
  static constexpr std::array<std::string_view, 3> quarters{"kvarter", "quarter", "quarters"};
  const auto count = written::how_many(first);
  const bool and_a_half = words[at].ends_with(",5") || words[at].ends_with(".5");
  if (!count && !and_a_half && !written::among(first, begins)) return std::nullopt;
  const auto word = [&](std::size_t ahead) {
    return at + ahead < words.size() ? written::evened(words[at + ahead]) : std::string();
  };
  const std::string second = word(1), third = word(2);
  const auto lasts = [&](int minutes, std::size_t used) {
    at += used;
    return Lasting{0, Minutes{minutes}};
  };
  const bool halves = first == "halv" || first == "half";
  if (first == "halvtime") return lasts(half_an_hour, 1);
  if (count == 1 && second == "halvtime") return lasts(half_an_hour, 2);
  if (halves && is_hour(second)) return lasts(half_an_hour, 2);
  if ((count == 1 && (second == "halv" || second == "half") && is_hour(third)) ||
      (first == "half" && (second == "an" || second == "a") && is_hour(third)))
    return lasts(half_an_hour, 3);
  if (first.starts_with("halvann") && is_hour(second)) return lasts(hour_and_a_half, 2);
  if (count && written::among(second, quarters)) return lasts(*count * quarter, 2);
  if (and_a_half && is_hour(second))
    if (const auto before = written::number(words[at].substr(0, words[at].size() - 2), 1, 2))
      return lasts(*before * 60 + half_an_hour, 2);
  return std::nullopt;
}

std::optional<Lasting> read_one(std::span<const std::string> words, std::size_t& at) {
  if (at >= words.size()) return std::nullopt;
  const std::string first = written::evened(words[at]);
  if (const auto parts = read_parts(words, at, first)) return parts;
  const auto letter = std::min(first.find_first_not_of("0123456789"), first.size());
  const bool glued = letter > 0 && letter < first.size();  // "10min"
  if (!glued && at + 1 >= words.size()) return std::nullopt;
  const auto count = written::how_many(glued ? first.substr(0, letter) : first);
  const std::string unit = glued ? first.substr(letter) : written::evened(words[at + 1]);
  if (!count) return std::nullopt;
  static constexpr std::array<std::string_view, 8> minutes{"m",        "min",      "min.",   "minutt",
                                                           "minutter", "minuttar", "minute", "minutes"};
  std::optional<Lasting> lasting;
  if (written::among(unit, minutes)) lasting = Lasting{0, Minutes{*count}};
  if (is_hour(unit)) lasting = Lasting{0, Minutes{*count * 60}};
  if (written::is_day(unit)) lasting = Lasting{*count, {}};
  if (written::is_week(unit)) lasting = Lasting{*count * 7, {}};
  if (lasting) at += glued ? 1 : 2;
  return lasting;
}

}  // namespace

std::optional<Lasting> read_lasting(std::span<const std::string> words, std::size_t& at) {
  constexpr std::chrono::hours hour{1};
  auto lasting = read_one(words, at);
  if (!lasting || lasting->days != 0 || lasting->minutes < hour || lasting->minutes % hour != Minutes{})
    return lasting;
  const std::string next = at < words.size() ? written::evened(words[at]) : std::string();
  std::size_t behind = at + (next == "og" || next == "and" ? 1 : 0);
  if (const auto more = read_one(words, behind); more && more->days == 0 && more->minutes < hour) {
    lasting->minutes += more->minutes;
    at = behind;
  }
  return lasting;
}

std::string code(const Lasting& lasting) {
  return lasting.days != 0 ? std::to_string(lasting.days) + "d"
                           : std::to_string(lasting.minutes.count()) + "m";
}

std::optional<Lasting> lasting_from(std::string_view code) {
  if (code.empty()) return std::nullopt;
  const auto count = written::number(code.substr(0, code.size() - 1), 1, code.ends_with('d') ? 3 : 6);
  if (!count || *count == 0) return std::nullopt;
  if (code.ends_with('d')) return Lasting{*count, {}};
  if (code.ends_with('m')) return Lasting{0, Minutes{*count}};
  return std::nullopt;
}

Instant after(Instant now, const Lasting& lasting, const Zone& zone) {
  const Instant day =
      lasting.days == 0 ? now : zone.to_utc(zone.to_local(now) + std::chrono::days{lasting.days});
  return day + lasting.minutes;
}

}  // namespace core
