#pragma once
// The dates, times, durations and cadences people write, in Bokmål, Nynorsk and English. Whatever the bot
// writes of a time can be typed back here. Case, ø/oe, å/aa and the kind of dash or space do not matter.
// Pure and thread-safe.

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "bot/core/calendar.hpp"
#include "bot/core/language.hpp"

namespace core {

// From the first to the last.
struct SeveralDays {
  Date first, last;
  bool operator==(const SeveralDays&) const = default;
};

// What was said of one point in time, in local readings.
struct WrittenTime {
  std::optional<Date> date;
  std::optional<std::chrono::weekday> weekday;
  bool weekday_alone = false;          // `date` is made of the weekday: the next such day after today
  bool day_alone = false;              // `date` is made of "den 26.": the next such day of a month
  bool of_the_month = false;           // `date` is made of "første onsdag i måneden"
  std::optional<Date> week;            // the Monday of a week that was said without a day, and then no `date`
  std::optional<SeveralDays> several;  // "i romjula", "hele januar", said without a day, and then no `date`
  std::optional<Minutes> time, ends;  // since midnight; `ends` of "13.00–14.30", past 24 h of "23.30–00.30"
  bool contradicts = false;           // "lørdag 6. desember" when that is a Sunday

  bool empty() const { return !date && !time && !week && !several; }
  // The whole week too.
  std::optional<SeveralDays> all_days() const;
};

// Whether "10.12" behind a date is another, and "uke 50" one's week; elsewhere what is a day is a date.
enum class AfterDate { time, another_date };

// No point in time is said in more words. Who looks for one at each word of a long command reads no further.
inline constexpr std::size_t longest_time = 32;

// Reads the words from `at` on that belong to one point in time and moves `at` behind them; where none do,
// nothing is read and `at` stays. Weekday before date before time, each may be missing:
//   "lørdag 5. desember kl. 12.00", "5. des. 2026", "5.12", "5/12-26", "2026-12-05", "December 5",
//   "første torsdag i måneden", "siste fredag i januar", "torsdag i romjula", "i påskeuka", "resten av uka",
//   "i dag", "i morgen 12:00", "tirsdag", "neste tirsdag" (of the next calendar week), "tirsdag neste uke",
//   "om 3 dager", "tirsdag om to uker", "den 26.", "uke 50", "onsdag i uke 50", "neste uke", "kl 13",
//   "13.30", "13,30", "1330", "halv to", "13.00–14.30", "13 til 14.30", "1 til to" and "kl 1" of the
//   afternoon
// "5.12" is a date and "13.30" a time because the month 30 is none; "kl. 5.12", "05:12", "5,12", and "fredag
// 5.10" when that is no Friday, are times; "fredag 5.12", "fredag 5.10." then contradict themselves. A date
// without a year is the next such day, `today` itself included, unless that day was one of the last sixty.
WrittenTime read_time(std::span<const std::string> words, std::size_t& at, Date today,
                      AfterDate after = AfterDate::time);

// The same for a whole text; nothing when a word is left over or the weekday is not the date's.
std::optional<WrittenTime> time_in(std::string_view text, Date today);

// A length of time: whole days are days of the calendar, also when the clocks change between.
struct Lasting {
  int days = 0;
  Minutes minutes{};
  bool operator==(const Lasting&) const = default;
};
// "10 min", "10min", "2 t", "1 t 30 min", "1 time og 30 min", "3 dager", "1 uke", "en uke", "two weeks"; as
// read_time() reads.
std::optional<Lasting> read_lasting(std::span<const std::string> words, std::size_t& at);
// "2880m", "7d": for buttons. Nothing for any other text, and for more than a thousand days.
std::string code(const Lasting& lasting);
std::optional<Lasting> lasting_from(std::string_view code);
Instant after(Instant now, const Lasting& lasting, const Zone& zone);

// A date alone, as read_time() knows it, in the years 1900-2199. Nothing when it is none, or more than that.
// `today` may be no date (Date{}): then only a date with its year is one.
std::optional<Date> date_from_text(std::string_view text, Date today);

// A time of day alone: "13:00", "13.00", "1300", "13", "kl. 13", "kl 9.30"; minutes since midnight.
std::optional<Minutes> time_from_text(std::string_view text);
// "13:30", which that reads again; a part of a configuration or a form, in no language.
std::string time_text(Minutes since_midnight);

// The cadence of a configuration text; `first` of the answer is the first fitting day on or after `first`.
//   every week Monday 09:00-10:30 | hver uke mandag ... | kvar veke måndag ...
//   every second Tuesday 13:00-14:30 | annenhver tirsdag ... | hver annen tirsdag ... | annakvar tysdag ...
//   every 3rd Thursday 08:30-10:00 (every third week) | hver tredje torsdag ... | kvar tredje torsdag ...
//   Tuesdays in even weeks 13:00-14:30 | tirsdager i partallsuker ... | tysdagar i oddetalsveker ...
//   first Wednesday of the month 12:00-14:00 | første onsdag i måneden ... | siste onsdag i månaden ...
//   every working day 14:45-15:00 | hver arbeidsdag ... | kvar arbeidsdag ... | hverdager ...
//   every Wednesday 23:30-00:30 (at night: it ends on the next day, four hours later at most)
// `usual`: how long a session lasts of which the start alone is written ("hver onsdag 13.30"), of those of
// every working day a quarter of an hour at most; nothing: the end must be there, and "4-5" is at night.
// Throws std::invalid_argument: what was not understood, and an example (English, for whoever writes
// configuration).
Cadence cadence_from_text(std::string_view text, Date first, std::optional<Minutes> usual = std::nullopt);
// "annenhver onsdag 13.30–15.00": its rhythm without its days, so that cadence_from_text() reads it back.
std::string cadence_text(Language language, const Cadence& cadence);

}  // namespace core
