#pragma once
// Language and page for oneself; roles by the coordinator.

#include <memory>

#include "bot/core/platforms.hpp"
#include "bot/features/feature.hpp"
#include "bot/features/people/store.hpp"

namespace people {

// Makes every address of the person's own pages worthless; `by` empty: the operator.
void renew_pages(core::Context& context, PeopleStore& store, const core::PersonId& person,
                 const core::PersonId& by);

std::unique_ptr<features::Feature> make(PeopleStore& store, core::Platforms platforms = {});

}  // namespace people
