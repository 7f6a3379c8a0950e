#include "bot/app/service_sight.hpp"

#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

#include "bot/app/load_packs.hpp"
#include "bot/app/places.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

std::optional<struct stat> stat_of(const fs::path& path) {
  struct stat found {};
  return ::lstat(path.c_str(), &found) == 0 ? std::optional(found) : std::nullopt;
}

// Of a folder that root has made, or taken, by mistake the database tells whose it was.
std::optional<struct stat> taken_by_root(const fs::path& data) {
  struct stat folder {};
  const auto database = stat_of(database_in(data));
  const bool taken =
      ::stat(data.c_str(), &folder) == 0 && folder.st_uid == 0 && database && database->st_uid != 0;
  return taken ? database : std::nullopt;
}

fs::path real(const fs::path& path) {
  std::error_code error;
  const fs::path whole = fs::weakly_canonical(fs::absolute(path, error), error);
  return error ? path : whole;
}

// Whom else it is open to stands in a list beside the rights (setfacl), which is not read here.
bool has_own_list(const fs::path& path) {
  return ::getxattr(path.c_str(), "system.posix_acl_access", nullptr, 0) > 0;
}

// With DynamicUser= the folders of services lie in one that is root's, and are shown to each without it.
bool is_opened_by_systemd(const fs::path& path) {
  constexpr std::array<std::string_view, 4> all{"/var/lib/private", "/var/log/private", "/var/cache/private",
                                                "/run/private"};
  return std::ranges::find(all, path.string()) != all.end();
}

enum class Cure { open, give };  // what others may read, or what is the service's own

class Sight {
 public:
  Sight(const Config& config, const ServiceUser& user) : config_(config), user_(user) {}

  runtime::Findings all() {
    needs(config_.file, R_OK, Cure::open, "the service does not start, and takes no change of it");
    look_at_packs();
    look_at_log();
    if (!config_.backup.directory.empty())
      needs(config_.backup.directory, R_OK | W_OK | X_OK, Cure::give, "no copy can be made");
    look_at_data();
    look_at_own_files();
    return std::move(found_);
  }

 private:
  bool may(const fs::path& path, int mode) const {
    struct stat found {};
    if (::stat(path.c_str(), &found) != 0) return true;  // others see to that
    const bool own = found.st_uid == user_.id;
    const bool shared = std::ranges::find(user_.groups, found.st_gid) != user_.groups.end();
    const auto bits = static_cast<int>(found.st_mode >> (own ? 6U : shared ? 3U : 0U));
    return (bits & mode) == mode || has_own_list(path) || is_opened_by_systemd(path);
  }

  // A unit may give it more groups than it has (SupplementaryGroups=), but hardly root's.
  static std::optional<gid_t> group_that_may(const fs::path& path, int mode) {
    struct stat found {};
    if (::stat(path.c_str(), &found) != 0 || found.st_gid == 0) return std::nullopt;
    const auto bits = static_cast<int>(found.st_mode >> 3U);
    return (bits & mode) == mode ? std::optional(found.st_gid) : std::nullopt;
  }

  // The first of the folders above it that may not be entered, or the path itself.
  std::optional<fs::path> closed(const fs::path& path, int mode) const {
    const fs::path whole = real(path);
    fs::path at;
    for (const fs::path& part : whole) {
      at /= part;
      if (!may(at, at == whole ? mode : X_OK)) return at;
    }
    return std::nullopt;
  }

  void needs(const fs::path& path, int mode, Cure cure, const std::string& why) {
    const auto at = closed(path, mode);
    if (!at || !told_.insert(*at).second) return;
    const bool above = *at != real(path);
    const char* verb = above ? "look into" : (mode & W_OK) != 0 ? "write to" : "read";
    const char* bits = above ? "x" : (mode & X_OK) != 0 ? "rx" : "r";
    const bool own = is_in_data(*at) || (!above && cure == Cure::give);
    runtime::Finding one = runtime::bad(
        fmt::format("the service's user ({}) may not {} {}", user_.name, verb, at->string()), why,
        own ? fmt::format("chown {} {}", user_.name, at->string())
            : fmt::format("chmod o+{} {}", bits, at->string()));
    if (const auto group = group_that_may(*at, above ? X_OK : mode)) {
      one.kind = runtime::Finding::Kind::note;
      one.why += fmt::format(", unless the unit gives it the group {} (SupplementaryGroups=)", *group);
    }
    found_.push_back(std::move(one));
  }

  // Nothing there is to be opened to others.
  bool is_in_data(const fs::path& path) const {
    const fs::path data = real(config_.organisation.data);
    return std::ranges::mismatch(data, path).in1 == data.end();
  }

  void look_at_packs() {
    if (config_.packs.empty()) return;
    const std::string why = "the service does not start";
    needs(config_.packs, R_OK | X_OK, Cure::open, why);
    if (closed(config_.packs, R_OK | X_OK)) return;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(config_.packs, error))
      if (is_pack_file(entry.path())) needs(entry.path(), R_OK, Cure::open, why);
  }

  void look_at_log() {
    const fs::path& file = config_.log.file;
    if (file.empty()) return;
    std::error_code error;
    const bool there = fs::exists(file, error);
    needs(there ? file : file.parent_path(), there ? W_OK : W_OK | X_OK, Cure::give,
          "the service does not start without its log");
  }

  // What the operator may have put there, and the service only reads.
  bool is_operators(const fs::path& path) const {
    const auto lies_in = [&](const fs::path& folder) {
      return !folder.empty() && std::ranges::mismatch(folder, path).in1 == folder.end();
    };
    return path == config_.file || lies_in(config_.packs) ||
           std::ranges::any_of(config_.named, [&](const fs::path& file) {
             return path == file || path == file.parent_path();
           });
  }

  // Folders, and what is in them: whose the files of the data folder itself are is looked at beside.
  void look_at_data() {
    constexpr std::size_t enough = 5;
    const fs::path& data = config_.organisation.data;
    std::error_code error;
    const std::size_t before = found_.size();
    fs::recursive_directory_iterator at(data, fs::directory_options::skip_permission_denied, error);
    for (; at != fs::recursive_directory_iterator(); at.increment(error)) {
      if (found_.size() - before >= enough) return;
      const fs::path& path = at->path();
      const bool folder = at->is_directory(error);
      if (path == config_.backup.directory || path.filename() == "lost+found")
        at.disable_recursion_pending();
      else if (folder || (at->is_regular_file(error) && path.parent_path() != data))
        needs(path, R_OK | (folder ? X_OK : 0) | (is_operators(path) ? 0 : W_OK), Cure::give,
              "the service may not start, or stops at it");
    }
  }

  // Secrets and certificates of the operator's. Those of the folder beside the configuration are handed over
  // by systemd, which is root.
  void look_at_own_files() {
    const fs::path handed = fs::path(config_.file).parent_path() / "secrets";
    for (const fs::path& file : config_.named) {
      if (file.parent_path().lexically_normal() == handed.lexically_normal()) continue;
      if (const auto at = closed(file, R_OK))
        found_.push_back(runtime::note(
            fmt::format("the service's user ({}) may not read {}", user_.name, file.string()),
            "the service does not start, unless systemd hands the file over (LoadCredential= in the unit)",
            fmt::format("chown {} {}, or see that {} can be entered", user_.name, file.string(),
                        at->string())));
    }
  }

  const Config& config_;
  const ServiceUser& user_;
  std::set<fs::path> told_;  // once each, however much lies behind it
  runtime::Findings found_;
};

}  // namespace

runtime::Findings examine_owners(const fs::path& data) {
  const std::string place = data.string(), why = "the service may not be able to read or write it";
  if (taken_by_root(data))
    return {runtime::bad(place + " belongs to root, and the database in it to another user", why,
                         fmt::format("chown --reference={} {}", database_in(data).string(), place))};
  runtime::Findings found;
  struct stat folder {};
  std::error_code error;
  if (::stat(data.c_str(), &folder) != 0) return found;
  for (const auto& entry : fs::directory_iterator(data, error)) {
    const auto file = stat_of(entry.path());
    if (!file || !S_ISREG(file->st_mode) || file->st_uid == folder.st_uid) continue;
    found.push_back(runtime::bad(
        entry.path().string() + " belongs to another user than its folder", why,
        fmt::format("chown it as the folder is: chown --reference={} {}", place, entry.path().string())));
  }
  return found;
}

std::optional<ServiceUser> service_user(const Config& config) {
  const fs::path& data = config.organisation.data;
  struct stat folder {};
  if (::geteuid() != 0 || ::stat(data.c_str(), &folder) != 0) return std::nullopt;
  if (const auto before = taken_by_root(data)) folder = *before;
  if (folder.st_uid == 0) return std::nullopt;
  ServiceUser user{folder.st_uid, std::to_string(folder.st_uid), {folder.st_gid}};
  if (const passwd* known = ::getpwuid(user.id)) {
    user.name = known->pw_name;
    int count = 64;
    user.groups.resize(static_cast<std::size_t>(count));
    ::getgrouplist(user.name.c_str(), known->pw_gid, user.groups.data(), &count);
    user.groups.resize(std::min(user.groups.size(), static_cast<std::size_t>(count)));
  }
  return user;
}

runtime::Findings examine_sight(const Config& config, const ServiceUser& user) {
  return Sight(config, user).all();
}

}  // namespace app
