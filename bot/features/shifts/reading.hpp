#pragma once
// Days and names as people type or paste them. Pure; any thread.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bot/core/command_line.hpp"
#include "bot/features/shifts/store.hpp"

namespace shifts {

struct Said {
  std::optional<core::Date> day;
  std::vector<core::PersonId> people;
  std::string trouble, about;  // key of the text that says what is wrong, and what was written
  bool everybody = false;      // "alle": no roster that day
  std::optional<bool> turned;  // of a swap: whether the first one comes in, and the second goes out
};
// Whether two change places, and "ut", "inn" and "for" say which way.
enum class Swap { no, yes };
// "torsdag @kari, Jonas", "3.12 alle", "@kari @jonas", "@kari @jonas 31.12": behind the verb.
Said said_in(const core::CommandLine& line, const core::Directory& people, const core::Group& group,
             core::Date today, Swap swap = Swap::no);

// "bytt meg med Kari", as `writer` says it: exact also where somebody in the group is called the same.
core::CommandLine with_oneself(core::CommandLine line, const core::Person& writer, const core::Group& group);

struct Pasted {
  std::map<core::Date, Roster> days;
  std::vector<std::string> troubles;  // words for the reader, each with its line
};
// Rows of a spreadsheet with a name and a date; with `day`, all are of that day and no date is needed.
Pasted pasted_in(std::string_view text, const core::Directory& people, const core::Group& group,
                 core::Date today, core::Language language, std::optional<core::Date> day = {});

}  // namespace shifts
