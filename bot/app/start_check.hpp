#pragma once
// What must be looked at before a daemon makes anything: a data folder that is not mounted looks like a first
// start.

#include <filesystem>
#include <string>

#include "bot/app/config.hpp"

namespace app {

// Throws std::runtime_error, with what was found and what to do, where there is no database (or an empty
// file) though something says that there was one: a ballot box, a key, a nightly copy, a mark of this data
// folder. Changes nothing.
void refuse_a_missing_database(const Config& config);

// Writes into the folders of the boxes and of their keys whose they are: the id of the database and where it
// lies.
void leave_marks(const Config& config, const std::string& installation);

// Makes the data folder: what people were told and what they wrote is this user's alone.
void make_private(const std::filesystem::path& data);

}  // namespace app
