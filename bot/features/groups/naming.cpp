#include "bot/features/groups/naming.hpp"

#include <algorithm>
#include <array>

#include "bot/core/ascii.hpp"
#include "bot/core/command_line.hpp"
#include "bot/core/name_match.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/utf8.hpp"

namespace groups {
namespace {

constexpr std::size_t longest_key = 40, longest_name = 80;
// What parts names, what an account stands behind, and what besides is in none.
constexpr std::string_view parting = ",;\n()<>=", of_none = "0123456789@[]{}/\\|#*&+?%$^~:!";
// What is left of æ, ø and å where a file went through a wrong encoding: "BjÃ¸rn", as "Bj?rn" above.
constexpr std::array<std::string_view, 10> broken{"¸", "¦", "¥", "…", "˜", "†", "›", "¿", "¾", "\uFFFD"};
constexpr std::array<std::string_view, 2> ands{" og ", " and "};

bool is_one_name(std::string_view text) {
  return text.find_first_of(parting) == std::string_view::npos &&
         std::ranges::all_of(
             ands, [&](std::string_view word) { return text.find(word) == std::string_view::npos; });
}

std::string dashed(std::string_view name) {
  std::string key;
  for (const char c : core::folded(name)) {
    if (core::ascii::is_small(c) || core::ascii::is_digit(c))
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

// "Nes, Kari (vikar) og Per": "Nes Kari vikar Per".
std::string as_one_name(std::string_view name) {
  std::string plain(name);
  for (const std::string_view word : ands)
    for (auto at = plain.find(word); at != std::string::npos; at = plain.find(word))
      plain.replace(at, word.size(), " ");
  std::string one;
  for (const char c : plain) {
    const bool blank = c == ' ' || parting.find(c) != std::string_view::npos;
    if (!blank)
      one += c;
    else if (!one.empty() && one.back() != ' ')
      one += ' ';
  }
  return core::trimmed(one);
}

}  // namespace

bool is_name(std::string_view name) {
  return !name.empty() && core::letters_in(name) <= longest_name && is_one_name(name) &&
         name.find_first_of(of_none) == std::string_view::npos &&
         std::ranges::none_of(broken, [&](auto sign) { return name.find(sign) != name.npos; });
}

std::vector<Said> names_in(std::string_view text) {
  std::vector<Said> all;
  for (std::size_t from = 0; from <= text.size();) {
    std::size_t end = std::min(text.find_first_of("\n,;", from), text.size()), next = end + 1;
    for (const std::string_view word : ands)
      if (const auto at = text.find(word, from); at < end) {
        end = at;
        next = at + word.size();
      }
    std::string one = core::trimmed(text.substr(from, end - from));
    from = next;
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
    // A name that would be read as several, or as a name and an account, is told by its account.
    const bool plain = is_one_name(person->name);
    text += (text.empty() ? "" : ", ") + (plain ? person->name : as_one_name(person->name)) +
            (alone && plain ? "" : " (" + person->user + ")");
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
    // Whom names_text() told by the account has it in another chat, perhaps.
    for (const core::Person& person : people.people())
      if (person.user == said.user && core::folded(as_one_name(person.name)) == core::folded(said.name))
        return {person};
    return made(said.user);
  }
  const std::string typed = core::folded(said.name);
  std::vector<const core::Person*> exact, partly;
  for (const core::Person& person : people.people()) {
    const std::string name = core::folded(person.name);
    if (name == typed || (person.workspace == workspace && core::folded(person.user) == typed))
      exact.push_back(&person);
    if (core::begins_a_word(name, typed)) partly.push_back(&person);
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
