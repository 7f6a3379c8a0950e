#pragma once
// Everything the database holds about one person, for the right of access; and who somebody is, also after
// leaving the configuration. Reads only. Any connection.

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <utility>
#include <vector>

#include "storage/database.hpp"

namespace storage {

struct Registered {
  std::string id, name, workspace, account;
  bool active = false;
};
// By id, name or account. Several where a name or account is shared.
std::vector<Registered> people_called(Database& database, const std::string& wanted);

// A list for each name of holdings.hpp; "person" is an object. A text that cannot be read as JSON stays a
// text.
nlohmann::json record_of(Database& database, const Registered& person);

// Of one row of a record what can be read as words, for rights::in_words: a number or a yes is none, and what
// has parts of its own is told by the record. Of a group that is being set up: what was typed.
std::map<std::string, std::string> words_of_row(const nlohmann::json& row);

}  // namespace storage
