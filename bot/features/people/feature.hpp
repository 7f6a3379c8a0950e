#pragma once
// Language for oneself; roles by the coordinator.

#include <memory>

#include "bot/features/feature.hpp"
#include "bot/features/people/store.hpp"

namespace people {

std::unique_ptr<features::Feature> make(PeopleStore& store);

}  // namespace people
