#include "bot/core/written_time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/algorithm/string.hpp>
#include <locale>
#include <vector>

#include "bot/core/written_words.hpp"

namespace core {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::sys_days;
using written::among;

constexpr std::array<std::string_view, 4> weeks_named{"uke", "uker", "veke", "veker"};
constexpr std::array<std::string_view, 6> days_named{"d", "dag", "dager", "dagar", "day", "days"};

bool says_clock(std::string_view word) {
  static constexpr std::array<std::string_view, 5> words{"kl", "kl.", "klokka", "klokken", "at"};
  return among(word, words);
}
constexpr std::array<std::string_view, 4> halves_of_day{"am", "pm", "a.m.", "p.m."};
bool is_filler(std::string_view word) {
  static constexpr std::array<std::string_view, 5> words{"", "den", "pa", "on", "the"};
  return among(word, words);
}
bool is_week(std::string_view word) {
  return among(word, weeks_named) || word == "week" || word == "weeks" || word == "uka" || word == "veka";
}

// «en», «3», «to».
std::optional<int> how_many(std::string_view word) {
  static constexpr std::array<std::string_view, 6> one{"en", "ei", "ein", "et", "a", "one"};
  static constexpr std::array<std::string_view, 6> counts{"to", "tre", "fire", "two", "three", "four"};
  if (among(word, one)) return 1;
  if (among(word, counts)) return written::ordinal(word);
  return written::number(word, 1, 3);
}

std::optional<Date> made_date(int year, int month, int day) {
  const Date made{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                  std::chrono::day{static_cast<unsigned>(day)}};
  if (!made.ok() || year < 1900 || year > 2199) return std::nullopt;
  return made;
}

// A day without its year. Who writes yesterday's date means yesterday, and should hear so: next year's, a
// year away and a day of the week apart, would look the same where dates are shown.
std::optional<Date> such_day(int month, int day, Date today, std::optional<std::chrono::weekday> said) {
  constexpr days just_passed{60};
  if (!today.ok()) return std::nullopt;
  const int this_year = static_cast<int>(today.year());
  for (int year = this_year - 1; year <= this_year + 8; ++year) {  // 29 February may be eight years away
    const auto found = made_date(year, month, day);
    if (found && *found < today && sys_days{today} - sys_days{*found} <= just_passed &&
        (!said || std::chrono::weekday{sys_days{*found}} == *said))
      return found;
    if (found && *found >= today) return found;
  }
  return std::nullopt;
}

std::optional<Date> with_year(std::string_view year, int month, int day) {
  const auto value = written::number(year, 2, 4);
  if (!value || year.size() == 3) return std::nullopt;
  return made_date(year.size() == 2 ? 2000 + *value : *value, month, day);
}

// "5/12-26" -> {"5", "12", "26"} and "/-".
struct Numbers {
  std::vector<std::string> groups;
  std::string signs;
};
std::optional<Numbers> numbers_in(std::string_view word) {
  Numbers found;
  bool inside = false;
  for (const char c : word) {
    const bool digit = c >= '0' && c <= '9';
    if (!digit && (c != '.' && c != '/' && c != '-')) return std::nullopt;
    if (digit && !inside) found.groups.emplace_back();
    (digit ? found.groups.back() : found.signs) += c;
    if (!digit && !inside) return std::nullopt;
    inside = digit;
  }
  return found;
}

std::optional<Date> date_in_numbers(std::string_view word, Date today,
                                    std::optional<std::chrono::weekday> said = std::nullopt) {
  const auto found = numbers_in(word);
  if (!found) return std::nullopt;
  const auto& [groups, signs] = *found;
  const auto first = groups.empty() ? std::nullopt : written::number(groups[0], 1, 2);
  const auto second = groups.size() < 2 ? std::nullopt : written::number(groups[1], 1, 2);
  if (groups.size() == 2 && first && second && (signs == "." || signs == ".." || signs == "/"))
    return such_day(*second, *first, today, said);
  if (groups.size() != 3 || !second) return std::nullopt;
  if (signs == "--" && groups[0].size() == 4)
    return groups[1].size() == 2 && groups[2].size() == 2
               ? with_year(groups[0], *second, *written::number(groups[2], 2, 2))
               : std::nullopt;
  static constexpr std::array<std::string_view, 4> orders{"..", "//", "/-", ".-"};
  const bool dashed = signs == "--" && groups[2].size() == 4;
  return first && (dashed || among(signs, orders)) ? with_year(groups[2], *second, *first) : std::nullopt;
}

// A part of "1. 12. 2026".
bool is_group(std::string_view word) {
  if (word.ends_with('.')) word.remove_suffix(1);
  return written::number(word, 1, 4).has_value();
}

// "5.", "5th", "5" before or after the name of a month.
std::optional<int> day_of_month(std::string_view word) {
  for (const std::string_view ending : {"st", "nd", "rd", "th", "."})
    if (word.ends_with(ending)) return written::number(word.substr(0, word.size() - ending.size()), 1, 2);
  return written::number(word, 1, 2);
}

// "Fredag!", "5. desember." as they end a sentence; what shortens ("kl.", "5.") keeps its point.
std::string without_end(std::string word) {
  while (word.ends_with('!') || word.ends_with('?')) word.pop_back();
  const bool letter = word.size() > 1 && std::isalpha(static_cast<unsigned char>(word[word.size() - 2])) != 0;
  if (word.ends_with('.') && letter && !says_clock(word) && !among(word, halves_of_day)) word.pop_back();
  return word;
}

// "3pm", "3:30 p.m."; `used`: of the two words.
std::optional<Minutes> twelve_hours(std::string_view word, std::string_view next, std::size_t& used) {
  const bool apart = among(next, halves_of_day);
  const std::string said = std::string(word) + std::string(apart ? next : std::string_view());
  for (const std::string_view half : halves_of_day) {
    if (!said.ends_with(half)) continue;
    const auto time = time_from_text(said.substr(0, said.size() - half.size()));
    constexpr hours noon{12};
    if (!time || *time < hours{1} || *time >= noon + hours{1}) return std::nullopt;
    used = apart ? 2 : 1;
    return *time % noon + (half.starts_with('p') ? noon : hours{0});
  }
  return std::nullopt;
}

class TimeReader {
 public:
  TimeReader(std::span<const std::string> words, Date today, AfterDate after) : today_(today), after_(after) {
    for (const std::string& word : words) words_.push_back(without_end(written::evened(word)));
  }

  // How many words were read.
  std::size_t read(WrittenTime& found) {
    std::size_t done = 0;
    bool clock = false;
    for (std::size_t i = 0; i < words_.size();) {
      if (is_filler(words_[i]) || says_clock(words_[i])) {
        clock = clock || says_clock(words_[i]);
        ++i;
        continue;
      }
      std::size_t used = 0;
      if (!clock && !found.date && !found.weekday) used = weekday(i, found);
      if (!clock && used == 0 && !found.date) used = day(i, found);
      if (used == 0 && !found.time) used = time(i, found, clock);
      if (used == 0) break;
      done = i += used;
      clock = false;
    }
    finish(found);
    return done;
  }

 private:
  std::string_view word(std::size_t i) const { return i < words_.size() ? words_[i] : std::string_view(); }
  Date day_from_today(int ahead) const { return Date{sys_days{today_} + days{ahead}}; }
  Date in_next_week(std::chrono::weekday day) const {
    const sys_days monday = sys_days{today_} - (std::chrono::weekday{sys_days{today_}} - std::chrono::Monday);
    return Date{monday + days{7} + (day - std::chrono::Monday)};
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
    if (next || next_week) found.date = in_next_week(*found.weekday);
    return before + 1 + (next_week ? 2 : 0);
  }

  std::size_t day(std::size_t i, WrittenTime& found) const {
    if (const std::size_t used = relative_day(i, found)) return used;
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
    if (!date) return 0;
    const bool other_day = found.weekday && std::chrono::weekday{sys_days{*date}} != *found.weekday;
    // "fredag 12.10" is a time; "fredag 13.11", at a minute that nobody says, is another day's date.
    const auto time = other_day ? time_from_text(word(i)) : std::nullopt;
    if (time && time->count() % 5 == 0) return 0;
    found.date = date;
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
    if ((apart && (said == "morgen" || said == "morgon")) || said == "imorgen" || said == "imorgon" ||
        said == "tomorrow")
      return take(1);
    if (said == "overmorgen" || said == "overmorgon") return take(2);
    if (word(i) != "om" && word(i) != "in") return 0;
    const auto count = how_many(word(i + 1));
    const bool week = is_week(word(i + 2));
    if (!count || (!week && !among(word(i + 2), days_named))) return 0;
    found.date = day_from_today(*count * (week ? 7 : 1));
    return 3;
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
    std::string said(word(i));
    std::size_t used = 1;
    if (const auto half = twelve_hours(said, word(i + 1), used)) {
      found.time = half;
      return used;
    }
    // The end of a day, not of the night before it.
    if ((found.date || found.weekday) && (said == "24:00" || said == "24.00" || (clock && said == "24"))) {
      found.time = hours{24};
      return used;
    }
    if (word(i + 1) == "-" && time_from_text(word(i + 2))) {
      said += "-" + std::string(word(i + 2));
      used = 3;
    }
    const auto dash = said.find('-');
    const auto from = time_from_text(said.substr(0, dash));
    if (!from) return 0;
    if (after_ == AfterDate::another_date && !clock && found.date && date_in_numbers(said, today_)) return 0;
    if (dash != std::string::npos) {
      found.ends = time_from_text(said.substr(dash + 1));
      if (!found.ends) return 0;
    }
    found.time = from;
    return used;
  }

  void finish(WrittenTime& found) const {
    if (!found.weekday) return;
    if (found.date) {
      found.contradicts = std::chrono::weekday{sys_days{*found.date}} != *found.weekday;
      return;
    }
    const sys_days tomorrow = sys_days{today_} + days{1};
    found.date = tomorrow + (*found.weekday - std::chrono::weekday{tomorrow});
    found.weekday_alone = true;
  }

  std::vector<std::string> words_;
  Date today_;
  AfterDate after_;
};

}  // namespace

WrittenTime read_time(std::span<const std::string> words, std::size_t& at, Date today, AfterDate after) {
  WrittenTime found;
  at += TimeReader(words.subspan(std::min(at, words.size())), today, after).read(found);
  return found;
}

std::optional<WrittenTime> time_in(std::string_view text, Date today) {
  const std::vector<std::string> words = written::parts_of(written::evened(text), " ");
  std::size_t at = 0;
  WrittenTime found = read_time(words, at, today);
  if (at != words.size() || found.contradicts) return std::nullopt;
  return found;
}

std::optional<Lasting> read_lasting(std::span<const std::string> words, std::size_t& at) {
  if (at >= words.size()) return std::nullopt;
  const std::string first = written::evened(words[at]);
  const auto letter = std::min(first.find_first_not_of("0123456789"), first.size());
  const bool glued = letter > 0 && letter < first.size();  // "10min"
  if (!glued && at + 1 >= words.size()) return std::nullopt;
  const auto count = how_many(glued ? first.substr(0, letter) : first);
  const std::string unit = glued ? first.substr(letter) : written::evened(words[at + 1]);
  if (!count) return std::nullopt;
  static constexpr std::array<std::string_view, 8> minutes{"m",        "min",      "min.",   "minutt",
                                                           "minutter", "minuttar", "minute", "minutes"};
  static constexpr std::array<std::string_view, 7> hours{"t", "time", "timer", "timar", "h", "hour", "hours"};
  std::optional<Lasting> lasting;
  if (among(unit, minutes)) lasting = Lasting{0, Minutes{*count}};
  if (among(unit, hours)) lasting = Lasting{0, Minutes{*count * 60}};
  if (among(unit, days_named)) lasting = Lasting{*count, {}};
  if (is_week(unit)) lasting = Lasting{*count * 7, {}};
  if (lasting) at += glued ? 1 : 2;
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
  const Instant day = lasting.days == 0 ? now : zone.to_utc(zone.to_local(now) + days{lasting.days});
  return day + lasting.minutes;
}

std::optional<Date> date_from_text(std::string_view text, Date today) {
  const auto found = time_in(text, today);
  return found && !found->time ? found->date : std::nullopt;
}

std::optional<Minutes> time_from_text(std::string_view text) {
  std::string even = written::evened(text);
  for (const std::string_view prefix : {"klokken", "klokka", "kl.", "kl"})
    if (even.starts_with(prefix)) {
      even.erase(0, prefix.size());
      boost::algorithm::trim(even, std::locale::classic());
      break;
    }
  if (even.size() == 4 && written::number(even, 4, 4)) even.insert(2, ":");
  const auto parts = written::parts_of(even, ":.");
  const auto hour = written::number(parts[0], 1, 2);
  const auto minute = parts.size() == 2 ? written::number(parts[1], 2, 2) : std::optional{0};
  if (parts.size() > 2 || !hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  return std::chrono::hours{*hour} + Minutes{*minute};
}

std::string time_text(Minutes since_midnight) {
  return fmt::format("{:02}:{:02}", since_midnight.count() / 60, since_midnight.count() % 60);
}

}  // namespace core
