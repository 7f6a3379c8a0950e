#pragma once
// What there is to choose from for a group that is set up in chat.

#include "bot/app/config.hpp"
#include "bot/core/platforms.hpp"
#include "bot/features/groups/feature.hpp"
#include "storage/stores.hpp"

namespace app {

// Refers to `config`.
groups::Choices choices_of(const Config& config, const core::Platforms& platforms = {});
// All that groups in chat ask of the rest of the house. Refers to both.
groups::Options group_options(storage::Stores& stores, const Config& config,
                              const core::Platforms& platforms);

}  // namespace app
