#pragma once
// What is the group for? Three questions before it begins, and the same after two sessions: to leaders and
// facilitators by name, to everybody who takes part without names, and the answers beside each other. A new
// group is asked by itself, once; its facilitators are told two days ahead and can leave it out.

#include <functional>
#include <memory>
#include <set>
#include <vector>

#include "bot/features/feature.hpp"
#include "bot/features/purposes/store.hpp"

namespace purposes {

struct Options {
  // What the group was told of a poll's question; nothing: nothing could be shown.
  std::function<std::vector<core::Block>(const core::PollId&, int question, core::Language)> shown{};
  // Whether groups are asked by themselves; empty: they are.
  std::function<bool()> by_itself{};
  // Whether somebody may answer that poll without a name, because they took part when it opened; empty:
  // nobody may who answers by name.
  std::function<bool(const core::PollId&, const core::PersonId&)> without_name{};
  // Whether one of two polls was asked of exactly one person more than the other. May be empty: none was.
  std::function<bool(const core::PollId&, const core::PollId&)> one_more{};
  // As `shown`, for somebody who asks: what leaders were told to a leader, and to who has come since. May be
  // empty: all are shown what the group was told.
  std::function<std::vector<core::Block>(const features::Here&, const core::PollId&, int question)>
      shown_to{};
  // Whether answers without names can be taken now; empty: they can.
  std::function<bool()> refused{};
};

// Whom the group's last asking, if `poll` is that, asks by name: its leaders, its facilitators, and who has
// answered so before their role changed.
std::set<core::PersonId> asked_by_name(PurposeStore& store, const core::Group& group,
                                       const core::PollId& poll);

// The store must outlive the feature. Hears MomentDue ("invitation", "checkout") and PollCalledOff, emits
// PollRequested.
std::unique_ptr<features::Feature> make(PurposeStore& store, Options options);

}  // namespace purposes
