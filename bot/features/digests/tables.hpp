#pragma once
// What was published of groups as tables, for files. Pure.

#include <map>
#include <vector>

#include "bot/core/people.hpp"
#include "bot/core/programme.hpp"
#include "bot/core/table.hpp"
#include "bot/core/texts.hpp"
#include "bot/features/digests/days.hpp"
#include "bot/features/digests/store.hpp"

namespace digests {

// One group as a reader may see it.
struct Read {
  const core::Group* group;  // never null
  core::ResultLine::Audience audience = core::ResultLine::Audience::group;
  GroupHistory history;
  std::optional<Days> days{};          // that were chosen; nothing: a year back, and what is planned
  std::vector<HistoryResult> later{};  // told after those days, until now; shown nowhere (usefulness_plot)
  std::vector<SessionLine> usual{};    // where days were chosen, of those without: for days_to_choose
};

// What a programme and its sessions are called, by the pack's key.
struct ProgrammeName {
  core::Localized title;
  std::vector<core::Localized> themes;
};
using ProgrammeNames = std::map<std::string, ProgrammeName, std::less<>>;
ProgrammeNames names_of(const core::Programmes& programmes);
// Each session has for its topic the theme of its plan, where it follows one, and its programme's title.
void name_sessions(GroupHistory& history, const ProgrammeNames& names, core::Language language);

// Sessions, results in words, the evaluation of each session beside it, matters, hours where there are any,
// and what a municipality writes down of such a survey; in this order, each also when it is empty.
std::vector<core::Table> tables_of(const std::vector<Read>& groups, core::Instant now,
                                   core::Language language);

// What a group's last check-outs say together of each question of the newest, in the words of their results;
// a question that too few of them tell of is left out.
struct Together {
  core::Question question;
  core::Paragraph said;                     // begins with the question
  std::vector<core::SessionId> sessions{};  // of open check-outs, which are summed: those they were about
};
inline constexpr std::size_t all_results = 1000;
std::vector<Together> say_together(const Read& read, std::size_t most, core::Language language);

// What a result says of one of its questions, in words; empty: nothing.
std::string say_answer(const HistoryResult& result, int question, core::ResultLine::Audience audience,
                       core::Language language);

}  // namespace digests
