#include "bot/features/groups/naming.hpp"

#include <algorithm>

#include "bot/core/command_line.hpp"
#include "bot/core/utf8.hpp"

namespace groups {
namespace {

constexpr std::size_t longest_key = 40;

std::string dashed(std::string_view name) {
  std::string key;
  for (const char c : core::folded(name)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain)
      key += c;
    else if (!key.empty() && key.back() != '-' && static_cast<unsigned char>(c) < 0x80)
      key += '-';
    if (key.size() == longest_key) break;
  }
  while (key.ends_with('-')) key.pop_back();
  return key;
}

// The number stands behind the name that was cut: cut with it, all numbers would be one.
std::string not_taken(const std::string& wanted, const std::function<bool(const std::string&)>& taken) {
  std::string key = wanted;
  for (int number = 2; taken(key); ++number) key = wanted + "-" + std::to_string(number);
  return key;
}

// Whether a word of the name begins with what was typed, and goes on as it does.
bool begins_a_word(const std::string& name, const std::string& typed) {
  for (auto at = name.find(typed); at != std::string::npos; at = name.find(typed, at + 1))
    if (at == 0 || name[at - 1] == ' ' || name[at - 1] == '-') return true;
  return false;
}

}  // namespace

std::vector<Said> names_in(std::string_view text) {
  std::vector<Said> all;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t end = std::min(text.find_first_of("\n,;", from), text.size());
    std::string one = core::trimmed(text.substr(from, end - from));
    from = end + 1;
    Said said;
    for (const auto& [open, close] : {std::pair{'(', ')'}, {'<', '>'}, {'=', '\0'}}) {
      const auto at = one.find(open);
      if (at == std::string::npos || !said.user.empty()) continue;
      const auto stop = close ? one.find(close, at) : one.size();
      said.user = core::trimmed(one.substr(at + 1, std::min(stop, one.size()) - at - 1));
      one = core::trimmed(one.substr(0, at));
    }
    while (one.starts_with('@')) one.erase(0, 1);
    while (said.user.starts_with('@')) said.user.erase(0, 1);
    said.name = one.empty() ? said.user : one;
    if (!said.name.empty()) all.push_back(std::move(said));
  }
  return all;
}

std::string names_text(const core::Directory& people, const std::vector<core::PersonId>& who) {
  std::string text;
  for (const core::PersonId& id : who) {
    const core::Person* person = people.person(id);
    if (!person) continue;
    const bool alone = std::ranges::count_if(people.people(), [&](const core::Person& other) {
                         return core::folded(other.name) == core::folded(person->name);
                       }) == 1;
    text += (text.empty() ? "" : ", ") + person->name + (alone ? "" : " (" + person->user + ")");
  }
  return text;
}

Meant meant_by(const Said& said, const core::Directory& people, const std::string& workspace, bool free,
               const IsTaken& given) {
  const auto made = [&](const std::string& user) {
    core::Person person;
    person.workspace = workspace;
    person.user = user;
    person.name = said.name;
    return Meant{person, true};
  };
  if (!said.user.empty()) {
    if (const core::Person* known = people.person(workspace, said.user)) return {*known};
    return made(said.user);
  }
  const std::string typed = core::folded(said.name);
  std::vector<const core::Person*> exact, partly;
  for (const core::Person& person : people.people()) {
    const std::string name = core::folded(person.name);
    if (name == typed || (person.workspace == workspace && core::folded(person.user) == typed))
      exact.push_back(&person);
    if (!typed.empty() && begins_a_word(name, typed)) partly.push_back(&person);
  }
  const auto& found = exact.empty() ? partly : exact;
  if (found.size() == 1) return {*found.front()};
  // A whole name that nobody has is somebody new; a part of one that several have is not.
  if (found.empty() && free) return made(account_for(said.name, people, workspace, given));
  return {std::nullopt, false, found.empty() ? Meant::Trouble::nobody : Meant::Trouble::several};
}

std::string key_for(std::string_view name, const core::Directory& people) {
  const std::string wanted = dashed(name);
  return not_taken(wanted.empty() ? "gruppe" : wanted,
                   [&](const std::string& key) { return people.group_by_key(key) != nullptr; });
}

std::string account_for(std::string_view name, const core::Directory& people, const std::string& workspace,
                        const IsTaken& given) {
  const std::string wanted = dashed(name);
  return not_taken(wanted.empty() ? "person" : wanted, [&](const std::string& user) {
    return people.person(workspace, user) != nullptr || (given && given(user));
  });
}

}  // namespace groups
