#include "tests/contract/platform.hpp"

#include <algorithm>
#include <regex>

namespace contract {

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all{sandbox_kind(), webhook_kind(),    slack_kind(),
                                     teams_kind(),   mattermost_kind(), nextcloud_kind()};
  return all;
}

app::Config town_of(const Kind& kind, const std::string& suffix) {
  app::Config config = support::with_sessions(support::municipality(), "2026-11-24");
  core::Group home = config.groups.front();
  home.workspace = kind.group_workspace;
  home.channel = kind.channel;
  home.key += suffix;
  home.name += suffix;
  home.id = core::GroupId(core::id_from_name("group " + home.key));
  home.sheet = 1;  // on every platform, so that the bot says the same everywhere
  std::vector<core::Person> people;
  for (core::Person& person : config.people) {
    const bool member = home.member(person.id) != nullptr;
    if (!member && !person.coordinator) continue;
    const core::PersonId id(core::id_from_name("person " + person.user + suffix));
    for (core::Member& one : home.members)
      if (one.person == person.id) one.person = id;
    person.id = id;
    person.workspace = kind.people_workspace;
    person.user = kind.user(person.user);
    person.name += suffix;
    people.push_back(person);
  }
  config.people = std::move(people);
  config.groups = {std::move(home)};
  return config;
}

std::size_t letters_in(const std::string& utf8) {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

std::string takes_no_more(std::size_t letters) {
  return "takes no more than " + std::to_string(letters) + " letters";
}

std::string tidy(const std::string& words) {
  static const std::regex code("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}"), address("https?://[^\\s)]+"),
      mark("(^|\n)[ \t]*(?:[0-9]+\\.|•|-)[ \t]+"), breaks("[ \t]*\n[ \t\n]*"), blanks("[ \t]+"),
      ends("^[ \n]+|[ \n]+$");
  std::string text = std::regex_replace(words, code, "<code>");
  text = std::regex_replace(text, address, "<address>");
  text = std::regex_replace(text, mark, "$1");
  text = std::regex_replace(text, blanks, " ");
  text = std::regex_replace(text, ends, "");
  return std::regex_replace(text, breaks, " / ");
}

std::string with_buttons(const std::string& words, const std::vector<std::string>& labels) {
  std::string line = tidy(words);
  for (const std::string& label : labels) line += " [" + label + "]";
  return line;
}

}  // namespace contract
