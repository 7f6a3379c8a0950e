#pragma once
// The features that carry a group from its beginning to what comes after a period, joined to the stores and
// to what other features say.

#include <memory>
#include <vector>

#include "bot/app/config.hpp"
#include "bot/core/platforms.hpp"
#include "bot/features/feature.hpp"
#include "bot/features/help/feature.hpp"
#include "bot/features/polls/feature.hpp"
#include "storage/stores.hpp"

namespace app {

// Adds them to `all`. Stores, configuration and boxes outlive the features.
void add_group_life(std::vector<std::unique_ptr<features::Feature>>& all, storage::Stores& stores,
                    const Config& config, const core::Platforms& platforms, const polls::BallotBoxes& boxes);

// What polls ask others, but `full_until`.
polls::Options poll_options(storage::Stores& stores, const Config& config, const core::CareChannels& channels,
                            const core::Platforms& platforms);

// What the privacy promise says.
help::Promised promised(const Config& config);

// The group, with the programme that it follows in its newest period as its own: of that one it is asked.
core::Group in_newest_period(storage::Stores& stores, const Config& config, core::Group group);

// Done once when a group's period is over.
void end_of_period(storage::Stores& stores, const Config& config, core::Context& context,
                   const core::Group& group, int run);
// The facilitators' network, which is no group of a unit.
bool is_network(storage::Stores& stores, const core::GroupId& group);

}  // namespace app
