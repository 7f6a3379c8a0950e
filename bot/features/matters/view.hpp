#pragma once
// Matters in words: forms, messages to leaders and to the group, lists. Reads nothing; what is to be said is
// given.

#include <map>
#include <string>
#include <vector>

#include "bot/core/leaders.hpp"
#include "bot/core/texts.hpp"
#include "bot/features/matters/rules.hpp"

namespace matters {

// One matter with all that may be said of it.
struct Subject {
  const Matter& matter;
  const std::vector<Entry>& history;
  const core::Group& group;
  const core::Directory& people;
  const core::Leaders& levels;
  core::Instant now;
  // What leaders may be told of what the group noticed, by the poll that asked; only what the group was told.
  std::map<core::PollId, std::vector<core::ResultLine>> noticed{};
};

// What the group wrote.
void say_matter(std::vector<core::Block>& blocks, const Matter& matter);
// texts: matters.answer.*
std::string say_state(core::Language language, State state);
std::string names_of(const std::vector<const core::Person*>& people, core::Language language);
// Whom a matter reaches without an answer: the leaders above, then the coordinators.
std::string say_next(const Subject& subject, core::Language language);

core::Form lift_form(const core::Group& group, core::Language language, const std::vector<Matter>& alike);
core::Form keep_form(const core::Group& group, core::Language language);
core::Form answer_form(const Subject& subject, State step, const core::Person& leader,
                       core::Language language);

// The same with what was written, because another leader has answered meanwhile: what they said stands above.
core::Form answer_form_again(const Subject& subject, State step, const core::Person& leader,
                             const core::FormValues& written, core::Language language);

// Who reads a matter.
struct Reader {
  bool leads = false;        // has the steps from here
  bool facilitates = false;  // may take it back while nobody has answered
  bool reached = true;       // it was sent to them; else it says to whom, while nobody has answered
};
// The whole matter. `page` of the history, 0 the newest.
core::Message whole(const Subject& subject, core::Language language, const Reader& reader, int page = 0);
// The same in a coordinator's hands: there is no leader, or none has answered.
core::Message to_coordinator(const Subject& subject, core::Language language);
// To the group, at once: the newest line of the history.
core::Message to_group(const Subject& subject, core::Language language);
core::Message passed_on(const Subject& subject, core::Language language);
// Open ones first, the oldest first; then what has ended, the newest first.
std::vector<Matter> in_order(std::vector<Matter> all);
core::Message list(const std::vector<Matter>& all, const core::Group& group, core::Instant now,
                   core::Language language, int page = 0, bool facilitates = false, bool keeps = false);

// To whoever has become leader: what nobody has answered.
core::Message what_waits(const std::vector<Matter>& waiting, const core::Group& group, core::Instant now,
                         core::Language language);

// What a check-in begins with: what was last done about each of the group's matters; empty for nothing.
struct News {
  std::string title;
  Entry last;
};
std::vector<core::Block> news(const std::vector<News>& changed, const core::Group& group,
                              core::Language language);

}  // namespace matters
