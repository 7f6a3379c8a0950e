#include "bot/app/installation_findings.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

#include "adapters/net/private_file.hpp"
#include "bot/app/backup.hpp"
#include "bot/app/chats.hpp"
#include "bot/app/control.hpp"
#include "bot/app/drawn.hpp"
#include "bot/app/key_watch.hpp"
#include "bot/app/migrate_storage.hpp"
#include "bot/app/places.hpp"
#include "bot/app/port_findings.hpp"
#include "bot/app/restore.hpp"
#include "bot/app/service_sight.hpp"
#include "bot/app/start_check.hpp"
#include "storage/clock_seen.hpp"
#include "storage/database.hpp"
#include "storage/migrations.hpp"
#include "storage/postgres/connection.hpp"
#include "storage/sqlite/examination.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr long tmpfs_kind = 0x01021994, ramfs_kind = 0x858458f6;  // statfs(2)
constexpr std::uintmax_t enough_bytes = 200U * 1024 * 1024, enough_for_answers = 1024 * 1024;
constexpr std::chrono::hours oldest_good_copy{48}, clock_slack{1};

bool is_there(const fs::path& path) {
  std::error_code error;
  return fs::exists(path, error);
}
// The path itself, or the first folder above it that is there.
fs::path standing(fs::path path) {
  while (!path.empty() && !is_there(path) && path != path.parent_path()) path = path.parent_path();
  return path.empty() ? fs::path(".") : path;
}
bool writable(const fs::path& folder) {
  return ::access(folder.c_str(), W_OK | X_OK) == 0;
}
bool in_memory(const fs::path& path) {
  struct statfs system {};
  return ::statfs(standing(path).c_str(), &system) == 0 &&
         (static_cast<long>(system.f_type) == tmpfs_kind || static_cast<long>(system.f_type) == ramfs_kind);
}

class Installation {
 public:
  Installation(const Config& config, const MachineView& machine)
      : config_(config),
        machine_(machine),
        data_(config.organisation.data),
        database_(database_in(data_)),
        used_(is_there(database_)),
        running_(in_use(data_)) {}

  runtime::Findings all() {
    const bool begun = look_at_data();
    if (!config_.storage.url.empty()) look_at_server();
    if (begun) {
      if (config_.storage.url.empty()) look_at_file();
      look_at_keys();
      look_at_clock();
    }
    look_at_box();
    look_at_log();
    look_at_copies();
    found_.push_back(look_at_drawing());
    std::ranges::move(examine_ports(config_, running_), std::back_inserter(found_));
    return std::move(found_);
  }

 private:
  void good(std::string what) { found_.push_back(runtime::good(std::move(what))); }
  void note(std::string what, std::string why, std::string todo) {
    found_.push_back(runtime::note(std::move(what), std::move(why), std::move(todo)));
  }
  void bad(std::string what, std::string why, std::string todo) {
    found_.push_back(runtime::bad(std::move(what), std::move(why), std::move(todo)));
  }

  // False when there is nothing to look at.
  bool look_at_data() {
    if (!config_.doubt.empty() && is_there(standing(data_)) && !config_.doubt.starts_with("no service")) {
      bad("it is not known where the service keeps its data", config_.doubt,
          "set organisation.data, or run this as root or with the service's STATE_DIRECTORY");
      return false;
    }
    std::error_code error;
    if (!fs::is_directory(data_, error)) {
      if (is_there(data_))
        bad(data_.string() + " is no folder", "the database is kept there", "change organisation.data");
      else if (!writable(standing(data_)))
        bad("there is no data folder " + data_.string() + ", and this user cannot make it",
            "the database is kept there", "give the service's user that folder, or change organisation.data");
      else
        note("there is no data folder " + data_.string() + " yet", "the service makes it at its first start",
             "nothing; when the service has run here before, the disk with it may not be mounted");
      return false;
    }
    if (!writable(data_))
      bad("cannot write to " + data_.string(), "the database is kept there",
          "give the service's user that folder, or change organisation.data");
    else if (has_room(data_, "nothing can be saved when the disk is full"))
      good("the data folder can be written (" + data_.string() + ")");
    if (is_there(data_ / restore_mark))
      bad("a restore of " + data_.string() + " was cut off",
          "the service refuses to start before it is whole", "run refleks restore again");
    if (others_may(data_, S_IWGRP | S_IWOTH))
      bad("others may write to " + data_.string(),
          "they can put their own files in the place of the service's", "chmod 700 " + data_.string());
    return true;
  }

  bool has_room(const fs::path& folder, const std::string& why, std::uintmax_t enough = enough_bytes) {
    const std::uintmax_t free = machine_.free_bytes(standing(folder));
    if (free >= enough) return true;
    bad(fmt::format("{} MB left for {}", free / 1024 / 1024, folder.string()), why, "make room");
    return false;
  }

  static bool others_may(const fs::path& path, mode_t bits) {
    struct stat about {};
    return ::stat(path.c_str(), &about) == 0 && (about.st_mode & bits) != 0;
  }

  void look_at_seen(const std::optional<storage::ClockSeen>& seen) {
    if (auto jump = app::look_at_clock(seen, machine_.clock, machine_.now))
      found_.push_back(std::move(*jump));
  }

  void look_at_server() {
    if (is_there(database_)) found_.push_back(file_besides(database_.string()));
    try {
      const std::string place = storage::postgres::shown(config_.storage.url);
      storage::postgres::Connection connection(config_.storage.url, storage::Use::reader);
      const int newest = static_cast<int>(storage::embedded_migrations().size());
      const int version = connection.schema_version();
      const auto missing = version == 0 ? missing_on_server(config_) : std::nullopt;
      if (missing)
        bad(missing->in_a_line(), "the service does not start with it", missing->todo);
      else if (version > newest)
        bad("the database " + place + " was written by a newer refleks",
            "this program does not start with it", "install that version");
      else if (version < newest && !connection.may_make_tables())
        bad("this user may not make tables in " + place, "the service does not start there",
            "make it the owner of the schema (docs/postgresql.md)");
      else if (version < newest)
        note(fmt::format("the database {} is not at this version yet (schema {} of {})", place, version,
                         newest),
             "tools cannot read it", "start the service once");
      else
        good(fmt::format("the database {} can be used (schema {})", place, version));
      used_ = version > 0;
      if (version == newest) {
        storage::Database reader(config_.storage.url, storage::Use::reader);
        look_at_seen(storage::clock_seen(reader));
      }
      for (const std::string& words : connection.advice())
        note(words, "what is deleted or said to be safe may not be", "docs/postgresql.md has the settings");
    } catch (const std::exception& error) {
      bad(error.what(), "the service does not start without it", "docs/postgresql.md says how it is set up");
    }
  }

  void look_at_file() {
    if (!is_there(database_)) {
      const bool begun = is_there(data_ / "web.key") || is_there(data_ / "service.json") || has_copies();
      if (begun)
        bad("there is no database " + database_.string(),
            "the service has run here before, so it was lost or moved",
            "see whether the right disk is mounted, or restore a copy: refleks restore FILE");
      else
        note("there is no database " + database_.string() + " yet", "the service makes it at its first start",
             "nothing");
      return;
    }
    const storage::sqlite::Examined found = storage::sqlite::examine(database_.string());
    if (!found.trouble.empty()) {
      bad("the database " + database_.string() + " cannot be used: " + found.trouble,
          "the service does not start with it, or loses what is in it",
          found.schema > found.newest
              ? "install that version; else restore a copy from before the upgrade: refleks restore FILE"
              : "keep the file, and restore a copy: refleks restore FILE (docs/backup.md)");
      return;
    }
    if (found.moved) return found_.push_back(left_file(database_.string(), *found.moved));
    if (found.schema < found.newest)
      bad(fmt::format("the database is of an earlier version (schema {} of {})", found.schema, found.newest),
          "this program has not opened it yet, and tools cannot read it",
          "keep a copy of it, then start the service once");
    else
      good(fmt::format("the database is sound (schema {})", found.schema));
    look_at_seen(found.seen);
  }

  // What only the service's user may read.
  void look_at_keys() {
    std::ranges::move(examine_owners(data_), std::back_inserter(found_));
    std::error_code error;
    for (const auto& entry :
         fs::recursive_directory_iterator(data_, fs::directory_options::skip_permission_denied, error)) {
      struct stat about {};
      if (::lstat(entry.path().c_str(), &about) != 0 || !S_ISREG(about.st_mode)) continue;
      const bool secret = entry.path().extension() == ".key" || entry.path() == database_;
      if (secret && (about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        bad("others may read " + entry.path().string(),
            "whoever has it can act as others, or read what is theirs", "chmod 600 " + entry.path().string());
      if (entry.path().extension() == ".key" && about.st_size != static_cast<off_t>(net::key_bytes))
        bad(entry.path().string() + " is no key of 32 bytes", "the service does not start with it",
            "restore it from a copy; without it, links and posters made so far are dead");
    }
    if (const auto wrong = foreign_key(config_))
      bad(*wrong, "the service does not start with it", "bring the right web.key back from a copy");
    if (config_.chats && config_.chats->pages && used_ && !is_there(data_ / "web.key"))
      bad("there is no " + (data_ / "web.key").string(),
          "the next start makes a new one, and links and posters made so far are dead",
          "restore it from a copy before the service starts");
  }

  void look_at_clock() {
    if (machine_.now < core::instant_from_text("2024-01-01T00:00:00Z"))
      bad("the clock says " + core::to_text(machine_.now), "nothing would happen when it should",
          "set the clock, and let it follow a time server");
    struct stat about {};
    if (::stat(database_.c_str(), &about) != 0) return;
    const core::Instant written{std::chrono::seconds{about.st_mtime}};
    if (written > machine_.now + clock_slack)
      bad(fmt::format("the clock says {}, and the database was written {}", core::to_text(machine_.now),
                      core::to_text(written)),
          "the clock is wrong now, or was then", "set the clock, and let it follow a time server");
  }

  void look_at_box() {
    const fs::path& box = config_.ballot_box.directory;
    if (config_.ballot_box.mode == Config::BallotBox::Mode::disk) return look_at_sealed_box();
    if (!in_memory(box))
      bad(box.string() + " is not in memory (tmpfs)",
          "anonymous answers must never reach a disk, so anonymous polls are refused",
          "set ballot_box.directory to a folder on a tmpfs, such as /run/refleks/box or /dev/shm/refleks");
    else if (running_ && !is_there(box) && waits())
      note("there is no ballot box " + box.string() + " on this machine, which waits as a standby",
           "open answers are with the one that serves", "nothing");
    else if (running_ && !is_there(box))
      bad("the ballot box " + box.string() + " is not there while the service runs",
          "answers to open polls were lost, or lie somewhere else",
          "run this with the service's RUNTIME_DIRECTORY; else restart the service, which asks everybody "
          "again");
    else if (is_there(box) ? !writable(box) : !writable(standing(box)))
      bad("cannot write to the ballot box " + box.string(), "anonymous polls are refused",
          "give the service's user that folder, or change ballot_box.directory");
    else if (has_room(box, "no anonymous answer can be kept", enough_for_answers))
      good("the ballot box is in memory (" + box.string() + ")");
  }

  // As a standby: only who serves listens to operators.
  bool waits() const {
    if (!config_.storage.standby) return false;
    try {
      return !ask_service(data_, nlohmann::json{{"do", "status"}});
    } catch (const std::exception&) {
      return false;
    }
  }

  void look_at_sealed_box() {
    const fs::path &box = config_.ballot_box.directory, &keys = config_.ballot_box.key_directory;
    note("ballot_box.mode = \"disk\"",
         "open answers survive a power cut, but whoever has an old copy of both the box and its key can read "
         "them: a weaker promise, and /refleks personvern says so",
         "use \"memory\" unless power cuts are common; keep " + keys.string() + " out of every backup");
    if (is_there(box) && !is_there(keys))
      bad("there is no " + keys.string() + ", and " + box.string() + " is there",
          "open answers cannot be read without their keys", "see whether the disk with the keys is mounted");
    else if (!writable(standing(keys)))
      bad("cannot write to " + standing(keys).string(), "the keys of the box are kept there",
          "give the service's user that folder, or change ballot_box.key_directory");
    else if (has_room(box, "no anonymous answer can be kept", enough_for_answers))
      has_room(keys, "no anonymous poll can be opened", enough_for_answers);
  }

  void look_at_log() {
    const fs::path& file = config_.log.file;
    if (file.empty()) return;
    std::error_code error;
    const fs::path folder = standing(file.parent_path());
    const bool can = is_there(file) ? fs::is_regular_file(file, error) && ::access(file.c_str(), W_OK) == 0
                                    : fs::is_directory(folder, error) && writable(folder);
    if (!can)
      bad(config_.place("log.file") + ": cannot write to " + file.string(),
          "the service does not start without its log",
          "give the service's user that folder (LogsDirectory= in the unit), or change log.file");
    else if (has_room(folder, "what happens could not be found out afterwards"))
      good("the log can be written (" + file.string() + ")");
  }

  bool has_copies() const {
    return !config_.backup.directory.empty() && !newest_copy(config_.backup.directory).empty();
  }

  // Whoever has a copy reads what the database holds, and can sign links.
  void look_at_privacy_of_copies() {
    const fs::path& folder = config_.backup.directory;
    if (is_there(folder) && others_may(folder, S_IRWXG | S_IRWXO))
      bad("others may look into " + folder.string(), "a copy holds all that the service knows, and its keys",
          "chmod 700 " + folder.string() +
              (other_than_copies(folder).empty() ? "" : ", or change backup.directory: others may need it"));
    const fs::path newest = newest_copy(folder);
    if (!newest.empty() && others_may(newest, S_IRWXG | S_IRWXO))
      bad("others may read " + newest.string(), "a copy holds all that the service knows, and its keys",
          "chmod 600 " + newest.string());
  }

  void look_at_copies() {
    const fs::path& folder = config_.backup.directory;
    look_at_privacy_of_copies();
    if (folder.empty())
      return note("no copies are made", "what is on a broken disk is gone",
                  "set backup.directory (docs/backup.md)");
    if (!writable(standing(folder)))
      return bad(config_.place("backup.directory") + ": cannot write to " + folder.string(),
                 "no copy can be made", "give the service's user that folder, or change backup.directory");
    has_room(folder, "no copy can be made");
    if (!used_) return;
    const fs::path newest = newest_copy(folder);
    if (newest.empty()) return look_at_missing_copies();
    try {
      look_at_age(newest, made_at(newest));
    } catch (const std::exception& error) {
      bad("the newest copy is not sound: " + std::string(error.what()), "nothing can be brought back from it",
          "make one now: refleks backup");
    }
  }

  void look_at_missing_copies() {
    struct stat about {};
    const bool old = ::stat((data_ / "service.json").c_str(), &about) == 0 &&
                     core::Instant{std::chrono::seconds{about.st_mtime}} + oldest_good_copy < machine_.now;
    if (old)
      late("there is no copy in " + config_.backup.directory.string());
    else
      note("there is no copy in " + config_.backup.directory.string() + " yet", "the first is made at 03:30",
           "nothing");
  }

  // Of two machines the one that serves makes them.
  void late(std::string what) {
    config_.storage.standby
        ? note(std::move(what), "one is made each night by the machine that serves", "look there as well")
        : bad(std::move(what), "one is made each night, and was not",
              "look into the log for why, and make one now: refleks backup");
  }

  void look_at_age(const fs::path& copy, core::Instant made) {
    if (made + oldest_good_copy < machine_.now)
      late(fmt::format("the newest copy is of {} ({})", core::to_text(made), copy.string()));
    else if (made > machine_.now + clock_slack)
      bad(fmt::format("the newest copy is of {}, which is still to come ({})", core::to_text(made),
                      copy.string()),
          "the clock is wrong now, or was then", "set the clock; then make a copy: refleks backup");
    else
      good("the newest copy is sound, of " + core::to_text(made));
  }

  const Config& config_;
  const MachineView& machine_;
  const fs::path data_, database_;
  bool used_;  // a service has run on the database
  const bool running_;
  runtime::Findings found_;
};

}  // namespace

MachineView this_machine(core::Instant now) {
  return {now,
          [](const fs::path& folder) {
            std::error_code error;
            const auto space = fs::space(folder, error);
            return error ? std::uintmax_t{0} : space.available;
          },
          system_sources()};
}

runtime::Findings examine_house(const Config& config, const MachineView& machine) {
  return Installation(config, machine).all();
}

}  // namespace app
