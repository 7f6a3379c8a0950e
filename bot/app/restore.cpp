#include "bot/app/restore.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <stdexcept>

#include "adapters/net/descriptor.hpp"
#include "adapters/net/private_file.hpp"
#include "bot/app/audit.hpp"
#include "bot/app/backup.hpp"
#include "bot/app/copy_file.hpp"
#include "bot/app/erased.hpp"
#include "bot/app/guarded_clock.hpp"
#include "bot/app/places.hpp"
#include "bot/core/failpoint.hpp"
#include "bot/core/reply.hpp"
#include "bot/runtime/json.hpp"
#include "storage/clock_seen.hpp"
#include "storage/copies.hpp"
#include "storage/meta.hpp"
#include "storage/sqlite/copies.hpp"
#include "storage/sqlite/examination.hpp"
#include "storage/transfer.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr auto restored_in_database = "restored";          // in meta
constexpr auto former_restored_name = "restored.json";     // where it was kept before
constexpr auto installation_in_database = "installation";  // in meta (storage::installation_of)
constexpr auto slips_name = "slips";                       // storage/slip_book.hpp
constexpr std::chrono::hours clock_may_be_behind{1};
constexpr std::string_view sqlite_magic = "SQLite format 3";

bool is_bare_database(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string head(sqlite_magic.size(), '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  return in && head == sqlite_magic;
}

core::Instant changed_at(const fs::path& file) {
  struct stat about {};
  if (::stat(file.c_str(), &about) != 0) net::fail_at(file);
  return core::Instant{std::chrono::seconds{about.st_mtime}};
}

// With the log beside it, which holds what was said to be saved last: where a service was killed, and its
// database put aside, they lie so. Elsewhere somebody may have put another file in the place of the log's
// own, which SQLite cannot tell.
void take_bare(const fs::path& file, const fs::path& target, std::ostream& out) {
  for (const char* part : {"", "-wal"}) {
    const fs::path from = file.string() + part, to = target.string() + part;
    std::error_code error;
    if (*part && (fs::file_size(from, error) == 0 || error)) continue;
    fs::copy_file(from, to);
    fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write);
    if (*part && !fs::absolute(file).parent_path().filename().string().starts_with(aside_prefix))
      out << "what stands in " << from.string()
          << " was taken along: is that the log of another database, move it away and restore again\n";
  }
}

// Held as long as it lives: no daemon can start on the folder.
net::Descriptor take_database(const fs::path& data) {
  const fs::path file = database_in(data).string() + ".lock";
  net::Descriptor lock(file, O_RDWR | O_CREAT | O_NOFOLLOW);
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0)
    throw std::runtime_error(
        fmt::format("the service runs with {}: stop it first (systemctl stop refleks). Nothing was changed",
                    data.string()));
  return lock;
}

// The database that is replaced; where a restore was cut off, also those that were put aside, for one of them
// is the one it replaced, and what it had prepared, which was told by that one while its log lay beside it.
// The one that knows best comes first: what was prepared, then what was put aside last.
std::vector<std::string> replaced_databases(const Config& config) {
  const fs::path& data = config.organisation.data;
  std::vector<std::string> all, others;
  if (has_database(config)) all.push_back(database_of(config));
  if (fs::exists(data / restore_mark))
    for (const auto& entry : fs::directory_iterator(data)) {
      const std::string name = entry.path().filename().string();
      if ((name.starts_with(aside_prefix) || name == restoring_name) && fs::exists(database_in(entry.path())))
        others.push_back(database_in(entry.path()).string());
    }
  std::ranges::sort(others, std::greater<>());
  all.insert(all.end(), others.begin(), others.end());
  return all;
}

storage::Database read_replaced(const std::string& replaced) {
  return storage::Database(replaced, storage::Use::reader, storage::Look::first, storage::Left::read);
}

// What must not come back by a copy, as far as the database that is replaced can tell.
struct TakenSince {
  std::vector<storage::Mark> people;
  std::vector<std::string> ideas;
  std::map<std::string, int> pages, pages_of_configured;
  std::map<std::string, std::string> calendars;
  std::optional<std::string> installation;  // whose those are
  bool all_told = true;
};
TakenSince taken_since(const Config& config) {
  TakenSince since;
  const auto all = replaced_databases(config);
  since.all_told = !all.empty();
  for (const std::string& replaced : all) try {
      storage::Database database = read_replaced(replaced);
      // Who was erased since stands where it was moved to.
      if (storage::moved(database.connection())) since.all_told = false;
      for (storage::Mark& mark : storage::erased_marks(database)) since.people.push_back(std::move(mark));
      for (std::string& idea : storage::hidden_ideas(database)) since.ideas.push_back(std::move(idea));
      for (const auto& [person, number] : storage::page_numbers(database))
        since.pages[person] = std::max(since.pages[person], number);
      for (const auto& [person, number] : storage::page_numbers_of_configured(database))
        since.pages_of_configured[person] = std::max(since.pages_of_configured[person], number);
      if (!since.installation) {
        since.calendars = storage::calendars(database);
        since.installation = storage::meta(database, installation_in_database);
      }
    } catch (const std::exception&) {
      since.all_told = false;
    }
  return since;
}

// Out of the copy, which was made before.
void take_away_again(const Config& config, const TakenSince& since, const fs::path& folder,
                     std::ostream& out) {
  if (!since.ideas.empty() && storage::sqlite::forget_ideas(database_in(folder), since.ideas))
    out << "ideas that were taken away since are taken out of it too\n";
  if (!since.people.empty() && forget_in_folder(config, folder, since.people))
    out << "people who were erased since are erased from it too\n";
  storage::Database database(database_in(folder).string());
  for (const storage::Mark& mark : since.people) storage::put_mark(database, mark);
  // A service that has begun with nothing knows of nobody, and of no calendars.
  const bool is_same = since.installation == storage::meta(database, installation_in_database);
  if (is_same && storage::follow_calendars(database, since.calendars))
    out << "addresses of calendars that were changed or taken away since stay so\n";
  storage::keep_page_numbers(database, since.pages_of_configured);
  if (storage::raise_page_numbers(database, since.pages))
    out << "addresses of pages that were made worthless since stay so\n";
  if (!since.all_told || !is_same)
    out << "no database here could tell who was erased after the copy was made: if anybody was, erase them "
           "again (refleks person erase), and take away again which ideas and addresses were "
           "(refleks link NAME --revoke)\n";
}

// In the database, so that it goes where that goes: into a schema on a server, to the machine that waits.
void keep(storage::Database& database, const Restored& restored) {
  const nlohmann::json told{{"made", core::to_text(restored.made)},
                            {"restored", core::to_text(restored.at)},
                            {"seen", core::to_text(restored.seen)},
                            {"withheld", restored.withheld}};
  storage::set_meta(database, restored_in_database, told.dump());
}

// What was due since the copy is told from what is still to come by this clock: far behind, and what was
// posted is posted again. Gives the last moment that copy or database has seen, where a clock for which
// nobody vouches is a little behind it; else nothing.
core::Instant refuse_clock_behind(const Config& config, core::Instant made, core::Instant now) {
  core::Instant last = made;
  for (const std::string& replaced : replaced_databases(config)) try {
      storage::Database database = read_replaced(replaced);
      if (const auto seen = storage::clock_seen(database)) last = std::max(last, seen->certain);
    } catch (const std::exception&) {
    }
  if (now >= last) return {};
  if (is_vouched_for(now, system_sources(), confirmation_file(config.organisation.data))) return {};
  if (now + clock_may_be_behind >= last) return last;
  throw std::runtime_error(
      fmt::format("the clock shows {}, and it has been {} already: messages could be posted a second time. "
                  "Set it right; if "
                  "it is right: refleks clock confirm, and restore again. Nothing was changed",
                  core::to_text(now), core::to_text(last)));
}

// Takes the copy out beside what is there, and makes it fit to be served. Gives when it was made.
Restored prepare(const Config& config, const fs::path& file, const fs::path& folder,
                 const runtime::BroughtBack& when, std::ostream& out) {
  const TakenSince since = taken_since(config);  // also by what lies in the folder
  fs::remove_all(folder);
  net::make_private_folder(folder);
  Restored restored;
  restored.at = when.at;
  restored.seen = when.seen;
  const fs::path database = database_in(folder);
  if (is_bare_database(file)) {
    take_bare(file, database, out);
    restored.made = changed_at(file);
  } else {
    restored.made = extract_copy(file, folder).made;
  }
  if (const std::string trouble = storage::sqlite::examine(database.string()).trouble; !trouble.empty())
    throw std::runtime_error(
        fmt::format("the database in {} cannot be used: {}. Nothing was changed", file.string(), trouble));
  restored.withheld =
      storage::sqlite::withhold_due(database.string(), runtime::posted_until(restored), restored.at);
  take_away_again(config, since, folder, out);
  {
    storage::Database copy(database.string());
    keep(copy, restored);
    copy.truncate_log();
  }
  for (const char* beside : {".lock", "-wal", "-shm"}) fs::remove(database.string() + beside);
  return restored;
}

void move_all(const fs::path& from, const fs::path& to, const std::vector<std::string>& names) {
  std::error_code error;
  for (const std::string& name : names)
    if (fs::exists(fs::symlink_status(from / name, error))) {
      fs::rename(from / name, to / name);
      core::failpoint("restore.moved");
    }
}

// A folder that is not there yet: nothing that was put aside before is written over.
fs::path aside_in(const fs::path& data, core::Instant now) {
  std::string name = std::string(aside_prefix) + core::to_text(now);
  std::replace(name.begin(), name.end(), ':', '-');
  fs::path folder = data / name;
  for (int again = 2; fs::exists(folder); ++again) folder = data / fmt::format("{}-{}", name, again);
  return folder;
}

// What is there goes aside, and what was prepared in `fresh` takes its place.
void change_places(const Config& config, const fs::path& file, const fs::path& fresh, const fs::path& aside) {
  const fs::path& data = config.organisation.data;
  // What administrators did is not undone: the log that is there goes on. The slips that were printed last
  // are those that people have. What the configuration names was made anew by somebody else since.
  const auto stays = [&](const std::string& name) {
    const bool known = name.starts_with(audit_name) || name == slips_name || is_hidden(name) ||
                       is_named_by(config, data / name) || holds(data / name, file);
    return known && fs::exists(fs::symlink_status(data / (name.starts_with(audit_name) ? audit_name : name)));
  };
  net::make_private_folder(aside);
  std::vector<std::string> old{"refleks.db", "refleks.db-wal", "refleks.db-shm", "refleks.db-journal",
                               former_restored_name};
  if (!is_bare_database(file)) {
    const auto all = belongings(config);
    std::remove_copy_if(all.begin(), all.end(), std::back_inserter(old), stays);
  }
  move_all(data, aside, old);
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(fresh)) names.push_back(entry.path().filename().string());
  // What no copy of ours holds would lie in the way.
  std::erase_if(names, [&](const std::string& name) {
    return stays(name) || (name != database_in(fresh).filename() && !may_be_in_copy(config, name));
  });
  move_all(fresh, data, names);
  fs::remove_all(fresh);
  if (fs::is_empty(aside)) fs::remove(aside);
}

class RestoredFeature final : public features::Feature {
 public:
  RestoredFeature(storage::Database& database, Restored restored, std::string zone)
      : database_(database), restored_(restored), zone_(std::move(zone)) {}

  std::string_view name() const override { return "restored"; }
  void start(core::Context& context) override {
    // The clock ran ahead at the restore, and is right now.
    if (runtime::is_ahead(restored_, context.now())) {
      restored_.at = context.now();
      keep(database_, restored_);
    }
    const core::Zone zone = core::Zone::named(zone_);
    for (const core::Person* coordinator : context.people().coordinators()) {
      const core::Language language = coordinator->language;
      core::Message message;
      core::say(message, language, "restored.told",
                {{"from", core::say_moment(language, zone.to_local(restored_.made))},
                 {"until", core::say_moment(language, zone.to_local(runtime::posted_until(restored_)))}});
      if (restored_.withheld > 0)
        core::say(message, language, "restored.withheld", {{"count", std::to_string(restored_.withheld)}});
      // The key is told once for ever, so that the record may stay.
      context.post(core::urgent(core::of_group(
          core::coordinators_alone, {"restored:" + core::to_text(restored_.at) + ":" + coordinator->id.text,
                                     core::destination_of(*coordinator), std::move(message), true})));
    }
  }

 private:
  storage::Database& database_;
  Restored restored_;
  std::string zone_;
};

}  // namespace

void restore(const Config& config, const fs::path& file, core::Instant now, std::ostream& out) {
  const fs::path& data = config.organisation.data;
  if (const std::string problem = unreadable(file); !problem.empty()) throw std::runtime_error(problem);
  const core::Instant made = is_bare_database(file) ? core::Instant{} : check_copy(file).made;
  if (const std::string stranger = stranger_in(config, StrangersOf::anybody, file); !stranger.empty())
    throw std::runtime_error(fmt::format(
        "{} holds {} and nothing of an installation: say the data folder itself, move elsewhere what is not "
        "of it, or name an empty folder in it with --data. Nothing was changed",
        data.string(), stranger));
  net::make_private_folder(data);
  const net::Descriptor folder = take_folder(data), lock = take_database(data);
  const core::Instant seen = refuse_clock_behind(config, made, now);
  const fs::path fresh = data / restoring_name, aside = aside_in(data, now), mark = data / restore_mark;
  Restored restored;
  std::error_code ignored;
  try {
    restored = prepare(config, file, fresh, {{}, now, seen}, out);
  } catch (const std::system_error& error) {  // there is no room, or no right
    fs::remove_all(fresh, ignored);
    throw std::runtime_error(fmt::format("{}. Nothing was changed", error.what()));
  } catch (...) {
    fs::remove_all(fresh, ignored);
    throw;
  }
  // From here on nothing may be served until all is in its place.
  core::failpoint("restore.prepared");
  net::replace_private_file(mark, file.string() + "\n");
  core::failpoint("restore.marked");
  change_places(config, file, fresh, aside);
  give_to_service(config, data);
  net::sync_folder(data);
  note_act(config, now, "installation.restored", {}, core::to_text(restored.made));
  core::failpoint("restore.before_end");
  fs::remove(mark);
  net::sync_folder(data);
  out << "restored " << data.string() << " from a copy of " << core::to_text(restored.made) << '\n'
      << "what was done after that is gone; coordinators are told when the service starts\n"
      << "what was due until now (" << core::to_text(runtime::posted_until(restored))
      << (restored.seen > now ? ", which the database has seen" : " by this machine's clock")
      << ") is not posted\n"
      << "messages that waited in the copy are not posted, because they may have been: " << restored.withheld
      << '\n';
  std::error_code error;
  if (!config.storage.url.empty())
    out << "its database is a file, and the configuration has storage.url: take that out to serve the file, "
           "or "
           "to copy it into an empty schema (refleks migrate-storage)\n";
  if (fs::exists(aside, error)) out << "what was there before is in " << aside.string() << '\n';
}

void refuse_half_restored(const fs::path& data) {
  std::error_code error;
  if (fs::exists(data / restore_mark, error))
    throw std::runtime_error(fmt::format(
        "a restore of {} was cut off; run refleks restore again. What was there before is in {}/{}*",
        data.string(), data.string(), aside_prefix));
}

std::optional<Restored> last_restore(storage::Database& database, const fs::path& data) {
  std::string text = storage::meta(database, restored_in_database);
  if (std::ifstream former(data / former_restored_name); text.empty() && former)
    text.assign(std::istreambuf_iterator<char>(former), {});
  if (text.empty()) return std::nullopt;
  const auto read = runtime::parse_json(text);
  try {
    const auto moment = [&](const char* name) {
      return core::instant_from_text(read.at(name).get<std::string>());
    };
    return Restored{
        {moment("made"), moment("restored"), read.contains("seen") ? moment("seen") : core::Instant{}},
        read.at("withheld").get<int>()};
  } catch (const std::exception&) {
    throw std::runtime_error(fmt::format(
        "what is kept of the restore (\"restored\" in the table meta, or {}) cannot be read; remove "
        "it when the coordinators know of the restore",
        (data / former_restored_name).string()));
  }
}

std::unique_ptr<features::Feature> make_restored(storage::Database& database, Restored restored,
                                                 std::string zone) {
  return std::make_unique<RestoredFeature>(database, restored, std::move(zone));
}

}  // namespace app
