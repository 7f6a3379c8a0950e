#pragma once
// runtime::RetentionStore on the house's connection.

#include <memory>

#include "bot/runtime/store.hpp"
#include "storage/database.hpp"

namespace storage {

// Uses `database` as long as it lives. Members may throw storage::Error; none begins or ends a transaction.
std::unique_ptr<runtime::RetentionStore> make_retention_store(Database& database);

}  // namespace storage
