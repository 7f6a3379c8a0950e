#pragma once
// What the installation remembers about itself: names and texts.

#include <string>

#include "storage/database.hpp"

namespace storage {

// Empty: nothing is kept under that name. Inside or outside a transaction.
std::string meta(Database& database, const std::string& name);
void set_meta(Database& database, const std::string& name, const std::string& value);

}  // namespace storage
