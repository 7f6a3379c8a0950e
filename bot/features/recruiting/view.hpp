#pragma once
// What is said about signing up. Pure.

#include <string>
#include <vector>

#include "bot/core/people.hpp"
#include "bot/features/recruiting/store.hpp"

namespace recruiting {

// Somebody on the list, by name.
struct Listed {
  core::PersonId person;
  std::string name;
  bool placed = false;
};

// In the group's channel: numbers, and no names.
core::Message board(const Round& round, const core::Group& group, const std::vector<SignUp>& all);
// The names, for those who lead or coordinate, and what each may do next.
enum class Reader { facilitator, leader, coordinator };
core::Message list(const Round& round, const core::Group& group, const std::vector<Listed>& all,
                   Reader reader, core::Language language);

core::Form open_form(const core::Group& group, const RoundId& id, core::Language language);
// Who takes part; those with a place are ticked.
core::Form confirm_form(const Round& round, const core::Group& group, const std::vector<Listed>& all,
                        bool leader, core::Language language);

// How many places are offered first: five to eight take part, with those who are there.
int places_offered(const core::Group& group);
inline constexpr int most_places = 30;

}  // namespace recruiting
