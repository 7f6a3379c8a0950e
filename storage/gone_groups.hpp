#pragma once
// Groups that the configuration had and has no more, as far as something waits for them.

#include <functional>
#include <string>
#include <vector>

#include "bot/features/groups/store.hpp"
#include "storage/database.hpp"

namespace storage {

// `is_gone`: of the key, and whether the bot serves the group now. By key. Reads only; any connection.
using IsGone = std::function<bool(const std::string& key, bool served)>;
std::vector<groups::Gone> gone_groups(
    Database& database, core::Instant now,
    const IsGone& is_gone = [](const std::string&, bool served) { return !served; });

}  // namespace storage
