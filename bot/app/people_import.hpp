#pragma once
// `refleks people import`: a list from a spreadsheet, through the running service.

#include <filesystem>
#include <iosfwd>

#include "bot/app/config.hpp"

namespace CLI {
class App;
}

namespace app {

struct ImportOptions {
  std::filesystem::path file;
  bool dry_run = false;  // says what would change, and ends
  bool yes = false;      // does not ask
};
// Adds `people import` to the program's commands; what is given stands in `options`. All outlive the parsing.
CLI::App* add_people_commands(CLI::App& cli, std::string& config_file, ImportOptions& options);

// Says what the list changes, line by line, or what is wrong with it; reads a yes from `in`, and has it done.
// 0: done, or nothing to do, or only looked; 1: something is wrong, or the answer was another. Throws
// std::runtime_error with words: no such file, no text, the service does not run.
int import_people(const Config& config, const ImportOptions& options, std::istream& in, std::ostream& out);

}  // namespace app
