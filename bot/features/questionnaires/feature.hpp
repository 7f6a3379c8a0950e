#pragma once
// After a period: thirteen questions to everybody who took part, without names, by the box and the rules of
// every anonymous poll. The one about usefulness comes again after 150 days, once, and is shown beside the
// first.

#include <functional>
#include <memory>
#include <vector>

#include "bot/features/feature.hpp"

namespace questionnaires {

struct Options {
  // What the group was told of a poll's question; nothing: nothing could be shown.
  std::function<std::vector<core::Block>(const core::PollId&, int question, core::Language)> shown;
  // Whether one of two polls was asked of exactly one person more than the other. May be empty: none was.
  std::function<bool(const core::PollId&, const core::PollId&)> one_more{};
  // Whether this group is the facilitators' network. May be empty: there is none.
  std::function<bool(const core::GroupId&)> is_network{};
  // Whether groups, and the network, are asked at all. May be empty: they are.
  std::function<bool()> of_period{}, of_facilitators{};
};

// The period is over: everybody is asked, once.
void ask(core::Context& context, const core::Group& group, int run);

// Twenty-eight to everybody in the facilitators' network, likewise; once each half-year in which a period
// ends, from September and from March.
void ask_facilitators(core::Context& context, const core::Group& network);

std::unique_ptr<features::Feature> make(Options options);

}  // namespace questionnaires
