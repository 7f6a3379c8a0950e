#include "bot/app/belongings.hpp"

#include <algorithm>

#include "bot/app/places.hpp"
#include "bot/app/restore.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr auto file_system_s = "lost+found";  // where the data folder is a disk of its own

// `entry` is one of them, or one of them lies in it.
bool has_one_of(const fs::path& entry, const std::vector<fs::path>& files) {
  const fs::path here = fs::absolute(entry).lexically_normal();
  return std::any_of(files.begin(), files.end(), [&](const fs::path& other) {
    if (other.empty()) return false;
    const fs::path way = fs::absolute(other).lexically_normal().lexically_relative(here);
    return !way.empty() && *way.begin() != "..";
  });
}

bool is_in_no_copy(const Config& config, const fs::path& entry) {
  return has_one_of(entry, config.named) ||
         has_one_of(entry, {config.backup.directory, config.ballot_box.directory,
                            config.ballot_box.key_directory, config.log.file});
}

}  // namespace

bool is_named_by(const Config& config, const fs::path& entry) {
  return is_in_no_copy(config, entry) || has_one_of(entry, {config.packs});
}

std::vector<std::string> belongings(const Config& config) {
  const fs::path& data = config.organisation.data;
  std::vector<std::string> found;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(data, error)) {
    const std::string name = entry.path().filename().string();
    const bool others = name.starts_with("refleks.db") || name == "service.json" || name == "sandbox" ||
                        name == control_name || name == restoring_name || name == restore_mark ||
                        name == file_system_s || name.starts_with(aside_prefix) ||
                        fs::exists(entry.path() / "CACHEDIR.TAG", error);
    if (!others && !is_in_no_copy(config, entry.path())) found.push_back(name);
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace app
