#pragma once
// `refleks link`, `refleks poster` and `refleks report`: addresses of people's pages, a group's as a sheet
// for the staff room, and what leaders read as files.

#include <filesystem>
#include <iosfwd>
#include <string>
#include <string_view>

#include "bot/app/config.hpp"

namespace app {

// By its key, else by its name. Throws std::runtime_error with words, also where several are called so.
const core::Group& group_called(const Config& config, const std::string& wanted);

struct LinkOptions {
  std::string person;
  bool groups = false;  // of the page about their groups
  bool revoke = false;  // make all that were handed out worthless, through the running service
};
// Each returns the program's status. Throws std::runtime_error with words.
int print_link(const Config& config, const LinkOptions& wanted, core::Instant now, std::ostream& out,
               std::ostream& notes);

// With codes, or what leaders read, a paper is for its owner alone. What hangs on a wall has the owner and
// the rights of the file that it replaces; a new one the umask's.
enum class PaperFor { owner, wall };
// Whole, or what was there stays. What a link leads to, as /dev/stdout, is written into, and no folder is
// made. Throws std::system_error.
void write_paper(const std::filesystem::path& file, std::string_view bytes, PaperFor whom = PaperFor::owner);

struct PosterOptions {
  std::string group, file, language, address;
};
int make_poster(const Config& config, const PosterOptions& wanted);

struct ReportOptions {
  std::string group;  // key or name; empty: all, in tables
  std::filesystem::path file;
  std::string language;
};
// PDF of one group, XLSX or CSV of one or of all, by the name of the file: as leaders read it.
int write_report(const Config& config, const ReportOptions& wanted, core::Instant now);

}  // namespace app
