#pragma once
// `refleks people import` and `refleks people roster`: a list from a spreadsheet, through the running
// service; where none runs, into its database.

#include <filesystem>
#include <iosfwd>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "bot/app/config.hpp"

namespace CLI {
class App;
}

namespace core {
class Context;
}

namespace app {
class Bot;

// What a list would change, or does with `apply`: "changes" and "troubles" with a line and words each, in
// English, "unread" columns, "lines", "unchanged". In an errand of the engine.
nlohmann::json imported(Bot& bot, core::Context& context, const std::string& text, bool apply);
// The same for a roster: a change is a day. `day`: "2026-11-30", or empty. No such group, no such day: a
// trouble.
nlohmann::json roster_taken(Bot& bot, core::Context& context, const std::string& text,
                            const std::string& group, const std::string& day, bool apply);

struct ImportOptions {
  std::filesystem::path file;
  bool dry_run = false;  // says what would change, and ends
  bool yes = false;      // does not ask
  std::string group{},
      day{};  // of a roster: the group's key; a day for all rows, or none. No group: of people
};
// Adds `people import` and `people roster` to the program's commands; what is given stands in `options`. All
// outlive the parsing.
CLI::App* add_people_commands(CLI::App& cli, std::string& config_file, ImportOptions& options);

// Says what the list changes, line by line, or what is wrong with it; reads a yes from `in`, and has it done.
// 0: done, or nothing to do, or only looked; 1: something is wrong, or the answer was another. Where no
// service runs, it takes the data folder itself, for as long as that lasts, and nothing else is done there.
// Throws std::runtime_error with words: no such file, no text, the folder is another user's.
int import_people(const Config& config, const ImportOptions& options, std::istream& in, std::ostream& out);

}  // namespace app
