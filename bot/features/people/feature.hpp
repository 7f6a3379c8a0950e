#pragma once
// Language and page for oneself; roles by the coordinator.

#include <memory>

#include "bot/core/outside.hpp"
#include "bot/features/feature.hpp"
#include "bot/features/people/store.hpp"

namespace people {

std::unique_ptr<features::Feature> make(PeopleStore& store, core::Outside outside = {});

}  // namespace people
