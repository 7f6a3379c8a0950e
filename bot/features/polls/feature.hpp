#pragma once
// Polls: by command, before a session, after a session; anonymous through the ballot box, or openly named.

#include <functional>
#include <memory>
#include <set>

#include "bot/core/capabilities.hpp"
#include "bot/core/care_channels.hpp"
#include "bot/features/feature.hpp"
#include "bot/features/polls/box.hpp"
#include "bot/features/polls/disclosure.hpp"
#include "bot/features/polls/store.hpp"

namespace polls {

struct Options {
  Thresholds thresholds{};
  core::CareChannels channels{};
  // The slips of paper that are out for a group, as voters; empty where there are none.
  std::function<std::vector<core::PersonId>(const core::GroupId&)> slips{};
  // As core::Platforms.
  std::function<std::optional<core::Capabilities>(const std::string& workspace)> abilities{};
  // Until when a group hears nothing that can wait, because somebody in it has had a week's number of
  // messages; nothing: there is room. May be empty.
  std::function<std::optional<core::Instant>(const core::Group&, core::Instant now)> full_until{};
  // Whom an anonymous poll asks the same by name beside it: everybody reads what they say, so that nobody's
  // answer hides behind them. They have no place in its box, and are none of N. May be empty.
  std::function<std::set<core::PersonId>(const core::Group&, const core::Poll&)> by_name{};
  // Who has said that they do not come to the session that an anonymous poll is about, or in which it is
  // open: the others see that they are not there.
  std::function<std::set<core::PersonId>(const core::Poll&)> absent = [](const core::Poll&) {
    return std::set<core::PersonId>();
  };
  // What the group is asked of the bot's own accord (Feature::asks_by_itself). May be empty.
  std::function<std::vector<core::Question>(const core::Group&)> asked_by_itself{};
};

// What the group was told of its last check-out that closed after `since`, shortened, for an invitation;
// nothing: nothing could be shown.
std::vector<core::Block> last_evaluation(PollStore& store, const core::Group& group, core::Instant since);

// What the group was told of one question of a poll; nothing: nothing, or nothing yet.
std::vector<core::Block> shown_to_group(PollStore& store, const core::PollId& poll, int question,
                                        core::Language language);
// The same for somebody who asks: what leaders were told to a leader, and to who has come since.
std::vector<core::Block> shown_to(PollStore& store, const features::Here& who, const core::PollId& id,
                                  int question);

// Whether these words are an option of a vote over topics that is open, or is to open.
bool in_open_vote(PollStore& store, const core::GroupId& group, const std::string& words);

// Whether one of two polls was asked of exactly one person more than the other: beside each other their
// results would tell of that person.
bool asked_of_one_more(PollStore& store, const core::PollId& one, const core::PollId& other);

// `store` and `boxes` outlive the feature.
std::unique_ptr<features::Feature> make(PollStore& store, BallotBoxes& boxes, Options options = {});

}  // namespace polls
