#pragma once
// When a period is over each participant is asked in private whether they might lead a group some day,
// together with somebody. A yes is told to the coordinators; a no is nobody's business, and nothing is kept
// of either.

#include <memory>

#include "bot/features/feature.hpp"

namespace cofacilitators {

// The period is over: everybody is asked, once. Nobody is where there is no coordinator to hear of it.
void ask(core::Context& context, const core::Group& group, int run);

std::unique_ptr<features::Feature> make();

}  // namespace cofacilitators
