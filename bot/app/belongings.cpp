#include "bot/app/belongings.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "bot/app/load_packs.hpp"
#include "bot/app/places.hpp"
#include "bot/app/restore.hpp"
#include "bot/core/log.hpp"
#include "bot/core/utf8.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr auto password_name = "pgpass";      // of the database's server (docs/postgresql.md)
constexpr auto file_system_s = "lost+found";  // where the data folder is a disk of its own

// Also where it is the folder itself.
bool lies_in(const fs::path& entry, const fs::path& folder) {
  const fs::path way =
      fs::absolute(entry).lexically_normal().lexically_relative(fs::absolute(folder).lexically_normal());
  return !way.empty() && *way.begin() != "..";
}

// `entry` is one of them, or one of them lies in it.
bool has_one_of(const fs::path& entry, const std::vector<fs::path>& files) {
  return std::any_of(files.begin(), files.end(),
                     [&](const fs::path& other) { return !other.empty() && lies_in(other, entry); });
}

bool is_in_no_copy(const Config& config, const fs::path& entry) {
  return has_one_of(entry, config.named) || entry == config.organisation.data / password_name ||
         has_one_of(entry, {config.backup.directory, config.ballot_box.directory,
                            config.ballot_box.key_directory, config.log.file});
}

// A copy without it would be none: links and buttons are dead with another key, and no service starts without
// its packs.
bool is_needed(const Config& config, const fs::path& path) {
  if (path.extension() == ".key") return path == config.organisation.data / path.filename();
  return !config.packs.empty() && lies_in(path, config.packs) &&
         (is_pack_file(path) || lies_in(config.packs, path));
}

// What somebody who worked on the machine has left there must not cost the copies of all the rest.
bool is_left_out(const Config& config, const fs::directory_entry& entry) {
  std::error_code error;
  const fs::path& path = entry.path();
  if (!core::is_utf8(path.filename().native())) {
    core::log(core::Level::warning, "something is in no copy, because its name is no UTF-8, in",
              path.parent_path().string());
    return true;
  }
  const int rights = entry.is_directory(error) ? R_OK | X_OK : R_OK;
  if (::access(path.c_str(), rights) == 0 || errno != EACCES || is_needed(config, path)) return false;
  core::log(core::Level::warning, "something is in no copy, because the service may not read it",
            path.string());
  return true;
}

// From the first start on, or left by a restore; in no copy.
bool is_of_the_service(std::string_view name) {
  return name.starts_with("refleks.db") || name == "service.json" || name == "sandbox" ||
         name == control_name || name == restoring_name || name == restore_mark ||
         name.starts_with(aside_prefix);
}

bool is_anothers(const fs::path& path) {
  struct stat about {};
  return ::lstat(path.c_str(), &about) == 0 && about.st_uid != ::geteuid();
}

bool is_cache(const fs::path& entry) {
  std::error_code error;
  return fs::exists(entry / "CACHEDIR.TAG", error);
}

// Everything below `name` in the data folder.
void gather(const Config& config, const std::string& name, std::vector<CopyPart>& parts) {
  const fs::path& data = config.organisation.data;
  const fs::path top = data / name;
  std::error_code error;
  const auto add = [&](const fs::directory_entry& entry) {
    const std::string ends = entry.path().extension().string();
    if (entry.is_regular_file(error) && !entry.is_symlink(error) && ends != ".new" && ends != ".partial")
      parts.push_back({entry.path().lexically_relative(data).string(), entry.path()});
  };
  const fs::directory_entry first(top, error);
  if (is_left_out(config, first)) return;
  add(first);
  if (!fs::is_directory(fs::symlink_status(top, error))) return;
  for (auto at = fs::recursive_directory_iterator(top); at != fs::recursive_directory_iterator(); ++at) {
    if (!is_left_out(config, *at))
      add(*at);
    else
      at.disable_recursion_pending();
  }
}

}  // namespace

bool is_named_by(const Config& config, const fs::path& entry) {
  return is_in_no_copy(config, entry) || has_one_of(entry, {config.packs});
}

bool may_be_in_copy(const Config& config, std::string_view name) {
  return !is_of_the_service(name) && name != file_system_s && !is_cache(config.organisation.data / name);
}

std::vector<std::string> belongings(const Config& config) {
  const fs::path& data = config.organisation.data;
  std::vector<std::string> found;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(data, error)) {
    const std::string name = entry.path().filename().string();
    if (may_be_in_copy(config, name) && !is_in_no_copy(config, entry.path())) found.push_back(name);
  }
  std::sort(found.begin(), found.end());
  return found;
}

bool holds(const fs::path& entry, const fs::path& file) {
  std::error_code error;
  return !file.empty() && lies_in(fs::weakly_canonical(file, error), fs::weakly_canonical(entry, error));
}

bool is_hidden(std::string_view name) {
  return name.starts_with('.');
}

std::string stranger_in(const Config& config, StrangersOf which, const fs::path& own) {
  std::string found;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(config.organisation.data, error)) {
    const std::string name = entry.path().filename().string();
    if (is_of_the_service(name) || name == "web.key" || name.starts_with(audit_name)) return {};
    if (name != file_system_s && !is_hidden(name) && !is_cache(entry.path()) &&
        !is_named_by(config, entry.path()) && !holds(entry.path(), own) &&
        !fs::equivalent(entry.path(), config.file, error) &&
        (which == StrangersOf::anybody || is_anothers(entry.path())))
      found = name;
  }
  return found;
}

std::string other_than_copies(const fs::path& folder) {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error))
    if (const std::string name = entry.path().filename().string();
        !name.starts_with("refleks") && name != file_system_s && !is_hidden(name) && name != "#recycle" &&
        name != "@eaDir")
      return name;
  return {};
}

bool is_private(const fs::path& folder) {
  constexpr auto others = fs::perms::group_all | fs::perms::others_all;
  return (fs::status(folder).permissions() & others) == fs::perms::none;
}

CopiesOwner owner_of_copies(const Config& config) {
  struct stat copies {
  }, data{};
  if (::stat(config.backup.directory.c_str(), &copies) != 0) return {};
  const bool known = ::stat(config.organisation.data.c_str(), &data) == 0;
  return {copies.st_uid == 0, known && copies.st_uid == data.st_uid};
}

void refuse_what_others_use(const Config& config) {
  const fs::path& folder = config.backup.directory;
  if (::geteuid() != 0 || !fs::exists(folder) || is_private(folder)) return;
  const CopiesOwner owner = owner_of_copies(config);
  if (owner.is_service && !owner.is_root) return;  // the coming night would close it
  if (const std::string other = other_than_copies(folder); !other.empty())
    throw std::runtime_error(
        fmt::format("others may look into {}, and it is not for copies alone ({} lies there): "
                    "give them a folder of their own, or chmod 700 this one",
                    folder.string(), other));
}

void gather_belongings(const Config& config, std::vector<CopyPart>& parts) {
  for (const std::string& name : belongings(config)) gather(config, name, parts);
}

}  // namespace app
