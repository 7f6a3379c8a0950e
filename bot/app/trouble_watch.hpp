#pragma once
// Tells the coordinators in the chat what an operator may see too late: that no copies are made any more, and
// that a platform has not been reached for an hour. Each once, until it is good again and bad anew.

#include <memory>

#include "bot/app/config.hpp"
#include "bot/features/feature.hpp"
#include "storage/database.hpp"

namespace app {

std::unique_ptr<features::Feature> make_trouble_watch(storage::Database& database, const Config& config);

}  // namespace app
