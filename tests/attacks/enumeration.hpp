#pragma once
// Every case there is: how many answered what, what one or two readers answered themselves, how the lot fell.
// For each pair of own answers and of all the lines a reader sees, group's and leader's together, what may
// still be true of the others. By the product's own function, so that it is the program that is counted.

#include <cstdint>
#include <string>
#include <vector>

#include "bot/features/polls/rule.hpp"

namespace attacks {

struct Case {
  core::Question::Kind kind = core::Question::Kind::choice;
  int classes = 2;
  int voters = 4;
  polls::Thresholds raised{};
  bool slips = false;
  int newcomers = 0;  // of the voters; only for one answer a question
  bool reader_is_newcomer = false;
  int limit = 0;  // several picks: so many at most; 0: all
};

// States (own answers, lines) in which something is certain of the others.
struct Certain {
  int colleague = 0;   // knows her own answer, and what another one answered, given that she did
  int two = 0;         // two who told each other
  int two_anyway = 0;  // of these, certain also that all others answered
  int leader = 0;      // knows no answer
  int nobody = 0;      // a leader knows that nobody gave some class
  bool operator==(const Certain&) const = default;
};
Certain count(const Case& how);

// All the others together, who plan: of their plans with which a result can come, how many always tell the
// last answer, if it was given.
struct Plans {
  int telling = 0, all = 0;
};
Plans plans(const Case& how);

}  // namespace attacks
