#pragma once
// A town on one platform for tests of people and groups, with two facilitators, and what its people do there
// with a chat's own detours.

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "bot/core/texts.hpp"
#include "tests/contract/platform.hpp"

namespace contract {

inline std::string said(std::string_view key, core::Args args = {}) {
  return core::text(core::Language::nb, key, args);
}

class OfPeople : public ::testing::TestWithParam<std::string> {
 protected:
  static const Kind& kind() {
    for (const Kind& one : kinds())
      if (one.name == GetParam()) return one;
    throw std::logic_error("no platform " + GetParam());
  }
  static app::Config config() {
    app::Config config = town_of(kind());
    for (core::Member& member : config.groups[0].members)
      if (member.person.text == core::id_from_name("person amina")) member.role = core::Role::facilitator;
    return config;
  }
  OfPeople() : town(config()), platform(kind().make(town)) { town.open(); }

  // A chat that keeps what is written in it shows a button first.
  Seen opened(const std::string& person, Seen seen) {
    const bool behind = seen.buttons.size() == 1 &&
                        (seen.buttons[0] == said("teams.open") || seen.buttons[0] == said("teams.show"));
    return behind ? platform->press(person, seen.buttons[0]) : seen;
  }
  Seen command(const std::string& person, const std::string& text) {
    return opened(person, platform->command(person, text));
  }
  Seen press(const std::string& person, const std::string& button) {
    return opened(person, platform->press(person, button));
  }
  Seen fill(const std::string& person, const Values& values) {
    const Seen seen = opened(person, platform->fill(person, values));
    for (const auto& [label, error] : seen.errors) ADD_FAILURE() << label << ": " << error;
    return seen;
  }
  std::ptrdiff_t told(const std::string& person, const std::string& words) {
    town.settle();
    const auto all = platform->letters(person);
    return std::ranges::count_if(
        all, [&](const std::string& one) { return one.find(words) != std::string::npos; });
  }

  bool sees(const std::vector<std::string>& all, const std::string& words) const {
    return std::ranges::any_of(all,
                               [&](const std::string& one) { return one.find(words) != std::string::npos; });
  }

  Town town;
  std::unique_ptr<Platform> platform;
};

inline std::vector<std::string> every_kind() {
  std::vector<std::string> all;
  for (const Kind& kind : kinds()) all.push_back(kind.name);
  return all;
}

}  // namespace contract
