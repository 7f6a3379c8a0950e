#include "bot/features/sessions/wording.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "bot/core/written_words.hpp"

namespace sessions {
namespace {

bool is_until(const std::string& word) {
  const std::string folded = core::folded(word);
  return folded == "til" || folded == "to";
}
// Between what matters: "24.11 til torsdag", "24.11 - 26.11".
bool is_between(const std::string& word) {
  static constexpr std::array words{"fra", "fraa", "from", "-"};
  const std::string folded = core::folded(word);
  return is_until(word) || std::ranges::find(words, folded) != words.end();
}

// "flytt tilbake til kl 13".
bool is_back(const std::string& word) {
  const std::string folded = core::folded(word);
  return folded == "tilbake" || folded == "attende" || folded == "back";
}

// Of all days that `fits` knows, the nearest to the session.
template <class Fits>
core::Date nearest(core::Date to, core::Date today, Fits fits) {
  using std::chrono::days;
  constexpr days searched{62};  // the 31st may be two months away
  const std::chrono::sys_days middle{to};
  for (days apart{0}; apart <= searched; ++apart)
    for (const days ahead : {apart, -apart})
      if (const core::Date day{middle + ahead}; day >= today && fits(day)) return day;
  return to;
}

// Of "torsdag 28." the day is not known yet: it need not be that of the next 28th.
bool impossible(const core::WrittenTime& said) {
  return said.contradicts && !said.day_alone;
}
bool is_on(core::Date date, const std::optional<std::chrono::weekday>& day) {
  return !day || std::chrono::weekday{std::chrono::sys_days{date}} == *day;
}

// "samlingen", "møtet": the one that is next, where no day is said.
bool is_session(const std::string& word) {
  static constexpr std::array words{"samling", "samlingen", "samlinga", "moete",
                                    "moetet",  "session",   "meeting"};
  return std::ranges::find(words, core::folded(word)) != words.end();
}

// "fra nå av.", "senere!"
std::string without_stop(std::string word) {
  while (word.ends_with('.') || word.ends_with('!') || word.ends_with(',')) word.pop_back();
  return word;
}

// Which way, of a word behind a length of time: "senere" is on, 0 none.
int way_of(const std::string& word) {
  static constexpr std::array on{"senere", "seinere", "seinare", "later", "etter", "after"};
  static constexpr std::array back{"tidligere", "tidlegare", "earlier", "foer", "before"};
  const std::string folded = without_stop(core::folded(word));
  return std::ranges::find(on, folded) != on.end()       ? 1
         : std::ranges::find(back, folded) != back.end() ? -1
                                                         : 0;
}
// "dagen" before "etter", "uka" before "før".
int days_named(const std::string& word) {
  static constexpr std::array day{"dagen", "day"};
  static constexpr std::array week{"uka", "uken", "veka", "week"};
  const std::string folded = core::folded(word);
  return std::ranges::find(day, folded) != day.end()     ? 1
         : std::ranges::find(week, folded) != week.end() ? 7
                                                         : 0;
}
// "en halv time senere", "dagen etter", when it is all that is said from `at` on. "utsett samlingen en uke"
// says no way, and is on.
std::optional<core::Lasting> apart_from(const std::vector<std::string>& said, std::size_t at) {
  std::size_t behind = at;
  if (const auto alone = core::read_lasting(said, behind); alone && behind == said.size()) return alone;
  behind = at;
  const int way = way_of(said.back());
  if (way == 0) return std::nullopt;
  auto lasting = core::read_lasting(said, behind);
  if (!lasting)
    if (const int days = days_named(said[behind]); days != 0) {
      lasting = core::Lasting{days, {}};
      ++behind;
    }
  if (!lasting || behind + 1 != said.size()) return std::nullopt;
  return core::Lasting{way * lasting->days, way * lasting->minutes};
}
// "en time framover" is one session an hour on or back: whichever, it is no other rhythm.
bool ends_a_length(const std::vector<std::string>& said, std::size_t end) {
  constexpr std::size_t longest = 6;
  for (std::size_t from = end - std::min(end, longest); from < end; ++from)
    if (std::size_t behind = from; core::read_lasting(said, behind) && behind == end) return true;
  return false;
}
// Takes it off the end of what was said, and "til" or "the" before it.
std::optional<core::Lasting> take_apart(std::vector<std::string>& said) {
  constexpr std::size_t longest = 7;  // "1 time og 30 minutter senere" is six
  for (std::size_t at = said.size() - std::min(said.size(), longest); at < said.size(); ++at) {
    const std::string before = at > 0 ? core::folded(said[at - 1]) : std::string();
    if (before == "om" || before == "in") continue;  // from now, and not from where it is
    if (const auto apart = apart_from(said, at)) {
      if (way_of(said.back()) == 0 && at > 0 && is_between(said[at - 1])) return std::nullopt;  // "til 14t"
      said.resize(at);
      static constexpr std::array passed{"the", "med", "by"};
      while (!said.empty() && (is_between(said.back()) ||
                               std::ranges::find(passed, core::folded(said.back())) != passed.end()))
        said.pop_back();
      return apart;
    }
  }
  return std::nullopt;
}

// "tirsdag pga. sykdom": why is nobody else's.
void drop_reason(std::vector<std::string>& said) {
  static constexpr std::array words{"pga", "fordi", "grunnet", "grunna", "because", "due"};
  auto why = std::ranges::find_if(said, [](const std::string& word) {
    return std::ranges::find(words, without_stop(core::folded(word))) != words.end();
  });
  if (why == said.end() && (why = std::ranges::find(said, "grunn")) != said.end() && why != said.begin())
    --why;  // "på grunn av"
  said.erase(why, said.end());
}

// "1" to "12".
bool is_bare_hour(const std::string& word) {
  const auto hour = core::written::number(word, 1, 2);
  return hour && *hour >= 1 && *hour <= 12 && word.front() != '0';
}

// "24.11"; of "24." the month follows.
bool ends_a_date(const std::string& word) {
  return !word.empty() && word.front() >= '1' && word.front() <= '9' && word.back() != '.' &&
         word.find_first_of("./") != std::string::npos;
}

// "kl" before an hour of the clock's face: "13 til to", "fra ett til tre", "fra 1 til 2", "til 3".
std::vector<std::string> with_clocks(const std::vector<std::string>& said) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < said.size(); ++i) {
    const bool ends = i + 1 == said.size() || is_between(said[i + 1]);
    const bool begins = i > 0 && is_between(said[i - 1]) && said[i - 1] != said[i];
    const bool first = i + 1 < said.size() && is_between(said[i + 1]) && (i == 0 || ends_a_date(said[i - 1]));
    const bool in_letters = said[i].find_first_of("0123456789") == std::string::npos;
    const bool word = in_letters && core::written::hour_in_words(core::written::evened(said[i]));
    if ((begins && ends && (word || is_bare_hour(said[i]))) || (first && is_bare_hour(said[i])))
      all.emplace_back("kl");
    all.push_back(said[i]);
  }
  return all;
}

// "24.", which after "flytt" is a day of the month.
bool is_day_of_month(const std::string& word) {
  return word.size() >= 2 && word.size() <= 3 && word.back() == '.' &&
         word.find_first_not_of("0123456789") == word.size() - 1;
}

// "flytt 24. til 26." with "den" before each day of a month; but "24. 11." is one date.
std::vector<std::string> with_articles(std::vector<std::string> said) {
  const auto begins_with_digit = [&](std::size_t i) {
    return i < said.size() && !said[i].empty() && said[i].front() >= '0' && said[i].front() <= '9';
  };
  std::vector<std::string> all;
  bool goes_on = false;  // from the word before
  for (std::size_t i = 0; i < said.size(); ++i) {
    const bool day = !goes_on && is_day_of_month(said[i]);
    goes_on = day && begins_with_digit(i + 1);
    if (day && !goes_on) all.emplace_back("den");
    all.push_back(std::move(said[i]));
  }
  return all;
}

}  // namespace

void drop_new_session(std::vector<std::string>& words) {
  static constexpr std::array before{"ny",     "nytt", "ei",    "en", "et", "eit",
                                     "ekstra", "new",  "extra", "a",  "an", "another"};
  const auto noun = std::ranges::find_if(words, is_session);
  if (noun == words.end()) return;
  const bool alone = std::all_of(words.begin(), noun, [](const std::string& word) {
    return std::ranges::find(before, core::folded(word)) != before.end();
  });
  if (alone) words.erase(words.begin(), noun + 1);
}

MoveWords read_move(const core::CommandLine& line, core::Date today) {
  MoveWords words;
  std::vector<std::string> plain = line.plain();
  drop_reason(plain);
  words.apart = take_apart(plain);
  const std::vector<std::string> said = with_articles(with_clocks(plain));
  std::size_t at = 0;
  const auto pass = [&] {
    while (at < said.size() && is_between(said[at])) ++at;
  };
  // "neste samling", "den neste", "samlingen 24.11"; but "neste torsdag".
  const auto is = [&](std::size_t i, const auto& fits) { return i < said.size() && fits(said[i]); };
  const auto is_next = [](const std::string& word) {
    return core::folded(word) == "neste" || core::folded(word) == "next";
  };
  const auto is_article = [](const std::string& word) {
    static constexpr std::array words{"den", "det", "the", "ho", "han", "it"};
    return std::ranges::find(words, core::folded(word)) != words.end();
  };
  const std::size_t article = is(0, is_article) ? 1 : 0;
  const bool next = is(article, is_next);
  if (const std::size_t noun = article + (next ? 1 : 0); is(noun, is_session)) {
    words.next = next || noun + 1 == said.size();
    words.said_next = next;
    at = noun + 1;
  } else if (next || article > 0) {
    std::size_t behind = noun;
    while (is(behind, is_back)) ++behind;
    words.next = behind == said.size() || is_until(said[behind]);  // "flytt den tilbake til kl 13"
    words.said_next = next;
    if (words.next) at = behind;
  }
  while (is(at, is_back)) ++at;
  const bool next_one = words.next || is(at, is_until);  // "flytt til torsdag"
  pass();
  if (!next_one) {
    words.from = core::read_time(said, at, today, core::AfterDate::another_date);
    if (at > 0 && is(at, is_session)) ++at;  // "tirsdagens samling"
  }
  pass();
  words.to = core::read_time(said, at, today);
  words.understood = at == said.size();
  const core::WrittenTime& from = words.from;
  if (from.time && !from.date && !from.all_days() && !words.apart) {  // "flytt kl 14", "flytt kl 13 til 15"
    words.next = true;
    if (words.to.empty()) words.to = std::exchange(words.from, {});
  }
  return words;
}

bool means_all(const core::CommandLine& line) {
  static constexpr std::array words{"alle", "all", "hver", "kvar", "every", "heretter"};
  static constexpr std::array onwards{"framover", "fremover", "onwards"};
  const std::vector<std::string> said = line.plain();
  std::string text = " ";
  for (std::size_t i = 0; i < said.size(); ++i) {
    const std::string word = without_stop(core::folded(said[i]));
    const bool on = std::ranges::find(onwards, word) != onwards.end() && !ends_a_length(said, i);
    const bool every = word.ends_with("hver") || word.ends_with("kvar");  // "annenhver", "annakvar"
    if (on || every || std::ranges::find(words, word) != words.end()) return true;
    text += word + " ";
  }
  return std::ranges::any_of(std::array{" fra naa av ", " fraa no av ", " fra no av ", " from now on "},
                             [&](const char* on) { return text.find(on) != std::string::npos; });
}

std::pair<core::Instant, core::Instant> instants_of(const TimeSpan& span, const core::Zone& zone) {
  const core::Instant starts = zone.to_utc(span.starts);
  const bool is_there = zone.to_local(starts) == span.starts;
  return {starts, is_there ? zone.to_utc(span.ends) : starts + (span.ends - span.starts)};
}

std::optional<TimeSpan> wanted_span(const MoveWords& words, const TimeSpan& now, core::Date today) {
  const core::Minutes old = core::time_of_day(now.starts);
  core::WrittenTime to = words.to;
  if (words.apart) {
    if (!to.empty() || impossible(words.from) || words.from.time.value_or(old) != old) return std::nullopt;
    const auto moved = std::chrono::days{words.apart->days} + words.apart->minutes;
    return TimeSpan{now.starts + moved, now.ends + moved};
  }
  if (to.empty()) {
    to.time = words.from.time;  // "24.11 14:30"
    to.ends = words.from.ends;
  } else if (words.from.time && *words.from.time != old) {
    // "24.11 kl 14 til 15": where it is not at 14, both are of its new time.
    const bool times_alone = to.time && !to.date && !to.all_days() && !to.ends && !words.from.ends;
    constexpr std::chrono::hours noon{12};
    if (times_alone && *to.time <= *words.from.time && *words.from.time <= noon)
      *to.time += noon;  // "kl 11 til 1"
    if (!times_alone || *to.time <= *words.from.time) return std::nullopt;
    to.ends = std::exchange(to.time, words.from.time);
  }
  if (impossible(to) || impossible(words.from) || to.several || (to.ends && *to.ends <= *to.time))
    return std::nullopt;
  const core::Date day = core::date_of(now.starts);
  const std::chrono::weekday weekday{std::chrono::sys_days{day}};
  if (to.week) to.date = core::Date{std::chrono::sys_days{*to.week} + (weekday - std::chrono::Monday)};
  if (to.weekday_alone)
    to.date = nearest(day, today, [&](core::Date one) {
      return std::chrono::weekday{std::chrono::sys_days{one}} == *to.weekday;
    });
  if (to.day_alone) {
    to.date = nearest(day, today, [&](core::Date one) { return one.day() == to.date->day(); });
    if (!is_on(*to.date, to.weekday)) return std::nullopt;
  }
  const core::Local starts = core::at(to.date.value_or(day), to.time.value_or(old));
  return TimeSpan{starts, starts + (to.ends ? *to.ends - *to.time : now.ends - now.starts)};
}

std::optional<TimeSpan> span_from_form(const std::string& value, const TimeSpan& session,
                                       const core::Zone& zone, core::Instant now) {
  if (value.ends_with('Z')) {
    try {
      const core::Local starts = zone.to_local(core::instant_from_text(value));
      return TimeSpan{starts, starts + (session.ends - session.starts)};
    } catch (const std::invalid_argument&) {
      return std::nullopt;
    }
  }
  std::string reading = value;
  if (const auto cut = reading.find('T'); cut == std::string_view("2026-11-26").size()) {
    reading[cut] = ' ';
    // Browsers add seconds when there are some: "13:00:00".
    if (std::count(reading.begin(), reading.end(), ':') == 2) reading.resize(reading.rfind(':'));
  }
  const core::Date today = core::date_of(zone.to_local(now));
  const auto found = core::time_in(reading, today);
  if (!found || (!found->date && !found->week) || !found->time) return std::nullopt;
  MoveWords words;
  words.to = *found;
  return wanted_span(words, session, today);
}

}  // namespace sessions
