#pragma once
// Norwegian public holidays and working days, computed for any year 1900-2199 from today's law: lov 24 Feb
// 1995 nr. 12 § 2 (the church's holy days) and lov 26 Apr 1947 nr. 1 (1 and 17 May). Plain Sundays and the
// eves are not holidays.

#include <chrono>
#include <optional>
#include <string_view>

#include "bot/core/time.hpp"

namespace core {

// Easter Sunday in the Gregorian calendar (J. Meeus, Astronomical Algorithms, chapter 8: «Butcher»).
Date easter_day(std::chrono::year year);

// The stable key of the holiday on `date` (keys live in static memory), or nothing:
//   new_year maundy_thursday good_friday easter_day easter_monday labour_day constitution_day ascension
//   whit_sunday whit_monday christmas_day boxing_day
// When two meet, the fixed date gives the name (17 May 2027 is also Whit Monday: "constitution_day").
std::optional<std::string_view> norwegian_holiday(Date date);

// The holiday with that key in a year; nothing: there is no such key.
std::optional<Date> holiday_in(std::string_view key, std::chrono::year year);

// The eves at whose noon workplaces often close, by stable keys like those of holidays.
inline constexpr std::string_view usual_eves[]{"christmas_eve", "new_years_eve", "easter_wednesday"};
Date eve_in(std::string_view eve, std::chrono::year year);  // `eve` is one of them
std::optional<std::string_view> eve_on(Date date);

// Monday to Friday and no holiday.
bool is_working_day(Date date);

// The first working day strictly after `date`.
Date next_working_day(Date date);

}  // namespace core
