#include "bot/core/written_time.hpp"

#include <algorithm>
#include <array>
#include <boost/algorithm/string.hpp>
#include <cctype>
#include <utility>
#include <vector>

#include "bot/core/command_line.hpp"
#include "bot/core/days.hpp"
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
using written::says_clock;

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
  Date day_from_today(int ahead) const { return plus(today_, days{ahead}); }
  // Of the week so many weeks ahead.
  Date monday(int weeks) const { return plus(monday_of(today_), days{7 * weeks}); }
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
    constexpr hours half{12};
    const auto hour = written::hour_in(*part, *said.time - (raised_ ? half : hours{0}));
    if (!hour) return 0;
    if (said.ends && (*said.ends <= *hour || *hour < *said.time)) *said.ends += *hour - *said.time;
    said.time = hour;
    if (today) said.date = today_;
    found = said;
    return at - i;
  }
  bool next_week_at(std::size_t i) const { return written::is_next(word(i)) && is_week(word(i + 1)); }

  std::size_t weekday(std::size_t i, WrittenTime& found) const {
    static constexpr std::array<std::string_view, 7> coming{
        "forstkommende", "forstkomande", "kommende", "komande", "denne", "this", "coming"};
    if (!today_.ok()) return 0;
    const bool next = written::is_next(word(i));
    const std::size_t before = next || among(word(i), coming) ? 1 : 0;
    found.weekday = written::weekday_shortened(word(i + before));
    if (!found.weekday) return 0;
    const bool next_week = next_week_at(i + before + 1);
    if (next || next_week) found.date = day_in_week(monday(1), *found.weekday);
    return before + 1 + (next_week ? 2 : 0);
  }

  std::size_t day(std::size_t i, WrittenTime& found) const {
    if (const std::size_t used = relative_day(i, found)) return used;
    if (const std::size_t used = counted_day(i, found)) return used;
    if (const std::size_t used = holiday(i, found)) return used;
    if (const std::size_t used = week(i, found)) return used;
    if (const std::size_t used = named_month(i, found)) return used;
    if (const std::size_t used = several(i, found)) return used;
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

  std::size_t week(std::size_t i, WrittenTime& found) const {
    std::size_t used = 0;
    if (today_.ok() && !found.week) found.week = written::week_at(words_from(i), today_, used);
    return used;
  }

  // Behind a date. Where another may follow, it is of the date only where that lies in it: "24.11 uke 50".
  std::size_t week_behind(std::size_t i, WrittenTime& found) const {
    WrittenTime said = found;
    const std::size_t used = week(i, said);
    if (used == 0 || (after_ == AfterDate::another_date && !day_said(found, *said.all_days()))) return 0;
    found.week = said.week;
    return used;
  }
  // The date, or the day of a month, where it lies in that week or those days.
  static std::optional<Date> day_said(const WrittenTime& found, const SeveralDays& all) {
    for (sys_days into{all.first}; into <= sys_days{all.last}; into += days{1})
      if (const Date day{into}; found.day_alone ? day.day() == found.date->day() : day == *found.date)
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

  std::array<std::string_view, written::words_of_several> words_from(std::size_t i) const {
    std::array<std::string_view, written::words_of_several> words;
    for (std::size_t k = 0; k < words.size(); ++k) words[k] = word(i + k);
    return words;
  }
  std::size_t named_month(std::size_t i, WrittenTime& found) const {
    std::size_t used = 0;
    found.date = written::date_in_words(words_from(i), today_, found.weekday, used);
    return found.date ? used : 0;
  }
  std::size_t counted_day(std::size_t i, WrittenTime& found) const {
    std::size_t used = 0;
    if (!found.weekday && today_.ok()) found.date = written::day_in_row(words_from(i), today_, used);
    if (!found.date) return 0;
    found.of_the_month = written::is_the_month(word(i + used - 1)) && !written::is_this(word(i + used - 2)) &&
                         !written::is_next(word(i + used - 2));
    return used;
  }
  std::size_t several(std::size_t i, WrittenTime& found) const {
    std::size_t used = 0;
    if (!found.week && !found.several && today_.ok())
      found.several = written::several_days(words_from(i), today_, used);
    return found.several ? used : 0;
  }

  std::size_t time(std::size_t i, WrittenTime& found, bool clock) const {
    const std::string_view said = word(i);
    clock = clock || said.starts_with("kl");  // "kl.3"
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
    const auto take = [&](const written::Span& span, std::size_t used) {
      found.time = span.from;
      found.ends = span.to;
      raised_ = span.raised;
      return used;
    };
    if (glued && dash + 1 < said.size()) {
      const auto span = written::span_in(said, word(i + 1));
      const bool of_november = span && (span->to < span->from || (span->ends_later && !clock && !of_a_day)) &&
                               said.size() <= std::string_view("13-11").size();
      return span && !of_november ? take(*span, span->used) : 0;
    }
    auto from = glued ? clock_at(std::array{std::string(said.substr(0, dash))}, 0) : clock_at(words_at(i), i);
    if (!from && clock) from = written::hour_in_words(said);
    if (!from) return 0;
    const std::size_t next = i + from->used, last = glued ? next : next + 1;
    if (glued || joins(word(next))) {
      if (const auto span = written::span_to(*from, words_at(last), last, clock && !glued))
        return take(*span, last - i + span->used);
    } else if (word(next).starts_with('-')) {  // "13.00 -14.30"
      const std::array ends{std::string(word(next).substr(1))};
      if (const auto span = written::span_to(*from, ends, 0, false)) return take(*span, from->used + 1);
    }
    if (glued) return 0;
    found.time = clock ? written::alone(*from) : from->time;
    raised_ = found.time != from->time;
    return from->used;
  }
  // Between beginning and end. Where another date may follow, «til» leads to that.
  bool joins(std::string_view word) const {
    return word == "-" || (after_ == AfterDate::time && (word == "til" || word == "to"));
  }

  void finish(WrittenTime& found) const {
    if (found.date && found.all_days()) {  // "uke 50 den 8.", "i romjula 29.12"
      const auto day = day_said(found, *found.all_days());
      found.week.reset();
      found.several.reset();
      found.day_alone = false;
      if ((found.contradicts = !day)) return;
      found.date = day;
    }
    if (found.week && found.weekday)
      found.date = day_in_week(*std::exchange(found.week, std::nullopt), *found.weekday);
    if (found.several && found.weekday && !day_of_several(found)) return;
    if (!found.weekday) return;
    if (found.date) {
      found.contradicts = std::chrono::weekday{sys_days{*found.date}} != *found.weekday;
      return;
    }
    const sys_days tomorrow = sys_days{today_} + days{1};
    found.date = tomorrow + (*found.weekday - std::chrono::weekday{tomorrow});
    found.weekday_alone = true;
  }

  // "torsdag i romjula": where that is one day alone.
  static bool day_of_several(WrittenTime& found) {
    const SeveralDays several = *std::exchange(found.several, std::nullopt);
    int such = 0;
    for (sys_days day{several.first}; day <= sys_days{several.last}; day += days{1})
      if (std::chrono::weekday{day} == *found.weekday && ++such == 1) found.date = Date{day};
    found.contradicts = such != 1;
    return such == 1;
  }

  std::span<const std::string> said_;
  mutable std::vector<std::string> words_;  // as many of them as were looked at
  Date today_;
  AfterDate after_;
  mutable bool raised_ = false;  // of "kl 5" 17:00 was taken: it may still be in the morning
};

}  // namespace

std::optional<SeveralDays> WrittenTime::all_days() const {
  return week ? SeveralDays{*week, plus(*week, std::chrono::days{6})} : several;
}

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
