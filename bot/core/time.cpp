#include "bot/core/time.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "bot/core/ascii.hpp"

namespace core {
namespace {

int number(std::string_view text, std::size_t at, std::size_t length) {
  int value = 0;
  std::from_chars(text.data() + at, text.data() + at + length, value);
  return value;
}

void put(std::string& text, std::size_t at, std::size_t length, int value) {
  for (; length > 0; value /= 10) text[at + --length] = static_cast<char>('0' + value % 10);
}

void put(std::string& text, Date date) {
  put(text, 0, 4, std::clamp(static_cast<int>(date.year()), 0, 9999));
  put(text, 5, 2, static_cast<int>(static_cast<unsigned>(date.month())));
  put(text, 8, 2, static_cast<int>(static_cast<unsigned>(date.day())));
}

}  // namespace

std::string to_text(Instant instant) {
  // Written digit by digit, and read with <charconv>, because every row of the database has some.
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::hh_mm_ss time{instant - day};
  std::string text = "0000-00-00T00:00:00Z";
  put(text, Date{day});
  put(text, 11, 2, static_cast<int>(time.hours().count()));
  put(text, 14, 2, static_cast<int>(time.minutes().count()));
  put(text, 17, 2, static_cast<int>(time.seconds().count()));
  return text;
}

Instant instant_from_text(std::string_view text) {
  if (ascii::is_written_as("0000-00-00T00:00:00Z", text)) {
    const auto date = date_of_text(text.substr(0, 10));
    const int h = number(text, 11, 2), m = number(text, 14, 2), sec = number(text, 17, 2);
    if (date && h <= 23 && m <= 59 && sec <= 60)
      return std::chrono::sys_days{*date} + std::chrono::hours{h} + std::chrono::minutes{m} +
             std::chrono::seconds{sec};
  }
  throw std::invalid_argument("not an instant: " + std::string(text));
}

std::string date_text(Date date) {
  std::string text = "0000-00-00";
  put(text, date);
  return text;
}

std::optional<Date> date_of_text(std::string_view text) {
  if (!ascii::is_written_as("0000-00-00", text)) return std::nullopt;
  const Date date{std::chrono::year{number(text, 0, 4)},
                  std::chrono::month{static_cast<unsigned>(number(text, 5, 2))},
                  std::chrono::day{static_cast<unsigned>(number(text, 8, 2))}};
  return date.ok() ? std::optional(date) : std::nullopt;
}

}  // namespace core
