#pragma once
// Who is meant by names that a coordinator typed, and what a new group is called inside. Pure; any thread.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/people.hpp"

namespace groups {

// What may be somebody's first and family name, from a list or a form: no figures, none of the signs that
// part names or stand around an account, and one person's.
bool is_name(std::string_view name);

// One of "Kari Nes, @jonas; Lien Tran (U0123) og Per Li": names are parted by lines, commas, semicolons and
// "og".
struct Said {
  std::string name;
  std::string user;  // the platform's own id, where it was written behind the name
};
std::vector<Said> names_in(std::string_view text);
// "Kari Nes, Jonas Vik": what names_in() reads back as the same people.
std::string names_text(const core::Directory& people, const std::vector<core::PersonId>& who);

struct Meant {
  std::optional<core::Person> person;  // who is known, or who becomes known: without an id
  bool fresh = false;                  // nobody knew the person so far
  enum class Trouble { none, nobody, several } trouble = Trouble::none;
};
// Accounts that were given out a moment ago, to people who are not in the directory yet.
using IsTaken = std::function<bool(const std::string& account)>;
// The person of that user or whole name; else the only one whose name has it as a word's beginning. `free`:
// the workspace has no accounts of its own, so whoever is not there yet gets one made of the name.
Meant meant_by(const Said& said, const core::Directory& people, const std::string& workspace, bool free,
               const IsTaken& given = {});

// "hjemme-nord-2": letters, digits and dashes, and no other group's.
std::string key_for(std::string_view name, const core::Directory& people);
// The same of a person's name, as an account that nobody has and nobody was given.
std::string account_for(std::string_view name, const core::Directory& people, const std::string& workspace,
                        const IsTaken& given = {});

}  // namespace groups
