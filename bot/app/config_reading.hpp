#pragma once
// The file while it is being read: shared by the parts that read it. Private to them.

#include <filesystem>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "bot/app/config.hpp"
#include "bot/app/config_chats.hpp"
#include "bot/app/places.hpp"

namespace app {

struct Reading {
  Config config;
  std::filesystem::path folder;  // of the file
  const Environment& environment;
  std::vector<std::string> workspaces;  // chats that are switched on
  std::optional<ChatSections> chats;
  PlaceQuestion places;
  // By key; those with problems too, so that one mistake gives one problem.
  std::unordered_map<std::string, core::PersonId> people;

  std::filesystem::path path(const std::string& written) const {
    return (folder / written).lexically_normal();
  }
};

// Of storage.standby.
inline constexpr auto nobody_is_told = "nobody can be told which process serves: set health.listen";

// For Section::read: std::invalid_argument with words for whoever wrote it.
core::Language language_in_file(const std::string& text);
std::string zone_in_file(const std::string& text);

// `data`: the folder that log.file is relative to.
Config::Log read_log(const Section& section, const std::filesystem::path& data);
// `from_elsewhere`: others on the network are meant to ask.
Config::Health read_health(const Section& section, bool from_elsewhere = false);
// [handover]; without a peer where the section is not there.
Config::Handover read_handover(const Section& section, const std::filesystem::path& folder,
                               const Environment& environment);
// What the section leaves out is as in `quiet`.
core::QuietHours read_quiet_hours(const Section& section, core::QuietHours quiet);
void read_people(const Section& root, Reading& to);
void read_groups(const Section& root, Reading& to);

}  // namespace app
