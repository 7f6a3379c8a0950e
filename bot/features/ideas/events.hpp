#pragma once
// Presses, submits and jobs of the ideas.

#include "bot/core/events.hpp"

namespace ideas {

// The idea a form is about: with a mark before the id of one that is not written yet.
struct Slot {
  core::IdeaId id;
  bool fresh = false;
};
inline std::string packed(const Slot& slot) {
  return (slot.fresh ? "+" : "") + slot.id.text;
}
inline bool unpack(std::string_view text, Slot& slot) {
  slot.fresh = text.starts_with('+');
  if (slot.fresh) text.remove_prefix(1);
  return core::unpack(text, slot.id);
}

namespace events {

using core::EventName;
using core::GroupId;
using core::IdeaId;

// The facilitator's table. `merge` is a press that opens its form, and that form.
inline constexpr EventName<GroupId, IdeaId> choose{"ideas/choose"}, hide{"ideas/hide"};
// Asked first where it is voted for just now.
inline constexpr EventName<GroupId, IdeaId> hide_now{"ideas/hide_now"}, spare{"ideas/spare"};
inline constexpr EventName<GroupId> merge{"ideas/merge"};
// Asked before a chosen topic is replaced: the mark is that of the topic that was asked about.
inline constexpr EventName<GroupId, IdeaId, std::string> replace{"ideas/replace"};
inline constexpr EventName<GroupId, IdeaId> keep{"ideas/keep"};

// What waits is shown now: asked first, done, or left.
inline constexpr EventName<GroupId> release{"ideas/release"}, release_now{"ideas/release_now"},
    leave{"ideas/leave"};

inline constexpr EventName<GroupId> open_form = core::events::write_idea, open_paper{"box/ideas/paper/form"};
inline constexpr EventName<> open_follow{"box/ideas/code/form"};
inline constexpr EventName<GroupId, Slot> write{"box/ideas/idea"};
inline constexpr EventName<GroupId, IdeaId> keep_paper{"box/ideas/paper"};
inline constexpr EventName<> follow{"box/ideas/follow"};
inline constexpr EventName<GroupId, IdeaId> act{"box/ideas/act"};
inline constexpr EventName<> seen{"box/ideas/seen"};  // a form that only told something

inline constexpr std::string_view flush_job = "ideas/flush", box_job = "ideas/box";
// Facilitators were asked to choose a topic: the other is asked as well where nobody does. One for each
// group; the subject is how often they were asked, the group, the session and what the messages are called.
inline constexpr EventName<int, GroupId, core::SessionId, std::string> undecided{"ideas/undecided"};

}  // namespace events
}  // namespace ideas
