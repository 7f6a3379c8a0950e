#pragma once
// The three steps in which a group is set up and changed: their fields, and what is made of what was typed
// there. Pure: words and people in, a group or errors at fields out.

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bot/core/capabilities.hpp"
#include "bot/core/message.hpp"
#include "bot/core/people.hpp"
#include "bot/core/programme.hpp"
#include "bot/features/groups/rhythm.hpp"

namespace groups {

inline constexpr int first_step = 1, last_step = 3;
// In the last step of a new group: on, or back to an earlier one, by its number.
inline constexpr std::string_view way_back = "go";

using Words = std::map<std::string, std::string>;  // field -> as it was typed

// What the organisation has to choose from.
struct Choices {
  std::string zone;                                  // of new groups
  core::Language language;                           // of new groups
  core::QuietHours quiet{};                          // of new groups
  std::vector<std::string> workspaces;               // chats that are connected
  std::set<std::string> free_accounts;               // of them, those that have no accounts of their own
  std::string pages;                                 // the one where people without a chat are; may be empty
  std::set<std::string> tells_members{};             // of them, those that tell who is in a channel
  std::map<std::string, const core::IdForm*> ids{};  // of those that go by ids
  const core::Programmes* programmes = nullptr;
  int fewest_answers = 4;  // with fewer who can answer no result is ever shown

  const core::IdForm* id_form(const std::string& workspace) const {  // null: it goes by names
    const auto found = ids.find(workspace);
    return found == ids.end() ? nullptr : found->second;
  }
};

// Who asks, and about what.
struct Asking {
  core::Language language;
  const core::Directory& people;
  const Choices& choices;
  core::Instant now;
  const core::Group* group = nullptr;  // that is changed; nothing: a new one
  bool coordinator = true;             // who names leaders, and the channel
  // The group with the roles in it that begin later (core::with_ahead); empty: there are none.
  std::function<core::Group(const core::Group&)> ahead{};
  // Of the group that is changed: what it follows now (Options::followed); nothing: what it was set up with.
  std::optional<std::string> followed{};
  bool begun = true;  // nothing is known, or a session of that was held, or the group has heard of the first

  // The one it was set up with, and another is followed now.
  bool follows_another() const { return group && followed && *followed != group->programme; }
};

std::string word(const Words& words, const std::string& field);  // empty: none
// The fields of one step, with what is written there already.
void add_fields(core::Form& form, int step, const Words& words, const Asking& asking);
// What was typed, over what stood there.
void take(Words& words, const core::Form& form, const core::FormValues& filled);
// As the words stand for a group that is there; its programme is the one that it follows now.
Words words_of(const core::Group& group, const Asking& asking);

// What the words of all steps make together.
struct Wanted {
  core::Group group;  // of a new one without id and key; with members that are known
  Rhythm rhythm;      // as it was written; of an unchanged one its cadence alone
  struct Fresh {
    core::Person person;  // nobody knew; without an id
    core::Role role;
    bool above = false;
  };
  std::vector<Fresh> fresh;
  std::map<std::string, std::string> errors;  // field -> text
};
Wanted wanted(const Words& words, const Asking& asking);
// Which step a field is of.
int step_of(const std::string& field);

// What a group lacks, as keys of the texts "groups.fault.*", the most harmful first.
std::vector<std::string> faults_of(const core::Group& group, const core::Directory& people, bool has_session,
                                   int fewest_answers);

}  // namespace groups
