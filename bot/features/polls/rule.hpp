#pragma once
// What may be said of the answers to one question: a pure function of how they stand. Whoever knows the own
// answer and everything that is said is never certain of what another one answered; tests/attacks/
// enumeration_test.cpp counts that over every case, and docs/privacy.md has the rule in words.

#include <cstdint>

#include "bot/core/poll.hpp"

namespace polls {

// Thresholds, in answers that count.
inline constexpr int k_answers = 4;   // a result at all
inline constexpr int k_slips = 6;     // a result where slips are out: nobody knows how many may answer
inline constexpr int k_texts = 5;     // texts
inline constexpr int k_numbers = 10;  // numbers
inline constexpr int min_texts = 3;   // texts of people who count; of fewer all are discarded
inline constexpr int hidden = 3;      // a number that may be this small is never told

// What an organisation may raise, never lower. Below `group` nothing is shown to anybody. A leader is shown
// the same words as the group, and from as many answers: a little more would tell the two apart how many
// answered. Only far more does no harm, so that what is raised is raised to `k_leader_apart` at least.
struct Thresholds {
  int group = k_answers;   // to 10
  int leader = k_answers;  // up to 5: with the group; 6 to 20: raised
};
inline constexpr int k_leader_apart = 8;

// How the answers to a question stand.
struct Standing {
  core::Question::Kind kind = core::Question::Kind::choice;
  std::vector<int> of_class;  // people, for each of core::classes_of; ranked: points
  int answered = 0;           // people who answered the question
  int counting = 0;           // of them, those who count towards the thresholds
  int may_answer = 0;         // voters who count and were there at the opening; 0 = not known, as with slips
  bool slips = false;
  bool limited = false;  // several picks, and nobody may pick all
};

// From how many answers a group is shown anything, and from how many its leaders are.
int needed(const Thresholds& raised, bool slips);
int needed_by_leader(const Thresholds& raised, bool slips);
// In how many ways the lot can fall: 1 where nothing is drawn.
int lots(const Standing& standing);
// The lines for both audiences. `lot` is any number; where something is drawn, `lot` modulo `lots` decides.
std::vector<core::ResultLine> say(int question, const Standing& standing, const Thresholds& raised,
                                  std::uint64_t lot);

}  // namespace polls
