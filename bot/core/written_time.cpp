#include "bot/core/written_time.hpp"

#include <algorithm>
#include <array>
#include <boost/algorithm/string.hpp>
#include <cctype>
#include <cstdlib>
#include <utility>
#include <vector>

#include "bot/core/command_line.hpp"
#include "bot/core/written_words.hpp"

namespace core {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::sys_days;
using written::among;
using written::clock_at;
using written::date_in_numbers;
using written::day_of_month;
using written::how_many;
using written::is_week;
using written::made_date;
using written::says_clock;
using written::such_day;

bool is_filler(std::string_view word) {
  static constexpr std::array<std::string_view, 7> words{"", "den", "pa", "on", "the", "fra", "from"};
  return among(word, words);
}

// A part of "1. 12. 2026".
bool is_group(std::string_view word) {
  if (word.ends_with('.')) word.remove_suffix(1);
  return written::number(word, 1, 4).has_value();
}

class TimeReader {
 public:
  TimeReader(std::span<const std::string> words, Date today, AfterDate after)
      : said_(words), today_(today), after_(after) {
    words_.reserve(words.size());
  }

  // How many words were read.
  std::size_t read(WrittenTime& found) {
    std::size_t done = 0;
    bool clock = false;
    for (std::size_t i = 0; i < said_.size();) {
      if (done > 0 && (same_time_at(i) || (found.time && same_day_at(i)))) {
        done = i += 2;
        continue;
      }
      if (done > 0 && says_nothing(said_[i])) {
        done = ++i;
        continue;
      }
      if (const std::size_t used = part_with_time(i, found)) {
        done = i += used;
        clock = false;
        continue;
      }
      if (is_filler(word(i)) || says_clock(word(i))) {
        clock = clock || says_clock(word(i));
        ++i;
        continue;
      }
      std::size_t used = 0;
      if (!clock && !found.date && !found.weekday) used = weekday(i, found);
      if (!clock && used == 0) used = found.date ? week_behind(i, found) : day(i, found);
      if (used == 0 && !found.time) used = time(i, found, clock);
      if (used == 0) break;
      done = i += used;
      clock = false;
    }
    finish(found);
    return done;
  }

 private:
  // Evened when it is looked at: most words of a command begin no time, and few are looked at.
  std::string_view word(std::size_t i) const {
    while (words_.size() <= i && words_.size() < said_.size())
      words_.push_back(written::without_end(written::evened(said_[words_.size()])));
    return i < words_.size() ? words_[i] : std::string_view();
  }
  // Those of a time of day that begins at `i`, evened.
  const std::vector<std::string>& words_at(std::size_t i) const {
    std::size_t last = i;
    while (says_clock(word(last))) ++last;
    word(last + 3);  // "fem over halv ett" is four
    return words_;
  }
  Date day_from_today(int ahead) const { return Date{sys_days{today_} + days{ahead}}; }
  // Of the week so many weeks ahead.
  Date monday(int weeks) const {
    const sys_days today{today_};
    return Date{today - (std::chrono::weekday{today} - std::chrono::Monday) + days{7 * weeks}};
  }
  static Date day_in_week(Date monday, std::chrono::weekday day) {
    return Date{sys_days{monday} + (day - std::chrono::Monday)};
  }
  // "26.11 samme tid": says nothing new.
  bool same_time_at(std::size_t i) const {
    static constexpr std::array<std::string_view, 4> times{"tid", "tidspunkt", "klokkeslett", "time"};
    return (word(i) == "samme" || word(i) == "same") && among(word(i + 1), times);
  }
  bool same_day_at(std::size_t i) const {
    return (word(i) == "samme" || word(i) == "same") && (word(i + 1) == "dag" || word(i + 1) == "day");
  }
  // "ettermiddag kl 3", "kl 3 om ettermiddagen", "i kveld kl 20": with a time, before it or behind it, and
  // the time is one of that part of the day. "samme dag kl 15": so too.
  std::size_t part_with_time(std::size_t i, WrittenTime& found) const {
    if (same_day_at(i)) {
      std::size_t at = i + 2;
      while (says_clock(word(at))) ++at;
      return !found.date && clock_at(words_at(at), at) ? 2 : 0;
    }
    const bool today = word(i) == "i" || word(i) == "this";
    const std::size_t before = today || word(i) == "om" || word(i) == "in" ? 1 : 0;
    std::size_t at = i + before;
    if (before > 0 && word(at) == "the") ++at;
    const auto part = written::part_of_day(word(at));
    const bool morning = today && written::is_morrow(word(at));  // "i morgen" is tomorrow
    if (!part || morning || !today_.ok() || (today && (found.date || found.weekday))) return 0;
    if (!today && before == 0 && !found.date && !found.weekday && !found.time) return 0;
    ++at;
    WrittenTime said = found;
    if (!said.time) {
      bool clock = false;
      for (; says_clock(word(at)); ++at) clock = true;
      const std::size_t used = time(at, said, clock);
      if (used == 0) return 0;
      at += used;
    }
    const auto hour = written::hour_in(*part, *said.time);
    if (!hour) return 0;
    if (said.ends && *said.ends <= *hour) said.ends = *said.ends + (*hour - *said.time);
    said.time = hour;
    if (today) said.date = today_;
    found = said;
    return at - i;
  }
  bool next_week_at(std::size_t i) const {
    return (word(i) == "neste" || word(i) == "next") && is_week(word(i + 1));
  }

  std::size_t weekday(std::size_t i, WrittenTime& found) const {
    static constexpr std::array<std::string_view, 7> coming{
        "forstkommende", "forstkomande", "kommende", "komande", "denne", "this", "coming"};
    if (!today_.ok()) return 0;
    const bool next = word(i) == "neste" || word(i) == "next";
    const std::size_t before = next || among(word(i), coming) ? 1 : 0;
    found.weekday = written::weekday_shortened(word(i + before));
    if (!found.weekday) return 0;
    const bool next_week = next_week_at(i + before + 1);
    if (next || next_week) found.date = day_in_week(monday(1), *found.weekday);
    return before + 1 + (next_week ? 2 : 0);
  }

  std::size_t day(std::size_t i, WrittenTime& found) const {
    if (const std::size_t used = relative_day(i, found)) return used;
    if (const std::size_t used = holiday(i, found)) return used;
    if (const std::size_t used = week(i, found)) return used;
    if (const std::size_t used = named_month(i, found)) return used;
    std::string numbers(word(i));
    std::size_t used = 1;
    while (used < 3 && numbers.ends_with('.') && is_group(word(i + used)))  // "1. 12. 2026"
      numbers += word(i + used++);
    auto date = date_in_numbers(numbers, today_, found.weekday);
    if (!date && used > 1) {
      used = 1;
      date = date_in_numbers(word(i), today_, found.weekday);
    }
    if (!date) return day_alone(i, found);
    const bool other_day = found.weekday && std::chrono::weekday{sys_days{*date}} != *found.weekday;
    // "fredag 12.10" is a time; "fredag 12.10." is another day's date, and so is "fredag 13.11", at a minute
    // that nobody says.
    const auto time = other_day && !word(i).ends_with('.') ? time_from_text(word(i)) : std::nullopt;
    if (time && time->count() % 5 == 0) return 0;
    found.date = date;
    return used;
  }

  std::size_t holiday(std::size_t i, WrittenTime& found) const {
    const std::array<std::string_view, 3> words{word(i), word(i + 1), word(i + 2)};
    std::size_t used = 0;
    const auto day = today_.ok() ? written::holiday_named(words, today_, used) : std::nullopt;
    if (day) found.date = day;
    return used;
  }

  std::size_t relative_day(std::size_t i, WrittenTime& found) const {
    if (!today_.ok()) return 0;
    const bool apart = word(i) == "i";
    const std::string_view said = apart ? word(i + 1) : word(i);
    const auto take = [&](int ahead) {
      found.date = day_from_today(ahead);
      return std::size_t{apart ? 2U : 1U};
    };
    if ((apart && said == "dag") || said == "idag" || said == "today") return take(0);
    const bool joined = !apart && said.starts_with('i') && written::is_morrow(said.substr(1));
    if ((apart && written::is_morrow(said)) || joined || said == "tomorrow") return take(1);
    if (said == "overmorgen" || said == "overmorgon") return take(2);
    if (word(i) != "om" && word(i) != "in") return 0;
    const auto count = how_many(word(i + 1));
    const bool week = is_week(word(i + 2));
    if (count && written::is_month(word(i + 2))) {
      found.date = written::months_behind(today_, *count);
      return 3;
    }
    if (!count || (!week && !written::is_day(word(i + 2)))) return 0;
    if (week && found.weekday)
      found.week = monday(*count);  // "tirsdag om to uker"
    else
      found.date = day_from_today(*count * (week ? 7 : 1));
    return 3;
  }

  // "uke 50", "i veke 2 2027", "neste uke", "denne uka".
  std::size_t week(std::size_t i, WrittenTime& found) const {
    if (!today_.ok() || found.week) return 0;
    const std::size_t before = word(i) == "i" || word(i) == "in" ? 1 : 0;
    const std::string_view first = word(i + before), second = word(i + before + 1);
    const bool next = first == "neste" || first == "next", present = first == "denne" || first == "this";
    if ((next || present) && is_week(second)) {
      found.week = monday(next ? 1 : 0);
      return before + 2;
    }
    for (const std::string_view name : {"uke", "veke", "week"}) {
      if (!first.starts_with(name)) continue;
      const bool glued = first.size() > name.size();
      const auto number = day_of_month(glued ? first.substr(name.size()) : second);
      const std::size_t used = before + (glued ? 1 : 2);
      const auto year = written::number(word(i + used), 4, 4);
      // "uke 50 1930" is an evening.
      const bool with_year = year && std::abs(*year - static_cast<int>(today_.year())) <= 2;
      if (number) found.week = written::monday_of(*number, with_year ? year : std::nullopt, today_);
      if (found.week) return used + (with_year ? 1 : 0);
    }
    return 0;
  }

  // Behind a date. Where another may follow, it is of the date only where that lies in it: "24.11 uke 50".
  std::size_t week_behind(std::size_t i, WrittenTime& found) const {
    WrittenTime said = found;
    const std::size_t used = week(i, said);
    if (used == 0 || (after_ == AfterDate::another_date && !day_said(found, *said.week))) return 0;
    found.week = said.week;
    return used;
  }
  // The date, or the day of a month, where it lies in that week.
  static std::optional<Date> day_said(const WrittenTime& found, Date monday) {
    for (days into{0}; into < days{7}; ++into)
      if (const Date day{sys_days{monday} + into};
          found.day_alone ? day.day() == found.date->day() : day == *found.date)
        return day;
    return std::nullopt;
  }

  // "den 26.", "torsdag 26.", "den andre": the next such day of a month. In words only behind its article:
  // behind a weekday Andre and André are somebody.
  std::size_t day_alone(std::size_t i, WrittenTime& found) const {
    const bool article = i > 0 && (word(i - 1) == "den" || word(i - 1) == "the");
    const auto day = day_of_month(word(i));
    const bool ordinal = day && word(i).front() <= '9' && !written::number(word(i), 1, 2);  // "26.", "26th"
    if (!today_.ok() || !day || !(article || (found.weekday && ordinal))) return 0;
    for (std::chrono::year_month month{today_.year(), today_.month()};
         month <= today_.year() / today_.month() + std::chrono::months{12}; month += std::chrono::months{1}) {
      const Date date = month / *day;
      if (!date.ok() || date < today_) continue;
      found.date = date;
      found.day_alone = true;
      return 1;
    }
    return 0;
  }

  std::size_t named_month(std::size_t i, WrittenTime& found) const {
    std::size_t used = 2;
    std::optional<int> day = day_of_month(word(i)), month = written::month_named(word(i + 1));
    if (day && word(i + 1) == "of") {
      month = written::month_named(word(i + 2));
      used = 3;
    } else if (!month && (month = written::month_named(word(i)))) {
      day = day_of_month(word(i + 1));  // "December 5"
    } else if (const auto letter = word(i).find_first_not_of("0123456789.");
               !month && letter > 0 && letter != std::string_view::npos) {
      day = day_of_month(word(i).substr(0, letter));  // "5.des"
      month = written::month_named(word(i).substr(letter));
      used = 1;
    }
    if (!day || !month) return 0;
    if (const auto year = written::number(word(i + used), 4, 4); year && *year >= 1900 && *year < 2200) {
      found.date = made_date(*year, *month, *day);
      ++used;
    } else {
      found.date = such_day(*month, *day, today_, found.weekday);
    }
    return found.date ? used : 0;
  }

  std::size_t time(std::size_t i, WrittenTime& found, bool clock) const {
    const std::string_view said = word(i);
    // The end of a day, not of the night before it.
    const bool midnight = said == "midnatt" || said == "midnight", of_a_day = found.date || found.weekday;
    const bool ends_day = said == "24:00" || said == "24.00" || (clock && (said == "24" || said == "24."));
    if ((midnight || ends_day) && (of_a_day || (today_.ok() && (midnight || clock)))) {
      found.time = hours{24};
      return 1;
    }
    if (after_ == AfterDate::another_date && !clock && found.date && date_in_numbers(said, today_)) return 0;
    const auto dash = said.find('-');
    const bool glued = dash != std::string_view::npos;  // "13.00- 14.30"
    const auto take = [&](Minutes from, std::optional<Minutes> ends, std::size_t used) {
      found.time = from;
      found.ends = ends;
      return used;
    };
    if (glued && dash + 1 < said.size()) {
      const auto span = written::span_in(said, word(i + 1));
      const bool of_november =
          span && span->to < span->from && said.size() <= std::string_view("13-11").size();
      return span && !of_november ? take(span->from, span->to, span->used) : 0;
    }
    auto from = glued ? clock_at(std::array{std::string(said.substr(0, dash))}, 0) : clock_at(words_at(i), i);
    if (!from && clock) from = written::hour_in_words(said);
    if (!from) return 0;
    const std::size_t next = i + from->used, last = glued ? next : next + 1;
    if (glued || joins(word(next))) {
      if (const auto span = written::span_to(*from, words_at(last), last, clock && !glued))
        return take(span->from, span->to, last - i + span->used);
    } else if (word(next).starts_with('-')) {  // "13.00 -14.30"
      const std::array ends{std::string(word(next).substr(1))};
      if (const auto span = written::span_to(*from, ends, 0, false))
        return take(span->from, span->to, from->used + 1);
    }
    return glued ? 0 : take(from->time, std::nullopt, from->used);
  }
  // Between beginning and end. Where another date may follow, «til» leads to that.
  bool joins(std::string_view word) const {
    return word == "-" || (after_ == AfterDate::time && (word == "til" || word == "to"));
  }

  void finish(WrittenTime& found) const {
    if (found.week && (found.date || found.weekday)) {
      const Date monday = *std::exchange(found.week, std::nullopt);
      const auto day = found.date ? day_said(found, monday) : day_in_week(monday, *found.weekday);
      found.day_alone = false;
      if ((found.contradicts = !day)) return;
      found.date = day;
    }
    if (!found.weekday) return;
    if (found.date) {
      found.contradicts = std::chrono::weekday{sys_days{*found.date}} != *found.weekday;
      return;
    }
    const sys_days tomorrow = sys_days{today_} + days{1};
    found.date = tomorrow + (*found.weekday - std::chrono::weekday{tomorrow});
    found.weekday_alone = true;
  }

  std::span<const std::string> said_;
  mutable std::vector<std::string> words_;  // as many of them as were looked at
  Date today_;
  AfterDate after_;
};

}  // namespace

WrittenTime read_time(std::span<const std::string> words, std::size_t& at, Date today, AfterDate after) {
  WrittenTime found;
  const auto rest = words.subspan(std::min(at, words.size()));
  at += TimeReader(rest.first(std::min(rest.size(), longest_time)), today, after).read(found);
  return found;
}

std::optional<WrittenTime> time_in(std::string_view text, Date today) {
  std::string even = written::evened(text);
  const auto letter = [&](std::size_t i) { return std::isalpha(static_cast<unsigned char>(even[i])) != 0; };
  for (std::size_t i = even.size(); i-- > 1;)  // "halv to - halv tre", of which the spaces are gone
    if (even[i] == '-' && i + 1 < even.size() && (letter(i - 1) || letter(i + 1))) even.replace(i, 1, " - ");
  const std::vector<std::string> words = written::parts_of(even, " ");
  std::size_t at = 0;
  WrittenTime found = read_time(words, at, today);
  if (at != words.size() || found.contradicts) return std::nullopt;
  return found;
}

std::optional<Date> date_from_text(std::string_view text, Date today) {
  const auto found = time_in(text, today);
  return found && !found->time && !found->day_alone ? found->date : std::nullopt;
}

}  // namespace core
