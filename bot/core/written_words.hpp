#pragma once
// The small words that the readers of dates, times and cadences have in common. For them alone:
// written_time.hpp is what others use.

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/time.hpp"
#include "bot/core/written_time.hpp"

namespace core::written {

// One spelling for what keyboards vary: small letters, å/aa -> a, ø/oe -> o, every dash "-", every space and
// comma " ", none at the ends or around a dash; "13,30" is "13:30".
std::string evened(std::string_view text);

// "Fredag!", "5. desember." as they end a sentence; what shortens ("kl.", "5.") keeps its point.
std::string without_end(std::string word);

std::vector<std::string> parts_of(const std::string& text, const char* separators);

template <std::size_t N>
bool among(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// ASCII digits only, `shortest` to `longest` (at most nine) of them.
std::optional<int> number(std::string_view digits, std::size_t shortest, std::size_t longest);

// "second", "annen", "3rd", "3.", "tre" -> which one of a row, or how many.
std::optional<int> ordinal(std::string_view word);

// "en", "an", "3", "to", "fjorten": up to 999.
std::optional<int> how_many(std::string_view word);
bool is_day(std::string_view word);    // "d", "dager"
bool is_week(std::string_view word);   // "uke", "uka", "weeks"
bool is_month(std::string_view word);  // "måned", "månader", "months"

bool is_the_month(std::string_view word);  // "måneden", "month"
bool is_next(std::string_view word);       // "neste", "next"
bool is_this(std::string_view word);       // "denne", "this"
bool is_last(std::string_view word);       // "forrige", "førre", "last"

bool is_morrow(std::string_view word);  // "morgen", "morra": behind «i», tomorrow

struct NamedDay {
  std::chrono::weekday weekday;
  bool plural;  // "tirsdager", "Tuesdays": says «every» by itself
};
// All of these take a word that was evened.
std::optional<NamedDay> weekday_named(std::string_view word);
// "tirs.", "tys", "Tue": also the full name.
std::optional<std::chrono::weekday> weekday_shortened(std::string_view word);
// "desember", "des.", "December" -> 12.
std::optional<int> month_named(std::string_view word);

// "5.", "5th", "5", "femte", "tjueførste": of a month. Not åttende and attende, which are one when evened.
std::optional<int> day_of_month(std::string_view word);
// "julaften", "første juledag", "New Year's Eve": the next such day, unless one was one of the last sixty;
// `used`: of how many of the words its name is made.
std::optional<Date> holiday_named(std::span<const std::string_view> words, Date today, std::size_t& used);

// The Monday of the week with that number (ISO 8601): of `year`; else of the next such week that is not over,
// unless one was over in the last sixty days. Nothing: there is none, this year or the next.
std::optional<Date> monday_of_week(int week, std::optional<int> year, Date today);

// "2027", "neste år": of the day, week or month before it; `used`: of its words, as below.
std::optional<int> year_said(std::string_view word, std::string_view next, Date today, std::size_t& used);
// At least this many words are given to the four below, empty ones behind the last.
inline constexpr std::size_t words_of_several = 8;
// "uke 50", "i veke 2 2027", "neste uke", "denne uka": its Monday.
std::optional<Date> week_at(std::span<const std::string_view> words, Date today, std::size_t& used);
// "romjula", "i påskeuka", "denne helga", "i januar", "neste måned", "resten av uka": those that are not
// over. Not what is other days for others ("juleferien"), and no month without a word before it.
std::optional<SeveralDays> several_days(std::span<const std::string_view> words, Date today,
                                        std::size_t& used);
// "første torsdag i måneden", "last Friday of January": the next such day. Of a month that was named, one of
// the last sixty days is that, and no other year's.
std::optional<Date> day_in_row(std::span<const std::string_view> words, Date today, std::size_t& used);
// "5. desember", "December 5", "5.des", with a year behind it or not; `said` as below.
std::optional<Date> date_in_words(std::span<const std::string_view> words, Date today,
                                  std::optional<std::chrono::weekday> said, std::size_t& used);

// "om en måned": the same day of that month, or its last.
Date months_behind(Date date, int months);
// Of the years 1900-2199.
std::optional<Date> made_date(int year, int month, int day);
// A day without its year. Who writes yesterday's date means yesterday, and should hear so: next year's, a
// year away and a day of the week apart, would look the same where dates are shown.
std::optional<Date> such_day(int month, int day, Date today, std::optional<std::chrono::weekday> said);
// "5.12", "5/12-26", "2026-12-05". `said`: the day of the week before it.
std::optional<Date> date_in_numbers(std::string_view word, Date today,
                                    std::optional<std::chrono::weekday> said = std::nullopt);

bool says_clock(std::string_view word);      // "kl."
bool is_half_of_day(std::string_view word);  // "p.m."
// A time of day as it was said, and of how many words it is made.
struct Clock {
  // "13.30"; "3 pm"; "halv to", which comes twice a day; "1" to "12" and "1.30", which may be of such a face
  enum class Of { day, half, face, bare, loose };
  Minutes time;
  std::size_t used;
  Of of;
};
// The one that begins at `words[i]`: "13.30", "kl. 13", "3 pm", "halv to", "ti over ett", "kl. to", the last
// three between 07:00 and 18:59. Nothing: none does.
std::optional<Clock> clock_at(std::span<const std::string> words, std::size_t i);
// "4" may be of the face of a clock, and in a configuration is that hour of the day and no other.
enum class Hours { of_a_face, as_written };
Clock read_as(Clock clock, Hours hours);
// Where no end is said: "kl. 1" to "kl. 5" are of the afternoon.
Minutes alone(const Clock& clock);
// The end of what begins at `from`: as time_from_text() reads it, "24" and "midnatt"; on the next day where
// that is four hours later at most ("23.30-00.30"). What ends before it begins otherwise stays so.
std::optional<Minutes> end_from_text(std::string_view word, Minutes from);
Minutes end_behind(Minutes from, Minutes ends);
// "tolv" behind "klokka", in the same hours; "12." as it ends a sentence there.
std::optional<Clock> hour_in_words(std::string_view word);

// A beginning and an end, and of how many words the end is made, or both where they are one word. "1 to 2 pm"
// is of one half of the day, "kl seks til åtte" of one evening, "1-2" and "1 til to" of one afternoon, and
// "9 til 3" ends in it.
struct Span {
  Minutes from, to;
  std::size_t used;
  bool raised = false;      // of what was written as "1", 13:00 is meant
  bool ends_later = false;  // and of the end alone: "9-3"
};
// From there to the end that begins at `words[i]`. `in_words`: "ti" alone is one.
std::optional<Span> span_to(const Clock& from, std::span<const std::string> words, std::size_t i,
                            bool in_words, Hours hours = Hours::of_a_face);
// "13-14.30", "noon-1pm", "1-2.30pm"; "1-2 pm" with the word behind it.
std::optional<Span> span_in(std::string_view word, std::string_view next, Hours hours = Hours::of_a_face);

// "formiddag", "kvelden": a part of the day, and the hours that are in it.
struct PartOfDay {
  Minutes from, to;
};
std::optional<PartOfDay> part_of_day(std::string_view word);
// The hour that was said, where it lies in that part: "3" in the afternoon is 15:00. Nothing: it does not.
std::optional<Minutes> hour_in(const PartOfDay& part, Minutes said);

}  // namespace core::written
