// The same question in two groups that share people, by counting every case: what is certain to whoever reads
// both results, with an own answer or without. People who share a group answer alike where they answer.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <map>
#include <set>
#include <stdexcept>
#include <tuple>
#include <vector>

#include "bot/features/polls/rule.hpp"

namespace polls {
namespace {

struct Pair {
  int classes, first, second, in_both;
};

// All that a group may be told of these answers.
std::set<std::vector<core::ResultLine>> told(const std::vector<int>& answers, int classes) {
  Standing standing;
  standing.of_class.resize(static_cast<std::size_t>(classes));
  standing.may_answer = static_cast<int>(answers.size());
  for (const int answer : answers)
    if (answer >= 0) ++standing.of_class[static_cast<std::size_t>(answer)], ++standing.answered;
  standing.counting = standing.answered;
  std::set<std::vector<core::ResultLine>> all;
  for (int lot = 0; lot < lots(standing); ++lot)
    all.insert(say(0, standing, {}, static_cast<std::uint64_t>(lot)));
  return all;
}

// What one person has answered in each of the two groups; -1: nothing, or is not in it.
using Given = std::array<int, 2>;

class Counting {
 public:
  explicit Counting(const Pair& how) : how_(how), people_(how.first + how.second - how.in_both) { choose(0); }

  // Of what readers can hold and see: how often somebody else's answer is certain, given that there is one.
  int certain() const {
    int found = 0;
    for (const auto& [seen, people] : possible_) {
      bool one = false;
      for (std::size_t i = 0; i < people.size(); ++i) {
        const auto answers = std::popcount(people[i] & ~1U);
        one = one || (static_cast<int>(i) != reader_of(seen) && answers == 1);
      }
      if (one) ++found;
    }
    return found;
  }

 private:
  bool in(int person, int group) const {
    const bool both = person < how_.in_both;
    return both || (group == 0) == (person < how_.first);
  }
  void choose(int person) {
    if (person == people_) return look();
    for (int answer = -1; answer < how_.classes; ++answer)
      for (const bool here : {true, false})
        for (const bool there : {true, false}) {
          const bool nowhere = answer < 0;
          if ((here && (nowhere || !in(person, 0))) || (there && (nowhere || !in(person, 1)))) continue;
          if (!nowhere && !here && !there) continue;
          given_.push_back({here ? answer : -1, there ? answer : -1});
          choose(person + 1);
          given_.pop_back();
        }
  }
  void look() {
    std::array<std::vector<int>, 2> answers;
    for (int person = 0; person < people_; ++person)
      for (const int group : {0, 1})
        if (in(person, group))
          answers[static_cast<std::size_t>(group)].push_back(
              given_[static_cast<std::size_t>(person)][static_cast<std::size_t>(group)]);
    // Whoever answers nowhere; one of both groups, and one of each alone. The others are like them.
    std::set<int> readers{-1, 0, how_.in_both, people_ - 1};
    for (const auto& first : told_of(answers[0]))
      for (const auto& second : told_of(answers[1]))
        for (const int reader : readers) {
          const Given own = reader < 0 ? Given{-1, -1} : given_[static_cast<std::size_t>(reader)];
          auto& people = possible_[key(reader, own, first, second)];
          people.resize(given_.size());
          for (std::size_t i = 0; i < given_.size(); ++i)
            people[i] |= 1U << (std::max(given_[i][0], given_[i][1]) + 1);
        }
  }
  // A reader, the own answers and what both groups were told, as one number: it is compared some million
  // times.
  static std::uint64_t key(int reader, const Given& own, int first, int second) {
    std::uint64_t all = 0;
    for (const int part : {reader + 1, own[0] + 1, own[1] + 1, first, second}) {
      if (part < 0 || part >= 1 << 12) throw std::out_of_range("a part of a key");
      all = all << 12 | static_cast<std::uint64_t>(part);
    }
    return all;
  }
  static int reader_of(std::uint64_t key) { return static_cast<int>(key >> 48) - 1; }
  // As numbers, which are faster to compare.
  const std::set<int>& told_of(const std::vector<int>& answers) {
    auto& known = told_[answers];
    if (known.empty())
      for (const auto& lines : told(answers, how_.classes))
        known.insert(words_.try_emplace(lines, static_cast<int>(words_.size())).first->second);
    return known;
  }

  Pair how_;
  int people_;
  std::vector<Given> given_;
  std::map<std::vector<int>, std::set<int>> told_;
  std::map<std::vector<core::ResultLine>, int> words_;
  // What each person may have answered, as bits; the lowest: nothing.
  std::map<std::uint64_t, std::vector<unsigned>> possible_;
};

TEST(TwoGroups, TellNothingOfAnybodyWhereTwoAnswerInBoth) {
  for (const int in_both : {1, 2})
    for (const auto& [classes, first, second] : {std::tuple{2, 4, 4}, {2, 5, 4}, {2, 5, 5}, {3, 4, 4}})
      EXPECT_EQ(Counting({classes, first, second, in_both}).certain(), 0)
          << classes << " classes, " << first << " and " << second << " people, " << in_both << " in both";
}

TEST(TwoGroups, TellTheFifthWhereFourAnswerInBothAndTheLastOfFourWhereThreeDo) {
  EXPECT_GT(Counting({2, 5, 4, 4}).certain(), 0);
  EXPECT_GT(Counting({2, 4, 4, 3}).certain(), 0);
}

}  // namespace
}  // namespace polls
