#include "bot/features/shifts/reading.hpp"

#include <algorithm>
#include <boost/algorithm/string/replace.hpp>
#include <span>
#include <utility>

#include "bot/core/spreadsheet.hpp"
#include "bot/core/texts.hpp"
#include "bot/core/utf8.hpp"
#include "bot/core/written_time.hpp"
#include "bot/core/written_words.hpp"

namespace shifts {
namespace {

// As keyboards without our letters write a name, and without its hyphens: "anne marie as".
std::string loosened(const std::string& folded) {
  std::string plain = folded;
  static constexpr std::pair<const char*, const char*> spellings[]{
      {"-", " "}, {"aa", "a"}, {"oe", "o"}, {"ae", "a"}};
  for (const auto& [spelling, letter] : spellings) boost::algorithm::replace_all(plain, spelling, letter);
  return plain;
}
// "Kari N." of "Kari Nes": behind a whole name a part is enough.
bool begins_loosely(const std::string& theirs, std::string wanted) {
  if (wanted.empty() || !theirs.starts_with(wanted.front())) return false;
  if (wanted.ends_with('.')) wanted.pop_back();
  const std::string name = loosened(theirs), part = loosened(wanted);
  if (!name.starts_with(part)) return false;
  return name.size() == part.size() || name[part.size()] == ' ' || part.find(' ') != std::string::npos;
}

// Of the group's members the one of that name: whole, or as much of its beginning as one alone has.
std::vector<core::PersonId> members_called(const core::Directory& people, const core::Group& group,
                                           const std::string& name) {
  const std::string wanted = core::folded(name);
  std::vector<core::PersonId> whole, begins, loosely;
  for (const core::Member& member : group.members) {
    const core::Person* person = people.person(member.person);
    if (!person || !core::takes_part(group, member)) continue;
    const std::string theirs = core::folded(person->name);
    if (theirs == wanted || core::folded(person->user) == wanted) whole.push_back(person->id);
    if (theirs.starts_with(wanted + " ")) begins.push_back(person->id);
    if (begins_loosely(theirs, wanted)) loosely.push_back(person->id);
  }
  return !whole.empty() ? whole : !begins.empty() ? begins : loosely;
}

constexpr std::size_t longest_called = 12;  // words; what goes on is nobody's name

std::string without_marks(std::string word) {
  while (word.ends_with(',') || word.ends_with(';') || word.ends_with(':')) word.pop_back();
  return word;
}
// What may follow in a name: a word alone, no mention and nothing in quotes.
std::string next_in_name(const core::CommandLine::Word& word) {
  return word.user || word.quoted ? std::string() : without_marks(word.text);
}

bool is_one_of(const std::string& said, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, core::folded(said)) != words.end();
}

// Of one line: a day, first or last, and names, word by word.
class Reader {
 public:
  // What is given outlives it.
  Reader(const core::CommandLine& line, const core::Directory& people, const core::Group& group,
         core::Date today, Swap swap)
      : line_(line), people_(people), group_(group), today_(today), swap_(swap) {
    for (const auto& word : line.words)
      words_.push_back(word.user || word.quoted ? "\"" : without_marks(word.text));
  }

  Said read() {
    find_day();
    if (!said_.trouble.empty()) return std::move(said_);
    for (; at_ < end_; ++at_) take(line_.words[at_]);
    flush();
    return std::move(said_);
  }

 private:
  void find_day() {
    at_ = 1 + read_day(1, false);
    end_ = words_.size();
    // Or it stands last, behind a name.
    const std::size_t last_words = words_.size() - std::min(words_.size(), core::longest_time);
    for (std::size_t from = std::max<std::size_t>(2, last_words);
         at_ == 1 && end_ == words_.size() && from < words_.size(); ++from)
      end_ -= read_day(from, true);
  }
  // Reads the day from that word on; how many words it takes. "uke 50", "torsdag 4.12" when that is a Friday:
  // what is no day is not passed over. But "Tor" is no Thursday where somebody is called so.
  std::size_t read_day(std::size_t from, bool to_the_end) {
    std::size_t behind = from;
    auto time = core::read_time(words_, behind, today_);
    for (std::size_t i = from + 1; i < behind; ++i)
      if (const auto before = time_before_name(from, i)) {
        time = *before;
        behind = i;
      }
    const std::size_t used = behind - from;
    if (used == 0 || (to_the_end && behind < words_.size())) return 0;
    if ((used == 1 || to_the_end) && !called(words_[from]).empty()) return 0;
    if (time.date && !time.contradicts) {
      said_.day = time.date;
    } else {
      said_.trouble = "shifts.trouble.day";
      for (std::size_t i = from; i < behind; ++i) said_.about += (i > from ? " " : "") + line_.words[i].text;
    }
    return used;
  }

  // "neste uke Tor, Kari": what is said before a word that is somebody's, where that is a time by itself. Not
  // "5. Mai".
  std::optional<core::WrittenTime> time_before_name(std::size_t from, std::size_t name) const {
    if (core::written::month_named(core::folded(words_[name])) || called(words_[name]).empty()) return {};
    std::size_t behind = from;
    const auto time = core::read_time(std::span(words_).first(name), behind, today_);
    return behind == name ? std::optional(time) : std::nullopt;
  }

  void take(const core::CommandLine::Word& word) {
    if (word.user && !word.user->empty()) return take_mention(word);
    std::string text = word.text;
    while (text.starts_with('@')) {
      flush();
      text.erase(0, 1);
    }
    const bool ends = text.ends_with(',') || text.ends_with(';') || word.quoted;
    text = without_marks(std::move(text));
    if (is_one_of(text, {"alle", "all", "everybody"}))
      said_.everybody = true;
    else if (stands_between(text))
      flush();
    else if (!core::says_nothing(text))
      add_to_name(text, ends);
  }
  void take_mention(const core::CommandLine::Word& word) {
    flush();
    const core::Person* person = people_.person(group_.workspace, *word.user);
    if (person && group_.member(person->id)) {
      said_.people.push_back(person->id);
    } else {
      said_.trouble = "shifts.trouble.nobody";
      said_.about = word.text;
    }
  }
  // Two names. Of a swap the first of these words says which way: "jonas ut, lien inn", "lien inn for jonas",
  // "lien for jonas".
  bool stands_between(const std::string& text) {
    const bool out = is_one_of(text, {"ut", "out"}), in = is_one_of(text, {"inn", "in", "for"});
    const bool turns = swap_ == Swap::yes && (out || in);
    if (turns && !said_.turned) said_.turned = in;
    return turns ||
           is_one_of(text, {"og", "and", "med", "with", "mot", "for", "+", "&", "/", "-", "->", "\u2192"});
  }
  void add_to_name(const std::string& text, bool ends) {
    name_ += (name_.empty() ? "" : " ") + text;
    const std::string next = at_ + 1 < end_ ? next_in_name(line_.words[at_ + 1]) : std::string();
    if (ends || ++parts_ == longest_called || is_whole(next)) flush();
  }
  // What is somebody's is a name by itself, unless somebody is called that and the next word.
  bool is_whole(const std::string& next) const {
    return called(name_).size() == 1 && (next.empty() || called(name_ + " " + next).empty());
  }
  void flush() {
    parts_ = 0;
    const std::string whole = core::trimmed(std::exchange(name_, {}));
    if (whole.empty()) return;
    const auto found = called(whole);
    if (found.size() == 1) return said_.people.push_back(found.front());
    said_.trouble = found.empty() ? "shifts.trouble.nobody" : "shifts.trouble.several";
    said_.about = whole;
  }
  std::vector<core::PersonId> called(const std::string& name) const {
    return members_called(people_, group_, name);
  }

  const core::CommandLine& line_;
  const core::Directory& people_;
  const core::Group& group_;
  const core::Date today_;
  const Swap swap_;
  std::vector<std::string> words_;  // for days: a quotation mark stands for a mention and for what is quoted
  std::size_t at_ = 0, end_ = 0;    // of the words that are left
  std::string name_;
  std::size_t parts_ = 0;  // words of the name
  Said said_;
};

bool is_oneself(const std::string& word) {
  const std::string said = core::folded(word);
  return said == "meg" || said == "me" || said == "myself";
}

}  // namespace

core::CommandLine with_oneself(core::CommandLine line, const core::Person& writer, const core::Group& group) {
  for (std::size_t i = 1; i < line.words.size(); ++i)
    if (auto& word = line.words[i]; !word.quoted && !word.user && is_oneself(word.text))
      word = writer.workspace == group.workspace ? core::CommandLine::Word{writer.name, false, writer.user}
                                                 : core::CommandLine::Word{writer.name, true};
  return line;
}

Said said_in(const core::CommandLine& line, const core::Directory& people, const core::Group& group,
             core::Date today, Swap swap) {
  return Reader(line, people, group, today, swap).read();
}

Pasted pasted_in(std::string_view text, const core::Directory& people, const core::Group& group,
                 core::Date today, core::Language language, std::optional<core::Date> of_day) {
  Pasted pasted;
  const auto table = core::table_in(text);
  if (const auto* fault = std::get_if<core::TableFault>(&table)) {
    // texts: groups.import.fault.*
    pasted.troubles.push_back(core::text(language, "groups.import.fault." + std::string(code(fault->kind))));
    return pasted;
  }
  const auto& rows = std::get<std::vector<core::TableRow>>(table);
  std::optional<std::size_t> day, name;
  for (std::size_t i = 0; i < rows.front().cells.size(); ++i) {
    if (is_one_of(rows.front().cells[i], {"dato", "dag", "date", "day"})) day = i;
    if (is_one_of(rows.front().cells[i], {"navn", "namn", "name"})) name = i;
  }
  if ((!day && !of_day) || !name) {
    pasted.troubles.push_back(
        core::text(language, of_day ? "shifts.trouble.name_heading" : "shifts.trouble.heading"));
    return pasted;
  }
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const core::TableRow& row = rows[i];
    const auto wrong = [&](std::string_view key, const std::string& about) {
      pasted.troubles.push_back(core::text(language, "groups.import.line", {{"n", row.line}}) + " " +
                                core::text(language, key, {{"about", about}}));
    };
    const auto date = of_day ? of_day : core::date_from_text(core::day_in_cell(row.cells[*day]), today);
    auto found = members_called(people, group, row.cells[*name]);
    if (found.empty()) found = members_called(people, group, core::name_in_order(row.cells[*name]));
    if (!date || *date < today)
      wrong("shifts.trouble.day", of_day ? core::date_text(*of_day) : row.cells[*day]);
    if (found.size() != 1)
      wrong(found.empty() ? "shifts.trouble.nobody" : "shifts.trouble.several", row.cells[*name]);
    if (date && found.size() == 1) pasted.days[*date].insert(found.front());
  }
  return pasted;
}

}  // namespace shifts
