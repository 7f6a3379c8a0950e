#pragma once
// What the configuration says for parts of the house: what there is to choose from for a group that is set up
// in chat, and how messages go out.

#include "bot/app/config.hpp"
#include "bot/core/platforms.hpp"
#include "bot/features/groups/feature.hpp"
#include "bot/runtime/unit_of_work.hpp"
#include "storage/stores.hpp"

namespace app {

// Refers to `config`.
groups::Choices choices_of(const Config& config, const core::Platforms& platforms = {});
// All that groups in chat ask of the rest of the house. Refers to both.
groups::Options group_options(storage::Stores& stores, const Config& config,
                              const core::Platforms& platforms);

// The engine's.
runtime::DeliveryDefaults delivery_defaults(const Config& config);

}  // namespace app
