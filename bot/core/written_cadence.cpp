#include "bot/core/written_time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <utility>

#include "bot/core/texts.hpp"
#include "bot/core/written_words.hpp"

namespace core {
namespace {

using written::among;
using written::ordinal;

constexpr int last_of_month = 5;  // as in Cadence::week_of_month
constexpr Minutes a_quarter{15};  // at the change of shift

struct FromTo {
  Minutes from;
  Minutes to;
};

// "13.30", "13:30", "1330": with its minutes, so that "3." stays a number.
std::optional<Minutes> clock_reading(std::string_view word) {
  const bool long_enough =
      word.size() >= 4 && word.find_first_not_of("0123456789.:") == std::string_view::npos;
  return long_enough ? time_from_text(word) : std::nullopt;
}

// The words of a cadence. Each says one thing wherever it stands, so the order of words need not be known.
struct CadenceWords {
  bool every = false, week = false, month = false, last = false, working_days = false;
  std::optional<int> which;
  std::optional<std::chrono::weekday> weekday;
  std::optional<FromTo> time;
  bool lasts = false;            // how long is known, so that a start alone is enough
  std::optional<Minutes> start;  // without an end
  std::optional<WeekParity> parity;

  written::Hours hours() const { return lasts ? written::Hours::of_a_face : written::Hours::as_written; }
};

// "partallsuker", "oddetalsveker", "even", "ulike": the weeks that have such a number.
std::optional<WeekParity> parity_named(std::string_view word) {
  static constexpr std::array<std::string_view, 4> even{"even", "even-numbered", "like", "partall"},
      odd{"odd", "odd-numbered", "ulike", "oddetall"};
  const auto begins = [&](std::initializer_list<std::string_view> stems) {
    return std::any_of(stems.begin(), stems.end(), [&](std::string_view stem) {
      return word.starts_with(stem) &&
             (word.ends_with("uke") || word.ends_with("uker") || word.ends_with("ukene") ||
              word.ends_with("veke") || word.ends_with("veker") || word.ends_with("vekene"));
    });
  };
  if (among(word, even) || begins({"partall", "partals"})) return WeekParity::even;
  if (among(word, odd) || begins({"oddetall", "oddetals"})) return WeekParity::odd;
  return std::nullopt;
}

// "arbeidsdag", "virkedager", "weekday": Monday to Friday; several of them say «every» by themselves.
bool take_working_day(CadenceWords& words, std::string_view word) {
  static constexpr std::array<std::string_view, 9> one{"arbeidsdag", "virkedag", "vyrkedag",
                                                       "yrkedag",    "hverdag",  "kvardag",
                                                       "workday",    "weekday",  "workingday"};
  static constexpr std::array<std::string_view, 3> several{"er", "ar", "s"};
  for (const std::string_view day : one) {
    if (!word.starts_with(day)) continue;
    const std::string_view ending = word.substr(day.size());
    if (!ending.empty() && !among(ending, several)) continue;
    words.every = words.every || !ending.empty();
    return words.working_days = true;
  }
  return false;
}

// A second value for the same thing is refused: nothing said is dropped in silence.
template <class T>
bool set_once(std::optional<T>& slot, T value) {
  if (slot) return false;
  slot = std::move(value);
  return true;
}

bool take(CadenceWords& words, std::string_view word) {
  static constexpr std::array<std::string_view, 16> filler{"kl",  "kl.", "klokka", "klokken", "at",  "from",
                                                           "fra", "pa",  "on",     "of",      "the", "in",
                                                           "i",   "den", "en",     "ein"};
  static constexpr std::array<std::string_view, 10> every{
      "every", "each", "hver", "kvar", "alle", "weekly", "all", "ukentlig", "vekentleg", "vekentlig"};
  static constexpr std::array<std::string_view, 8> week{"week", "weeks", "uke",  "uka",
                                                        "uker", "veke",  "veka", "veker"};
  static constexpr std::array<std::string_view, 7> month{"month",   "maned", "maneden", "manad",
                                                         "manaden", "mnd",   "mnd."};
  if (among(word, filler)) return true;
  if (among(word, every)) return words.every = true;
  if (among(word, week)) return words.week = true;
  if (among(word, month)) return words.month = true;
  if (const auto parity = parity_named(word)) {
    words.week = words.every = true;  // "tirsdager i partallsuker" says how often
    return set_once(words.parity, *parity);
  }
  if (word == "last" || word == "siste") return words.last = true;
  if (take_working_day(words, word)) return true;
  if (const auto day = written::weekday_named(word)) {
    words.every = words.every || day->plural;
    return set_once(words.weekday, day->weekday);
  }
  if (const auto day = written::weekday_shortened(word)) return set_once(words.weekday, *day);
  if (const auto time = written::span_in(word, "", words.hours()))
    return set_once(words.time, FromTo{time->from, time->to});
  if (const auto start = words.lasts ? clock_reading(word) : std::nullopt)
    return set_once(words.start, *start);
  if (const auto which = ordinal(word)) return set_once(words.which, *which);
  for (const std::string_view ending : {"hver", "kvar"})  // annenhver, annakvar, tredjehver
    if (word.ends_with(ending))
      if (const auto which = ordinal(word.substr(0, word.size() - ending.size()))) {
        words.every = true;
        return set_once(words.which, *which);
      }
  return false;
}

void replace(std::vector<std::string>& words, std::size_t i, std::size_t used, std::string by) {
  words[i] = std::move(by);
  words.erase(words.begin() + static_cast<std::ptrdiff_t>(i) + 1,
              words.begin() + static_cast<std::ptrdiff_t>(i + used));
}

// "kl. 13" is "13:00", and so are "kl ett" and "1 pm"; "halv to" is "13:30". "13:00 til 14:30" is
// "13:00-14:30", and so is "1 to 2:30 pm"; elsewhere «to» is a number. A number without any such word is a
// time nowhere.
void mend_clocks(std::vector<std::string>& words, written::Hours hours) {
  constexpr std::chrono::hours day{24};
  for (std::size_t i = 0; i < words.size(); ++i) {
    auto clock = written::clock_at(words, i);
    if (clock) clock = written::read_as(*clock, hours);
    if (!clock) {
      const bool half_behind = i + 1 < words.size() && written::is_half_of_day(words[i + 1]);
      if (const auto span = half_behind ? written::span_in(words[i], words[i + 1], hours) : std::nullopt;
          span && span->used == 2)
        replace(words, i, 2, words[i] + words[i + 1]);
      continue;
    }
    const std::size_t next = i + clock->used;
    const bool joined = next < words.size() && (words[next] == "til" || words[next] == "to");
    if (const auto span = joined ? written::span_to(*clock, words, next + 1, true, hours) : std::nullopt)
      replace(words, i, clock->used + 1 + span->used,
              time_text(span->from) + "-" + time_text(span->to > day ? span->to - day : span->to));
    else if (clock->used > 1 || words[i].find_first_not_of("0123456789.:") != std::string::npos)
      replace(words, i, clock->used, time_text(written::alone(*clock)));
  }
}
// "hver 14. dag" is every second week.
void mend_fortnights(std::vector<std::string>& words) {
  static constexpr std::array<std::string_view, 3> fourteenth{"14.", "14", "fjortende"};
  for (std::size_t i = 1; i < words.size(); ++i)
    if (words[i] == "dag" && among(words[i - 1], fourteenth)) {
      words[i - 1] = "2.";
      words.erase(words.begin() + static_cast<std::ptrdiff_t>(i));
    }
}

}  // namespace

Cadence cadence_from_text(std::string_view text, Date first, std::optional<Minutes> usual) {
  const auto refuse = [&](std::string_view why) {
    throw std::invalid_argument(
        fmt::format("cadence \"{}\": {}; write for example \"every second Tuesday 13:00-14:30\" or \"første "
                    "onsdag i måneden "
                    "12:00-14:00\"",
                    text, why));
  };
  CadenceWords said;
  said.lasts = usual.has_value();
  auto words = written::parts_of(written::evened(text), " ");
  std::erase(words, "");
  mend_clocks(words, said.hours());
  mend_fortnights(words);
  for (std::size_t i = 1; i < words.size(); ++i)
    if (words[i - 1] == "working" && (words[i] == "day" || words[i] == "days")) {
      words[i - 1] += words[i];
      words.erase(words.begin() + static_cast<std::ptrdiff_t>(i));
    }
  for (const auto& word : words)
    if (!take(said, word)) refuse(fmt::format("\"{}\" is not understood here", word));

  if (said.working_days &&
      (said.weekday || said.week || said.month || said.last || said.which || said.parity))
    refuse("every working day needs no weekday, week or month");
  if (!said.weekday && !said.working_days) refuse("the weekday is missing");
  if (said.start && said.time) refuse("the time is said twice");
  if (said.start)
    said.time = FromTo{*said.start, *said.start + (said.working_days ? std::min(*usual, a_quarter) : *usual)};
  if (!said.time) refuse("the time from-to is missing");
  if (said.time->to <= said.time->from) refuse("the end must come after the start");
  Cadence cadence;
  if (said.weekday) cadence.weekday = *said.weekday;
  cadence.start = said.time->from;
  cadence.length = said.time->to - said.time->from;
  cadence.monthly = said.month;
  cadence.parity = said.parity.value_or(WeekParity::any);
  cadence.working_days = said.working_days;
  if (said.working_days && !said.every) refuse("how often is not clear (\"every working day\")");
  if (said.month) {
    if (said.week || said.last == said.which.has_value())
      refuse("which week of the month (first to fourth, or last) is not clear");
    if (!said.last && (*said.which < 1 || *said.which > 4))
      refuse("a month has a first to a fourth, and a last");
    cadence.week_of_month = said.last ? last_of_month : *said.which;
  } else {
    if (!said.every || said.last) refuse("how often is not clear (\"every ...\" or \"... of the month\")");
    cadence.every_weeks = said.which.value_or(1);
    if (said.which && said.parity) refuse("even or odd weeks already come every second week");
    if (said.which && (*said.which < 2 || *said.which > 52))
      refuse("every second to every 52nd week is possible (or \"every week\", or \"... of the month\")");
  }
  cadence.first = first;
  cadence.first = next_date(cadence, first);
  return cadence;
}

// texts: weekday.* cadence.month.*
std::string cadence_text(Language language, const Cadence& cadence) {
  const Local midnight{};
  const std::string day = text(language, "weekday." + std::to_string(cadence.weekday.iso_encoding()));
  const std::string time =
      say_span(language, midnight + cadence.start, midnight + cadence.start + cadence.length);
  const auto said = [&](std::string_view key) {
    return text(language, key, {{"day", day}, {"n", cadence.every_weeks}}) + " " + time;
  };
  if (cadence.working_days) return said("cadence.working_days");
  if (cadence.monthly) return said("cadence.month." + std::to_string(cadence.week_of_month));
  if (cadence.parity == WeekParity::even) return said("cadence.even");
  if (cadence.parity == WeekParity::odd) return said("cadence.odd");
  if (cadence.every_weeks == 1) return said("cadence.every");
  return said(cadence.every_weeks == 2 ? "cadence.second" : "cadence.nth");
}

}  // namespace core
