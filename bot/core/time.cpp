#include "bot/core/time.hpp"

#include <fmt/format.h>

#include <charconv>
#include <stdexcept>

namespace core {

std::string to_text(Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const Date date{day};
  const std::chrono::hh_mm_ss time{instant - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count());
}

Instant instant_from_text(std::string_view text) {
  // YYYY-MM-DDTHH:MM:SSZ and nothing else; read with <charconv>, because every row of the database has
  // some.
  static constexpr std::string_view form = "0000-00-00T00:00:00Z";
  bool good = text.size() == form.size();
  for (std::size_t i = 0; good && i < form.size(); ++i)
    good = form[i] == '0' ? text[i] >= '0' && text[i] <= '9' : text[i] == form[i];
  const auto number = [&](std::size_t at, std::size_t length) {
    int value = 0;
    std::from_chars(text.data() + at, text.data() + at + length, value);
    return value;
  };
  if (good) {
    const Date date{std::chrono::year{number(0, 4)}, std::chrono::month{static_cast<unsigned>(number(5, 2))},
                    std::chrono::day{static_cast<unsigned>(number(8, 2))}};
    const int h = number(11, 2), m = number(14, 2), sec = number(17, 2);
    if (date.ok() && h <= 23 && m <= 59 && sec <= 60)
      return std::chrono::sys_days{date} + std::chrono::hours{h} + std::chrono::minutes{m} +
             std::chrono::seconds{sec};
  }
  throw std::invalid_argument("not an instant: " + std::string(text));
}

}  // namespace core
