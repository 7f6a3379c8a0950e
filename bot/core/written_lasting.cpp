// Lengths of time as people write them, and as buttons carry them.

#include <algorithm>
#include <array>

#include "bot/core/written_time.hpp"
#include "bot/core/written_words.hpp"

namespace core {

namespace {

std::optional<Lasting> read_one(std::span<const std::string> words, std::size_t& at) {
  if (at >= words.size()) return std::nullopt;
  const std::string first = written::evened(words[at]);
  const auto letter = std::min(first.find_first_not_of("0123456789"), first.size());
  const bool glued = letter > 0 && letter < first.size();  // "10min"
  if (!glued && at + 1 >= words.size()) return std::nullopt;
  const auto count = written::how_many(glued ? first.substr(0, letter) : first);
  const std::string unit = glued ? first.substr(letter) : written::evened(words[at + 1]);
  if (!count) return std::nullopt;
  static constexpr std::array<std::string_view, 8> minutes{"m",        "min",      "min.",   "minutt",
                                                           "minutter", "minuttar", "minute", "minutes"};
  static constexpr std::array<std::string_view, 7> hours{"t", "time", "timer", "timar", "h", "hour", "hours"};
  std::optional<Lasting> lasting;
  if (written::among(unit, minutes)) lasting = Lasting{0, Minutes{*count}};
  if (written::among(unit, hours)) lasting = Lasting{0, Minutes{*count * 60}};
  if (written::is_day(unit)) lasting = Lasting{*count, {}};
  if (written::is_week(unit)) lasting = Lasting{*count * 7, {}};
  if (lasting) at += glued ? 1 : 2;
  return lasting;
}

}  // namespace

std::optional<Lasting> read_lasting(std::span<const std::string> words, std::size_t& at) {
  constexpr std::chrono::hours hour{1};
  auto lasting = read_one(words, at);
  if (!lasting || lasting->days != 0 || lasting->minutes < hour) return lasting;
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
