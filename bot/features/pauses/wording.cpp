#include "bot/features/pauses/wording.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "bot/core/ascii.hpp"
#include "bot/core/days.hpp"
#include "bot/core/written_time.hpp"
#include "bot/core/written_words.hpp"

namespace pauses {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::sys_days;

constexpr days longest{396}, farthest{366};

template <std::size_t N>
bool is_one_of(const std::string& word, const std::array<const char*, N>& words) {
  const std::string folded = core::folded(word);
  return std::any_of(words.begin(), words.end(),
                     [&](const char* each) { return folded == core::folded(each); });
}

constexpr std::array mine_words{"meg", "me", "min", "mi", "mine", "myself"};
constexpr std::array group_words{"gruppa", "gruppen", "gruppe", "group"};
constexpr std::array all_words{"alle", "all", "everybody", "everyone"};
constexpr auto over_word = "over";  // alone it ends; "over jul" is a time
constexpr std::array closed_words{"stengt", "fridager", "fridagar", "closed"};
constexpr std::array from_words{"fra", "frå", "from", "f.o.m.", "fom"};
constexpr std::array until_words{"til", "to", "until", "till", "through", "t.o.m.", "tom", "-"};
// "til og med", "for gruppa", "i 3 uker"
constexpr std::array passed_over{"og",  "med", "and",  "including", "for", "i",
                                 "the", "in",  "bare", "berre",     "only"};

// Holidays that are other days for others, or other days elsewhere.
constexpr std::array seasons{
    "jul",         "jula",         "julen",        "juleferie",   "juleferien", "juleferia",
    "julefri",     "julehelga",    "christmas",    "xmas",        "påske",      "påska",
    "påsken",      "påskeferie",   "påskeferien",  "påskeferia",  "påskefri",   "easter",
    "vinterferie", "vinterferien", "vinterferia",  "winter",      "høstferie",  "høstferien",
    "høstferia",   "haustferie",   "haustferien",  "haustferia",  "autumn",     "half-term",
    "sommerferie", "sommerferien", "sommerferia",  "sommeren",    "sumarferie", "sumarferien",
    "sumarferia",  "sommarferie",  "sommarferien", "sommarferia", "sommaren",   "sumaren",
    "summer",      "fellesferie",  "fellesferien", "fellesferia", "pinse",      "pinsa",
    "pinsen",      "ferie",        "ferien",       "feria"};
// "over nyttår" is some days, and "til nyttår" until that one.
bool is_season(const std::vector<std::string>& said, std::size_t at) {
  const std::string bare = core::verb_alone(said[at]);
  const std::string next = at + 1 < said.size() ? core::folded(core::verb_alone(said[at + 1])) : "";
  if (core::ascii::is_digits(next.substr(0, 1)) && core::written::day_of_month(next))
    return false;  // "Jul 5", "Jul 5th"
  return is_one_of(bare, seasons) || (at > 0 && is_one_of(bare, std::array{"nyttår", "new"}) &&
                                      is_one_of(said[at - 1], std::array{over_word}));
}

// "to uker" is two of them; but "week 28 to week 30", where both are numbered.
bool counts_two(const std::vector<std::string>& words, std::size_t at) {
  std::size_t behind = at;
  const auto lasting = core::read_lasting(words, behind);
  return lasting && lasting->days > 0 && (behind >= words.size() || !core::ascii::is_digits(words[behind]));
}

// "1." in "1. til 15. juli": of the month that stands behind. Nothing: it is no day of that month.
std::optional<core::Date> day_of_month_behind(const std::vector<std::string>& words, std::size_t at,
                                              core::Date today) {
  std::string number = words[at];
  if (number.ends_with('.')) number.pop_back();
  if (!core::ascii::is_digits(number) || number.size() > 2 || at + 1 >= words.size() ||
      !is_one_of(words[at + 1], until_words))
    return std::nullopt;
  std::size_t behind = at + 2;
  while (behind < words.size() && (words[behind] == "og" || words[behind] == "med")) ++behind;
  const auto last = core::read_time(words, behind, today, core::AfterDate::another_date);
  if (!last.date || last.day_alone || last.weekday_alone) return std::nullopt;
  const core::Date first =
      last.date->year() / last.date->month() / std::chrono::day{static_cast<unsigned>(std::stoi(number))};
  return first.ok() && first < *last.date ? std::optional(first) : std::nullopt;
}

bool joins_weeks(const std::string& word) {
  return is_one_of(word, until_words) || is_one_of(word, std::array{"og", "and"});
}
std::string without_comma(std::string word) {
  if (word.ends_with(',')) word.pop_back();
  return word;
}

// "uke 28-30" is "uke 28 til uke 30", and "uke 52 og 53" "uke 52 og uke 53".
void part_weeks(std::vector<std::string>& words) {
  static constexpr std::array weeks{"uke", "uker", "ukene", "veke", "veker", "vekene", "week", "weeks"};
  std::vector<std::string> rest(words.rbegin(), words.rend());  // the next is the last
  words.clear();
  while (!rest.empty()) {
    std::string word = std::move(rest.back());
    rest.pop_back();
    if (!words.empty() && is_one_of(words.back(), weeks)) {
      words.back() = "uke";
      const std::size_t dash = word.find_first_not_of("0123456789");
      const std::size_t last = dash == std::string::npos ? dash : word.find_first_of("0123456789", dash);
      if (last != std::string::npos && dash > 0 && core::ascii::is_digits(word.substr(last))) {
        rest.insert(rest.end(), {word.substr(last), "uke", until_words.front()});
        word.resize(dash);
      } else if (rest.size() > 1 && joins_weeks(rest.back()) &&
                 core::ascii::is_digits(rest[rest.size() - 2])) {  // "uke 28 til 30", "uke 52 og 53"
        rest.insert(rest.end() - 1, "uke");
      } else if (word.ends_with(',') && !rest.empty() && core::ascii::is_digits(without_comma(rest.back()))) {
        rest.emplace_back("uke");  // "uke 51, 52 og 53"
      }
      word = without_comma(std::move(word));
    }
    words.push_back(std::move(word));
  }
}

// "1.12–5.12" is three words; "5/12-26" is one, with its year.
std::vector<std::string> words_of(const core::CommandLine& line) {
  std::vector<std::string> words;
  for (const std::string& word : line.plain()) {
    std::size_t at = word.find("–"), length = std::string_view("–").size();
    if (at == std::string::npos) {
      length = 1;
      at = word.find('-');
      // "mandag-onsdag", "1-15." and "29.6-15.8", but no "5-12".
      const auto letter = [&](std::size_t i) {
        return i < word.size() && std::isalpha(static_cast<unsigned char>(word[i])) != 0;
      };
      if (at != std::string::npos && word.find_first_of("./", at) == std::string::npos &&
          !(at > 0 && letter(at - 1) && letter(at + 1)))
        at = std::string::npos;
    }
    if (at == std::string::npos || at == 0 || at + length == word.size()) {
      words.push_back(word);
      continue;
    }
    words.insert(words.end(), {word.substr(0, at), until_words.front(), word.substr(at + length)});
  }
  part_weeks(words);
  return words;
}

// What was said, word by word.
class PauseReader {
 public:
  PauseReader(std::vector<std::string> said, core::Date today) : said_(std::move(said)), today_(today) {}

  Words read() {
    while (at_ < said_.size() && words_.understood) {
      if (take_word(said_[at_]))
        ++at_;
      else
        take_time();
    }
    // "juleferie fra 21.12 til 3.1" says which days that is; "juleferie i to uker" does not.
    if (season_ && !words_.from && !words_.until) words_.understood = false;
    if (!words_.understood) {
      for (std::size_t i = 0; i < said_.size() && words_.varies.empty(); ++i)
        if (is_season(said_, i)) words_.varies = core::verb_alone(said_[i]);
      return words_;
    }
    if (lasts_ > days{0})
      count_days();
    else if (words_.until && !words_.from && !ends_)
      words_.from = words_.until;  // "fredag": that day
    return words_;
  }

 private:
  // One that is no time.
  bool take_word(const std::string& word) {
    if (is_one_of(word, mine_words))
      words_.scope = Scope::mine;
    else if (is_one_of(word, group_words))
      words_.scope = Scope::group;
    else if (is_one_of(word, all_words))
      words_.scope = Scope::all;
    else if (core::asks_to_end(word) ||
             (is_one_of(word, std::array{over_word}) && at_ + 1 == said_.size() && !words_.until))
      words_.end = true;
    else if (is_one_of(word, closed_words))
      words_.closed_days = true;
    else if (is_one_of(word, from_words))
      begins_ = true;
    else if (is_one_of(word, until_words) && !counts_two(said_, at_))
      take_until();
    else if (!begins_ && !ends_ && is_season(said_, at_))
      season_ = true;
    else
      return false;
    return true;
  }
  void take_until() {
    begins_ = false;
    // "1.12 til 5.12": what stood there was the first day; "uke 28 til 15.8": nor is that week all.
    if (const auto stood = ends_ ? std::nullopt : std::exchange(words_.until, std::nullopt);
        stood && !words_.from)
      words_.from = stood;
    ends_ = true;
  }

  // From this word on, and goes behind it.
  void take_time() {
    const std::string& word = said_[at_];
    std::size_t behind = at_;  // "3 timer" is a length, and none of a pause
    if (const auto lasting = core::read_lasting(said_, behind); lasting && lasting->days > 0) {
      lasts_ += days{lasting->days};
      at_ = behind;
      return;
    }
    if (const auto day = words_.from ? std::nullopt : day_of_month_behind(said_, at_, today_)) {
      words_.from = day;
      begins_ = false;
      ++at_;
      return;
    }
    const core::Date since = begins_ ? today_ : words_.from.value_or(today_);
    const auto read = core::read_time(said_, at_, since, core::AfterDate::another_date);
    if (read.empty() && is_one_of(word, passed_over))
      ++at_;
    else if ((!read.date && !read.all_days()) || read.time || read.contradicts)
      words_.understood = false;
    else
      take_days(read);
  }
  void take_days(const core::WrittenTime& read) {
    const auto several = read.all_days();  // of a week from its Monday to its Sunday
    const auto [first, last] =
        several.value_or(core::SeveralDays{read.date.value_or(today_), read.date.value_or(today_)});
    // "uke 28 og uke 30", "1.7 og 3.7": two pauses, of which none is to be dropped unseen. What follows one
    // another is one: "uke 52 og 53", "torsdag og fredag".
    const bool follows = !begins_ && words_.until && first == core::day_after(*words_.until);
    const bool whole = !begins_ && !ends_ && several;
    const bool taken = begins_ ? words_.from.has_value() : words_.until || (whole && words_.from);
    if (taken && !follows) {
      words_.understood = false;
      return;
    }
    if (follows && !words_.from && !ends_) words_.from = words_.until;
    if (begins_ || (whole && !follows)) words_.from = first;
    if (!begins_) words_.until = last;
    begins_ = false;
  }
  void count_days() {
    words_.understood = !ends_;  // "til 15.8 i 3 uker"
    // "29.6 i 3 uker": the day is the first. The last is the one before: "i 1 uke" from a Monday ends on
    // Sunday.
    if (words_.until && !words_.from) words_.from = words_.until;
    words_.until = core::Date{sys_days{words_.from.value_or(today_)} + lasts_ - days{1}};
  }

  const std::vector<std::string> said_;
  const core::Date today_;
  std::size_t at_ = 0;
  bool begins_ = false, ends_ = false;  // "fra" stood just before, "til" somewhere
  bool season_ = false;                 // "juleferie"
  days lasts_{0};
  Words words_;
};

}  // namespace

Words read_pause(const core::CommandLine& line, core::Date today) {
  return PauseReader(words_of(line), today).read();
}

std::vector<std::string_view> words_read() {
  std::vector<std::string_view> all{over_word};
  const auto add = [&](const auto& words) { all.insert(all.end(), words.begin(), words.end()); };
  add(mine_words);
  add(group_words);
  add(all_words);
  add(core::end_words);
  add(closed_words);
  add(from_words);
  add(until_words);
  add(passed_over);
  return all;
}

std::optional<core::Date> day_in(const std::string& text, core::Date today) {
  const auto read = core::time_in(text, today);
  if (!read || read->time || read->contradicts) return std::nullopt;
  return read->date;
}

core::Closed pause_of(core::Date first, core::Date last) {
  return {core::at(first, core::Minutes{0}), core::at(last, hours{24})};
}
core::Date last_day(const core::Closed& pause) {
  return core::date_of(pause.to - std::chrono::seconds{1});
}

std::vector<core::Closed> replaced_by(const core::Closed& pause, const std::vector<core::Closed>& there) {
  std::vector<core::Closed> gone = there;
  std::erase_if(gone, [&](const core::Closed& one) {
    return one == pause || one.from >= pause.to || pause.from >= one.to;
  });
  return gone;
}

std::string_view problem_with(core::Date first, core::Date last, core::Date today) {
  if (last < today) return "pauses.past";
  if (last < first) return "pauses.backwards";
  if (sys_days{last} - sys_days{first} > longest) return "pauses.long";
  if (sys_days{first} - sys_days{today} > farthest) return "pauses.far";
  return {};
}

std::vector<core::Closed> coming_eves(std::string_view eve, core::Date today) {
  std::vector<core::Closed> found;
  for (std::chrono::year year = today.year(); found.size() < 3; ++year) {
    const core::Date date = core::eve_in(eve, year);
    if (date >= today) found.push_back({core::at(date, hours{12}), core::at(date, hours{24}), true});
  }
  return found;
}

}  // namespace pauses
