#include "bot/core/care_channels.hpp"

#include <algorithm>
#include <set>

#include "bot/core/concern_words.hpp"
#include "bot/core/reply.hpp"

namespace core {
namespace {

template <std::size_t n>
bool begins_like_one_of(std::u16string_view word, const std::array<std::u16string_view, n>& beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](std::u16string_view beginning) { return word.starts_with(beginning); });
}

bool first_name_points_at_one(const std::vector<Word>& words, std::span<const std::string> group) {
  std::multiset<std::u16string> first_names;
  for (const std::string& person : group)
    if (const auto name = words_of(person); !name.empty()) first_names.insert(name.front().text);
  return std::any_of(first_names.begin(), first_names.end(), [&](const std::u16string& name) {
    return name.size() > 1 && first_names.count(name) == 1 &&
           std::find(names_that_are_words.begin(), names_that_are_words.end(), name) ==
               names_that_are_words.end() &&
           std::any_of(words.begin(), words.end(),
                       [&](const Word& word) { return word.capital && is_name(word, name); });
  });
}

bool treats_badly(const std::vector<Word>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    // With the next word, for "stole fra" and the like.
    const std::u16string two = words[i].text + (i + 1 < words.size() ? u" " + words[i + 1].text : u"");
    if (begins_like_one_of(two, concern_beginnings) && !begins_like_one_of(two, harmless_beginnings))
      return true;
  }
  return false;
}

}  // namespace

Concerns find_concerns(std::string_view text, const FullNames& everybody,
                       std::span<const std::string> group) {
  const std::vector<Word> words = words_of(text);
  return {everybody.stand_in(words) || first_name_points_at_one(words, group), treats_badly(words)};
}

Elsewhere belongs_elsewhere(Language language, const FormValues& values, std::span<const std::string> fields,
                            const Directory& people, const Group& group, const CareChannels& channels) {
  Elsewhere told;
  std::vector<std::string> members;
  for (const Member& member : group.members)
    if (const Person* person = people.person(member.person)) members.push_back(person->name);
  Concerns found;
  for (const std::string& field : fields) {
    const Concerns here = find_concerns(value_of(values, field), people.full_names(), members);
    found.colleague = found.colleague || here.colleague;
    found.treatment = found.treatment || here.treatment;
    std::string& line = told.at_field[field];
    if (here.colleague) line = text(language, "elsewhere.field.name");
    if (here.treatment) line += (line.empty() ? "" : " ") + text(language, "elsewhere.field.treatment");
    if (line.empty()) told.at_field.erase(field);
  }
  if (!found.any()) return {};
  Rich& said = told.words;
  const auto say = [&](const std::string& words, const std::string& url = {}) {
    said.emplace_back((said.empty() ? "" : " ") + words, Span::Style::plain, url);
  };
  if (found.colleague) say(text(language, "elsewhere.colleague"));
  if (found.treatment) say(text(language, "elsewhere.treatment"));
  if (channels.deviation_url.empty() && channels.whistleblowing_url.empty()) {
    say(text(language, "elsewhere.ask"));
  } else {
    say(text(language, "elsewhere.channels"));
    if (!channels.deviation_url.empty()) say(text(language, "privacy.deviation"), channels.deviation_url);
    if (!channels.deviation_url.empty() && !channels.whistleblowing_url.empty()) said.emplace_back(" ·");
    if (!channels.whistleblowing_url.empty())
      say(text(language, "privacy.whistleblowing"), channels.whistleblowing_url);
    said.emplace_back(".");
  }
  say(text(language, "elsewhere.edit"));
  return told;
}

}  // namespace core
