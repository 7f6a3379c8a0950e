#pragma once
// What must be looked at before a daemon makes anything: a data folder that is not mounted looks like a first
// start.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "adapters/net/descriptor.hpp"
#include "bot/app/config.hpp"

namespace app {

// Refuses with words (std::runtime_error) what must not be served: a folder that is half restored, one whose
// database is missing, the key of another installation, one that another service has. Then the data folder is
// this user's alone, and taken for as long as what is given lives.
[[nodiscard]] net::Descriptor look_before_start(const Config& config);

// Throws std::runtime_error, with what was found and what to do, where there is no database (or an empty
// file, or an empty schema on the server) though something says that there was one: a ballot box, a key, a
// nightly copy, a mark of this data folder. Changes nothing.
void refuse_a_missing_database(const Config& config);

// Signs of a service that has served a database, where the schema of storage.url is empty.
struct MissingOnServer {
  std::string what;
  std::vector<std::filesystem::path> signs;  // in order
  std::string todo;                          // sentences, without the last point
  std::string in_a_line() const;             // what, and some of the signs
};
// Nothing also where the server cannot be asked: who opens it says so.
std::optional<MissingOnServer> missing_on_server(const Config& config);

// Writes into the folders of the boxes and of their keys whose they are: the id of the database and where it
// lies.
void leave_marks(const Config& config, const std::string& installation);

}  // namespace app
