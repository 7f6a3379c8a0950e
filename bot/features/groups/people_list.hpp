#pragma once
// What a list of people from a spreadsheet asks for: who becomes known, who comes into which group as what
// and for how long, and what is wrong with which line. Pure: rows and people in, a plan out.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/features/groups/steps.hpp"

namespace groups {

// One line of the list, as it would be done.
struct ListedPerson {
  int line = 0;
  core::Person person;    // as they would be; without an id where `fresh`
  bool fresh = false;     // nobody knew them so far
  std::size_t first = 0;  // of a fresh one: the first of the lines that speak of the same
  bool renewed = false;   // name, language or address becomes another
  core::GroupId group{};  // empty: no membership is spoken of
  core::Role role = core::Role::participant;
  std::optional<core::Date> since{}, ends{};  // nothing: as it is, without an end
  bool later = false;  // a member whose role is another from `since`, and what it is until then
  enum class Membership { none, comes, changes, stays, ends } membership = Membership::none;

  bool unchanged() const {
    return !fresh && !renewed && (membership == Membership::none || membership == Membership::stays);
  }
};

struct PeopleList {
  std::vector<ListedPerson> people;
  // What stands in the way, each with what to do; `line` 0: of the whole list.
  struct Trouble {
    int line = 0;
    std::string words;
  };
  std::vector<Trouble> troubles;
  std::vector<std::string> unread;  // headings that are none of ours

  int count(ListedPerson::Membership what) const;
  int fresh() const;      // people, each once
  int unchanged() const;  // lines
  bool changes_nothing() const { return unchanged() == static_cast<int>(people.size()); }
};

// `text`: what was pasted, or of a file (core::text_of_file).
PeopleList people_list(std::string_view text, const Asking& asking);
// "Kari Nes · Hjemmetjenesten nord · deltaker · til 15. desember".
std::string said(const ListedPerson& one, const Asking& asking);
// Which groups it leaves without a facilitator, or without a leader: each in a sentence.
std::vector<core::Rich> left_without(const PeopleList& list, const Asking& asking);

}  // namespace groups
