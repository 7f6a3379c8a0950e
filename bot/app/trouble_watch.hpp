#pragma once
// Tells the coordinators in the chat what an operator may see too late: that no copies are made any more, and
// that a platform has not been reached for an hour. Each once, until it is good again and bad anew.

#include <filesystem>
#include <memory>
#include <string>

#include "bot/features/feature.hpp"
#include "storage/database.hpp"

namespace app {

// `copies`: the folder of the nightly copies; empty: none are wanted.
std::unique_ptr<features::Feature> make_trouble_watch(storage::Database& database,
                                                      std::filesystem::path copies, std::string zone);

}  // namespace app
