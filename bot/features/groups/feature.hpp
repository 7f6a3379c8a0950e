#pragma once
// Groups set up and changed in chat: the guided form, a group's own panel, the list of all groups, and the
// daily look for what a group lacks.

#include <functional>
#include <memory>
#include <optional>

#include "bot/core/session.hpp"
#include "bot/features/feature.hpp"
#include "bot/features/groups/people_list.hpp"
#include "bot/features/groups/steps.hpp"
#include "bot/features/groups/store.hpp"

namespace groups {

// Of a session to come, what its facilitators and leaders hear beforehand.
struct Ahead {
  std::optional<core::Instant> invited{};  // when the group hears of it; nothing: it does not
  bool cover = false;                      // leaders are asked whether those at work can take part
};

struct Options {
  Choices choices;
  // The group's next session after `now`; nothing: none is planned.
  std::function<std::optional<core::Session>(const core::GroupId&, core::Instant now)> next{};
  // Of core::Platforms; may be empty.
  std::function<void(const std::string& workspace, const std::string& channel)> read_channel{};
  // What tells that a group is about to stop, by key of "groups.fault.*"; may be empty.
  std::function<std::vector<std::string>(const core::Group&, core::Instant now)> tired{};
  // One that is no group of a unit: it lacks neither sessions nor a leader. May be empty.
  std::function<bool(const core::GroupId&)> across{};
  // Empty: nothing is known of it.
  std::function<Ahead(const core::Group&, core::Instant starts, core::Instant ends, core::Instant now)>
      ahead{};
  // That it has no sessions ahead is because its facilitators are asked what comes next. May be empty: it
  // never is.
  std::function<bool(const core::Group&, core::Instant now)> choosing{};
  // Which programme a group follows in its period, whatever it was set up with: a pack's key, empty where
  // topics are chosen freely. May be empty.
  std::function<std::string(const core::Group&)> followed{};
};

// What a list of people asks for (people_list.hpp); done at once with `apply`, unless something is wrong with
// it. `by`: nobody for the operator.
PeopleList import_people(GroupStore& store, const Choices& choices, core::Context& context,
                         std::string_view text, core::Language language, const core::PersonId& by,
                         bool apply);

// The store outlives the feature. Emits GroupChanged.
std::unique_ptr<features::Feature> make(GroupStore& store, Options options);

}  // namespace groups
