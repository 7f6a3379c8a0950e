#include "bot/app/backup.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <ostream>
#include <set>
#include <stdexcept>
#include <utility>

#include "adapters/net/private_file.hpp"
#include "bot/app/audit.hpp"
#include "bot/app/copy_file.hpp"
#include "bot/app/erased.hpp"
#include "bot/app/places.hpp"
#include "bot/app/restore.hpp"
#include "bot/core/days.hpp"
#include "bot/core/failpoint.hpp"
#include "bot/core/log.hpp"
#include "bot/core/random.hpp"
#include "storage/copies.hpp"
#include "storage/database.hpp"
#include "storage/sqlite/copies.hpp"
#include "storage/sqlite/examination.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr auto backup_at = std::chrono::hours{3} + std::chrono::minutes{30};  // local, after the ideas are in
constexpr std::string_view prefix = "refleks-", prefix_by_hand = "refleks-now-", ending = ".tar",
                           former_ending = ".db", copy_pattern = "refleks-dddd-dd-dd";
constexpr std::size_t always_kept = 7;

std::string stem_of(core::Date day) {
  return fmt::format("{}{:04}-{:02}-{:02}", prefix, static_cast<int>(day.year()),
                     static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}
std::string name_of(core::Date day) {
  return stem_of(day) + std::string(ending);
}

bool is_copy(const std::string& name) {
  if (name.size() <= copy_pattern.size()) return false;
  for (std::size_t i = 0; i < copy_pattern.size(); ++i)
    if (i >= prefix.size() && copy_pattern[i] == 'd' ? name[i] < '0' || name[i] > '9'
                                                     : name[i] != copy_pattern[i])
      return false;
  const std::string_view rest = std::string_view(name).substr(copy_pattern.size());
  return rest == ending || rest == former_ending;
}

bool is_by_hand(const std::string& name) {
  return name.starts_with(prefix_by_hand) && name.ends_with(ending);
}

// "refleks-2026-11-24", also of one made by hand that day; empty: it is none, or has no day in its name.
std::string day_in(const std::string& name) {
  if (is_copy(name)) return name.substr(0, copy_pattern.size());
  if (!is_by_hand(name)) return {};
  const std::string stem =
      (std::string(prefix) + name.substr(prefix_by_hand.size())).substr(0, copy_pattern.size());
  return is_copy(stem + std::string(ending)) ? stem : std::string();
}

core::Instant written_at(const fs::path& file) {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::file_clock::to_sys(fs::last_write_time(file)));
}

// What was cut short left beside a copy: parts of one, in the clear. One that is made by hand may be under
// way.
bool is_left_over(const fs::path& file, core::Instant now) {
  const std::string name = file.filename().string();
  for (const std::string_view end : {".new", ".work", ".db", ".db.partial", ".db.partial-journal",
                                     ".db.partial-wal", ".db.partial-shm", ".db.partial.lock", ".db.lock"}) {
    if (!name.ends_with(end)) continue;
    const std::string whole = name.substr(0, name.size() - end.size());
    if (is_copy(whole)) return true;
    if (is_by_hand(whole)) return written_at(file) + std::chrono::days{1} < now;
  }
  return false;
}

// What was taken away since, and must not come back by an older copy.
struct TakenAway {
  std::vector<std::string> ideas;
  std::vector<storage::Mark> people;
  bool empty() const { return ideas.empty() && people.empty(); }
};

// Out of an older copy, which is replaced whole.
void forget_in(const Config& config, const fs::path& copy, const TakenAway& taken) {
  const fs::path work = copy.string() + ".work";
  net::make_private_folder(work);
  const fs::path database = database_in(work);
  try {
    const bool bare = copy.extension() == former_ending;
    CopyContents contents;
    if (bare) {
      fs::copy_file(copy, database);
      contents.made = written_at(copy);
    } else {
      contents = extract_copy(copy, work);
    }
    const bool ideas = storage::sqlite::forget_ideas(database, taken.ideas);
    const bool people = forget_in_folder(config, work, taken.people);
    if (people && contents.version != REFLEKS_VERSION && !bare) {
      contents.version = REFLEKS_VERSION;
      core::log(core::Level::warning,
                "somebody was erased from a copy of another version, which cannot use it any more",
                copy.string());
    }
    std::vector<CopyPart> parts;
    for (const auto& [name, hash] : contents.hashes) parts.push_back({name, work / name});
    if (ideas || people)
      bare ? fs::rename(database, copy) : write_copy(copy, contents.made, parts, contents.version);
  } catch (...) {
    fs::remove_all(work);
    throw;
  }
  fs::remove_all(work);
}

// One that is as it was when the same was taken out of it need not be unpacked again.
std::string state_of(const fs::path& copy, const TakenAway& taken) {
  std::string all =
      fmt::format("{} {}", fs::last_write_time(copy).time_since_epoch().count(), fs::file_size(copy));
  for (const std::string& idea : taken.ideas) all += '\n' + idea;
  for (const storage::Mark& mark : taken.people) all += '\n' + mark.mark + core::to_text(mark.at);
  return core::id_from_name(all);
}

// However long ago: the service may have been off meanwhile, or the copies out of reach. One that cannot be
// read is left: it is looked at again the next night, and goes with its age.
void forget_taken_away(const Config& config, const std::vector<std::string>& names, CleanCopies& clean) {
  TakenAway taken;
  {
    storage::Database database(database_of(config), storage::Database::Use::reader);
    taken.ideas = storage::hidden_ideas(database);
    taken.people = storage::erased_marks(database);
  }
  const CleanCopies before = std::exchange(clean, {});
  if (taken.empty()) return;
  for (const std::string& name : names) try {
      if (!is_copy(name) && !is_by_hand(name)) continue;
      const fs::path copy = config.backup.directory / name;
      const auto known = before.find(name);
      if (known == before.end() || known->second != state_of(copy, taken)) forget_in(config, copy, taken);
      clean[name] = state_of(copy, taken);
    } catch (const std::exception& error) {
      core::log(core::Level::error, "a copy may still hold what was taken away", error.what());
    }
}

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    names.push_back(entry.path().filename().string());
  return names;
}

class Backups final : public features::Feature {
 public:
  Backups(std::string zone, std::function<void(core::Date)> night)
      : zone_(std::move(zone)), night_(std::move(night)) {}

  std::string_view name() const override { return "backup"; }
  void start(core::Context& context) override { arrange(context); }
  void due(core::Context& context, const core::Job&) override {
    const core::Date day = core::date_of(core::Zone::named(zone_).to_local(context.now()));
    context.after_commit([this, day] { night_(day); });
    arrange(context);
  }

 private:
  void arrange(core::Context& context) const {
    context.arrange({"backup/nightly", "backup/nightly", "",
                     core::next_time(core::Zone::named(zone_), backup_at, context.now()), true});
  }

  std::string zone_;
  std::function<void(core::Date)> night_;
};

// One of a name at a time: two would take each other's parts away.
class UnderWay {
 public:
  explicit UnderWay(const fs::path& target)
      : file_(target.string() + ".db.lock"), lock_(file_, O_RDWR | O_CREAT | O_NOFOLLOW) {
    while (true) {
      if (::flock(lock_.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        throw std::runtime_error(
            fmt::format("a copy is being made as {} already: wait for it, or say another name. "
                        "Nothing was changed",
                        target.string()));
      struct stat held {};
      if (::fstat(lock_.get(), &held) != 0 || held.st_nlink > 0) return;
      lock_ = net::Descriptor(file_, O_RDWR | O_CREAT | O_NOFOLLOW);  // that one was let go meanwhile
    }
  }
  ~UnderWay() {
    std::error_code ignored;
    fs::remove(file_, ignored);
  }
  UnderWay(const UnderWay&) = delete;
  UnderWay& operator=(const UnderWay&) = delete;

 private:
  fs::path file_;
  net::Descriptor lock_;
};

}  // namespace

void back_up(const Config& config, const fs::path& target, core::Instant now) {
  const fs::path database = database_in(config.organisation.data);
  if (config.storage.url.empty())
    if (const std::string trouble = storage::sqlite::examine(database.string()).trouble; !trouble.empty())
      throw std::runtime_error(
          fmt::format("the database {} cannot be copied: {}", database.string(), trouble));
  const UnderWay only(target);
  // Beside the copy, because there is room for it there.
  const fs::path clean = target.string() + ".db";
  std::error_code ignored;
  fs::remove(clean, ignored);
  try {
    core::failpoint("copy.begun");
    // The database first: what the adapters keep may be newer than it, and never older.
    storage::Database(database_of(config), storage::Database::Use::reader).backup_to(clean.string());
    if (const std::string trouble = storage::sqlite::examine(clean.string()).trouble; !trouble.empty())
      throw std::runtime_error("the copy of the database is not sound: " + trouble);
    std::vector<CopyPart> parts{{"refleks.db", clean}};
    gather_belongings(config, parts);
    core::failpoint("copy.gathered");
    write_copy(target, now, parts);
  } catch (...) {
    fs::remove(clean, ignored);
    throw;
  }
  fs::remove(clean, ignored);
}

namespace {

// An older copy is replaced, and nothing else is.
void refuse_what_is_no_copy(const fs::path& file) {
  try {
    if (!fs::is_regular_file(file)) throw std::invalid_argument("a pipe, a folder, a device");
    check_copy(file);
  } catch (const std::exception&) {
    throw std::runtime_error(fmt::format(
        "{} is there already, and is no copy of this program's: say another name. Nothing was changed",
        file.string()));
  }
}

// One among those of the nights: the service makes more of them, and takes out of each who is erased.
void give_copy_to_service(const Config& config, const fs::path& copy) {
  const fs::path& folder = config.backup.directory;
  std::error_code error;
  if (folder.empty() || !fs::equivalent(fs::absolute(copy).parent_path(), folder, error)) return;
  give_to_service(config, copy);
  const CopiesOwner owner = owner_of_copies(config);
  if (!owner.is_root || owner.is_service) return;
  if (const std::string other = other_than_copies(folder); other.empty())
    give_to_service(config, folder);
  else
    core::log(core::Level::warning,
              "the folder of the copies is root's, and holds more: the service takes nobody out of this copy",
              copy.string());
}

}  // namespace

int make_copy(const Config& config, fs::path file, core::Instant now, std::ostream& out) {
  require_known_places(config);
  has_database(config);  // says so where this user may not look
  if (file.empty() && config.backup.directory.empty())
    throw std::runtime_error("say where to: refleks backup FILE, or set " + config.place("backup.directory"));
  if (file.empty()) {
    std::string name = std::string(prefix_by_hand) + core::to_text(now) + std::string(ending);
    std::replace(name.begin(), name.end(), ':', '-');
    file = config.backup.directory / name;
    refuse_what_others_use(config);
    keep_private(config.backup.directory);
  } else if (std::error_code error; fs::exists(file, error)) {
    refuse_what_is_no_copy(file);
  }
  back_up(config, file, now);
  give_copy_to_service(config, file);
  note_act(config, now, "copy.made", {}, file.filename().string());  // a full data disk hinders no copy
  out << file.string() << '\n';
  return 0;
}

void keep_private(const fs::path& folder) {
  net::make_private_folder(folder);
  if (is_private(folder)) return;
  fs::permissions(folder, fs::perms::owner_all);
  core::log(core::Level::warning, "others could look into the folder of the copies; now its owner alone can",
            folder.string());
}

void back_up_nightly(const Config& config, core::Date day, const core::Clock& clock, CleanCopies& clean) {
  const fs::path& folder = config.backup.directory;
  keep_private(folder);
  std::set<std::string> stuck;  // on a disk that keeps what it has, say: no reason to make no copy
  const auto told = [&](const std::string& name, std::string_view what, const std::error_code& error) {
    if (error && stuck.insert(name).second)
      core::log(core::Level::warning, what, name + ": " + error.message());
  };
  std::error_code error;
  for (const std::string& name : names_in(folder)) {
    if (!is_left_over(folder / name, clock.now())) continue;
    fs::remove_all(folder / name, error);
    told(name, "part of a copy, in the clear, cannot be removed", error);
  }
  const auto forget_old = [&] {
    if (!clock.certain()) return;
    for (const std::string& name : superfluous(names_in(folder), day, config.backup.keep_days)) {
      if (fs::remove(folder / name, error)) core::log(core::Level::info, "an old copy is removed", name);
      told(name, "an old copy cannot be removed", error);
    }
  };
  forget_old();  // first, too: on a disk that is full they make the room for this night's
  forget_taken_away(config, names_in(folder), clean);
  back_up(config, folder / name_of(day), clock.now());
  forget_old();
}

std::function<void(core::Date)> nightly_copies(const Config& config, boost::asio::any_io_executor reader,
                                               const core::Clock& clock) {
  if (config.backup.directory.empty()) return {};
  return
      [&config, &clock, reader = std::move(reader), clean = std::make_shared<CleanCopies>()](core::Date day) {
        boost::asio::post(reader, [&config, &clock, day, clean] {
          try {
            back_up_nightly(config, day, clock, *clean);
            core::log(core::Level::info, "a copy is made");
          } catch (const std::exception& error) {
            core::log(core::Level::error, "no copy could be made", error.what());
          }
        });
      };
}

std::vector<std::string> superfluous(std::vector<std::string> names, core::Date day, int keep_days) {
  std::erase_if(names, [](const std::string& name) { return day_in(name).empty(); });
  std::ranges::sort(names, std::greater<>(),
                    [](const std::string& name) { return std::pair(day_in(name), name); });
  // Those of days to come were made while the clock was wrong, and say nothing about the others.
  const std::string tomorrow = stem_of(core::plus(day, std::chrono::days{2}));
  const std::string oldest = stem_of(core::plus(day, std::chrono::days{-keep_days}));
  const auto past = std::find_if(names.begin(), names.end(),
                                 [&](const std::string& name) { return day_in(name) < tomorrow; });
  std::size_t newer = 0;  // of the nights
  std::vector<std::string> found;
  for (auto name = past; name != names.end(); ++name) {
    if (newer >= always_kept && day_in(*name) < oldest) found.push_back(*name);
    if (!is_by_hand(*name)) ++newer;
  }
  if (newer >= always_kept) found.insert(found.end(), names.begin(), past);
  return found;
}

fs::path newest_copy(const fs::path& folder) {
  std::string newest, day;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    const bool by_hand = is_by_hand(name);
    if (!by_hand && !is_copy(name)) continue;
    // "2026-11-28.tar" sorts before "2026-11-28T09-01-53Z.tar".
    const std::string made = name.substr(by_hand ? prefix_by_hand.size() : prefix.size());
    if (made <= day) continue;
    day = made;
    newest = name;
  }
  return newest.empty() ? fs::path() : folder / newest;
}

core::Instant made_at(const fs::path& copy) {
  if (copy.extension() != former_ending) return check_copy(copy).made;
  if (const std::string trouble = storage::sqlite::examine(copy.string()).trouble; !trouble.empty())
    throw std::runtime_error(copy.string() + ": " + trouble);
  return written_at(copy);
}

std::unique_ptr<features::Feature> make_backups(std::string zone, std::function<void(core::Date)> night) {
  return std::make_unique<Backups>(std::move(zone), std::move(night));
}

}  // namespace app
