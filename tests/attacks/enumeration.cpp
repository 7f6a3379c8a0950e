#include "tests/attacks/enumeration.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace attacks {
namespace {

using Counts = std::vector<int>;
using Kind = core::Question::Kind;

int sum(const Counts& counts) {
  return std::accumulate(counts.begin(), counts.end(), 0);
}

// All counts of `classes` with a sum of at most `most`, or, for several picks, each at most `most`.
template <class Do>
void each(Counts& counts, std::size_t at, int most, bool picks, const Do& then) {
  if (at == counts.size()) return then(counts);
  for (counts[at] = 0; counts[at] <= most; ++counts[at])
    each(counts, at + 1, picks ? most : most - counts[at], picks, then);
  counts[at] = 0;
}

// What all readers see together, as one number for each way the lot can fall.
void seen(const Case& how, const Counts& counts, int answered, int counting,
          std::vector<std::uint64_t>& all) {
  polls::Standing standing;
  standing.kind = how.kind;
  standing.of_class = counts;
  standing.answered = answered;
  standing.counting = counting;
  standing.may_answer = how.voters - how.newcomers;
  standing.slips = how.slips;
  standing.limited = how.limit > 0;
  all.clear();
  for (int lot = polls::lots(standing) - 1; lot >= 0; --lot) {
    std::uint64_t hash = 1469598103934665603ULL;
    for (const core::ResultLine& line : polls::say(0, standing, how.raised, static_cast<std::uint64_t>(lot)))
      for (const int part :
           {static_cast<int>(line.audience), static_cast<int>(line.part), line.about, line.number})
        hash = (hash ^ static_cast<std::uint64_t>(part + 1)) * 1099511628211ULL;
    if (std::find(all.begin(), all.end(), hash) == all.end()) all.push_back(hash);
  }
}

// What a reader holds: the answers of `people` of the voters.
struct Own {
  int people = 0, answered = 0;
  Counts counts;
};

Own own_of(const Case& how, const std::vector<std::vector<int>>& answers) {
  Own own{static_cast<int>(answers.size()), 0, Counts(static_cast<std::size_t>(how.classes))};
  for (const auto& answer : answers) {
    if (!answer.empty()) ++own.answered;
    for (const int pick : answer) ++own.counts[static_cast<std::size_t>(pick)];
  }
  return own;
}

// Options that one person may pick.
int most_picks(const Case& how) {
  return how.limit > 0 ? how.limit : how.classes;
}

// The answers one person can give, none included; `known`: up to renaming of classes nobody has named yet.
std::vector<std::vector<int>> answers(const Case& how, int known, bool renamed) {
  std::vector<std::vector<int>> all{{}};
  if (how.kind != Kind::choices) {
    for (int i = 0; i < (renamed ? std::min(known + 1, how.classes) : how.classes); ++i) all.push_back({i});
    return all;
  }
  for (unsigned set = 1; set < 1U << how.classes; ++set) {
    std::vector<int> picks;
    for (int i = 0; i < how.classes; ++i)
      if (set >> i & 1U) picks.push_back(i);
    if (static_cast<int>(picks.size()) > most_picks(how)) continue;
    const bool prefix = picks.back() + 1 == static_cast<int>(picks.size());
    if (!renamed || known > 0 || prefix) all.push_back(picks);
  }
  return all;
}

std::vector<Own> readers(const Case& how) {
  const bool renamed = how.classes > (how.kind == Kind::choices ? 3 : 5);
  std::vector<Own> all{own_of(how, {})};
  const auto first = answers(how, 0, renamed);
  for (const auto& one : first) all.push_back(own_of(how, {one}));
  for (std::size_t i = 0; i < first.size(); ++i) {
    const auto second = answers(how, first[i].empty() ? 0 : 1, renamed);
    for (std::size_t j = renamed ? 0 : i; j < second.size(); ++j)
      if (!renamed || how.kind == Kind::choices || i <= j) all.push_back(own_of(how, {first[i], second[j]}));
  }
  return all;
}

// For each state: bit c, somebody else gave class c; for several picks also bit 16 + c, somebody left it out;
// bit 31: it may be that not all others answered.
using States = std::vector<std::unordered_map<std::uint64_t, std::uint32_t>>;
constexpr std::uint32_t missing = 1U << 31;

std::uint32_t left(const Case& how, const Counts& counts, const Own& own, int others) {
  std::uint32_t bits = others < how.voters - own.people ? missing : 0;
  if (others == 0) return bits;
  for (std::size_t c = 0; c < counts.size(); ++c) {
    const int gave = counts[c] - own.counts[c];
    if (gave > 0) bits |= 1U << c;
    if (how.kind == Kind::choices && gave < others) bits |= 1U << (16 + c);
  }
  return bits;
}

bool holds(const Counts& counts, const Own& own) {
  for (std::size_t c = 0; c < counts.size(); ++c)
    if (counts[c] < own.counts[c]) return false;
  return true;
}

// Some ballots of `people`, none of them empty, give these numbers.
bool possible(const Case& how, const Counts& counts, const Own& own, int people) {
  int picks = 0;
  for (std::size_t c = 0; c < counts.size(); ++c) {
    const int gave = counts[c] - own.counts[c];
    if (gave < 0 || gave > people) return false;
    picks += gave;
  }
  return picks >= people && picks <= most_picks(how) * people;
}

void one_answer(const Case& how, const std::vector<Own>& all, States& states) {
  std::vector<std::uint64_t> lines;
  Counts counts(static_cast<std::size_t>(how.classes)), fresh(counts.size());
  each(fresh, 0, how.newcomers, false, [&](const Counts& of_newcomers) {
    Counts old(counts.size());
    each(old, 0, how.voters - how.newcomers, false, [&](const Counts& of_old) {
      for (std::size_t c = 0; c < counts.size(); ++c) counts[c] = of_old[c] + of_newcomers[c];
      const int answered = sum(counts), counting = sum(of_old);
      seen(how, counts, answered, counting, lines);
      const Counts& of_reader = how.reader_is_newcomer ? of_newcomers : of_old;
      const int of_her_kind = how.reader_is_newcomer ? how.newcomers : how.voters - how.newcomers;
      for (std::size_t r = 0; r < all.size(); ++r) {
        const Own& own = all[r];
        if (!holds(of_reader, own) || own.people > of_her_kind ||
            sum(of_reader) - own.answered > of_her_kind - own.people)
          continue;
        const std::uint32_t bits = left(how, counts, own, answered - own.answered);
        for (const std::uint64_t line : lines) states[r][line] |= bits;
      }
    });
  });
}

void several_picks(const Case& how, const std::vector<Own>& all, States& states) {
  std::vector<std::uint64_t> lines;
  Counts counts(static_cast<std::size_t>(how.classes));
  const Own nobody{0, 0, counts};
  for (int answered = 0; answered <= how.voters; ++answered)
    each(counts, 0, answered, true, [&](const Counts& of_all) {
      if (!possible(how, of_all, nobody, answered)) return;
      seen(how, of_all, answered, answered, lines);
      for (std::size_t r = 0; r < all.size(); ++r) {
        const Own& own = all[r];
        const int others = answered - own.answered;
        if (others < 0 || others > how.voters - own.people || !possible(how, of_all, own, others)) continue;
        const std::uint32_t bits = left(how, of_all, own, others);
        for (const std::uint64_t line : lines) states[r][line] |= bits;
      }
    });
}

// One class is all that is left for whoever else answered; of several picks, an option that all or nobody
// picked.
bool certain(const Case& how, std::uint32_t bits) {
  const std::uint32_t gave = bits & 0xFFFFU, left_out = bits >> 16 & 0x7FFFU;
  if ((bits & ~missing) == 0) return false;
  if (how.kind != Kind::choices) return (gave & (gave - 1)) == 0;
  const std::uint32_t every = (1U << how.classes) - 1;
  return (gave & left_out) != every;
}

}  // namespace

Certain count(const Case& how) {
  const auto all = readers(how);
  States states(all.size());
  if (how.kind == Kind::choices)
    several_picks(how, all, states);
  else
    one_answer(how, all, states);
  Certain found;
  // Before anything is known, a leader knows nothing: the state in which nothing is said is none of these.
  std::vector<std::uint64_t> silence;
  seen(how, Counts(static_cast<std::size_t>(how.classes)), 0, 0, silence);
  for (std::size_t r = 0; r < all.size(); ++r)
    for (const auto& [lines, bits] : states[r]) {
      const bool knows = certain(how, bits);
      if (all[r].people == 0) {
        found.leader += knows;
        const std::uint32_t every = (1U << how.classes) - 1;
        found.nobody += lines != silence.front() && (bits & every) != every;
      } else if (all[r].people == 1) {
        found.colleague += knows;
      } else {
        found.two += knows;
        found.two_anyway += knows && (bits & missing) == 0;
      }
    }
  return found;
}

Plans plans(const Case& how) {
  Plans found;
  Counts plan(static_cast<std::size_t>(how.classes));
  std::vector<std::uint64_t> lines;
  each(plan, 0, how.voters - 1, false, [&](const Counts& others) {
    const int answered = sum(others);
    if (answered + 1 < polls::needed(how.raised, how.slips)) return;
    ++found.all;
    std::unordered_map<std::uint64_t, int> of_lines;
    bool tells = true;
    for (std::size_t last = 0; last < others.size(); ++last) {
      Counts all = others;
      ++all[last];
      seen(how, all, answered + 1, answered + 1, lines);
      for (const std::uint64_t line : lines)
        tells = of_lines.emplace(line, last).first->second == static_cast<int>(last) && tells;
    }
    found.telling += tells;
  });
  return found;
}

}  // namespace attacks
