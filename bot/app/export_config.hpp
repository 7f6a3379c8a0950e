#pragma once
// The groups and people as they live in the database, as sections of a configuration file.

#include <iosfwd>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "bot/app/config.hpp"
#include "bot/core/people.hpp"

namespace app {

// Who is at work on days that have a roster.
using Rosters = std::map<core::GroupId, std::map<core::Date, std::set<core::PersonId>>>;

// [groups.*] and [people.*] of the directory, in TOML that load_config() takes back in place of those that
// `config` came with. Somebody whom the file names keeps the key; others get one made of their name.
std::string as_toml(const core::Directory& living, const Rosters& rosters, const Config& config);

// The same of the service's own database, which may be in use; a group's programme is the one that it follows
// by now. Throws std::runtime_error where there is none.
void export_config(const Config& config, std::ostream& out);

// The configuration with the people and groups of the service's database, those made in chat among them: for
// tools that are asked about one of them. Where there is no database yet, as the file says.
Config with_living(Config config);

// As a text of a TOML file, with its quotes.
std::string toml_quoted(std::string_view text);
// "kari-nes", of letters that keys may have, unlike those that are taken.
std::string key_of_name(std::string_view name, const std::set<std::string>& taken);

}  // namespace app
