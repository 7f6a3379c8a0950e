#include "bot/app/start_check.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <utility>
#include <vector>

#include "bot/app/key_watch.hpp"
#include "bot/app/places.hpp"
#include "bot/app/restore.hpp"
#include "bot/core/log.hpp"
#include "storage/database.hpp"
#include "storage/postgres/connection.hpp"
#include "storage/sqlite/examination.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr auto mark = "installation";
constexpr std::size_t named = 5;  // of what was found, so that the message can be read

struct Mark {
  std::string installation, data;
};

Mark mark_in(const fs::path& folder) {
  std::ifstream in(folder / mark);
  Mark found;
  std::getline(in, found.installation);
  std::getline(in, found.data);
  return found;
}

std::string place_of(const Config& config) {
  std::error_code error;
  const fs::path whole = fs::weakly_canonical(config.organisation.data, error);
  return error ? config.organisation.data.string() : whole.string();
}

bool has_content(const fs::path& file) {
  std::error_code error;
  const auto size = fs::file_size(file, error);
  return !error && size > 0;
}

void gather(const fs::path& folder, std::string_view begins, std::string_view ends,
            std::vector<fs::path>& found) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(begins) && name.ends_with(ends)) found.push_back(entry.path().lexically_normal());
  }
}

// Of a service with another data folder, which is there still: /dev/shm/refleks-<user number> is one for all
// of a user's.
bool is_of_another(const Config& config, const fs::path& folder) {
  std::error_code error;
  const std::string theirs = mark_in(folder).data;
  return !theirs.empty() && theirs != place_of(config) && fs::is_directory(theirs, error);
}

// What a service leaves that has served a database. Boxes tell so as well where another data folder stands in
// their mark: organisation.data may have been changed. With a server the database does not lie there.
std::vector<fs::path> signs_of_service(const Config& config) {
  std::vector<fs::path> found;
  for (const fs::path& folder : {config.ballot_box.directory, config.ballot_box.key_directory}) {
    if (folder.empty() || (!config.storage.url.empty() && is_of_another(config, folder))) continue;
    if (mark_in(folder).data == place_of(config)) found.push_back(folder / mark);
    for (const char* boxes : {"ballots", "ideas", "."}) {
      gather(folder / boxes, "", ".box", found);
      gather(folder / boxes, "", ".box.key", found);
    }
  }
  for (const char* copies : {".db", ".tar"})
    if (!config.backup.directory.empty()) gather(config.backup.directory, "refleks-", copies, found);
  return found;
}

// Each behind `before`.
std::string listing(const std::vector<fs::path>& found, std::string_view before) {
  std::string list;
  for (std::size_t i = 0; i < std::min(found.size(), named); ++i)
    list += fmt::format("{}{}", before, found[i].string());
  if (found.size() > named) list += fmt::format("{}and {} more", before, found.size() - named);
  return list;
}
std::string in_lines(std::vector<fs::path> found) {
  std::ranges::sort(found);
  return listing(found, "\n  ");
}

bool is_empty_schema(const std::string& place) {
  try {
    storage::postgres::Connection connection(place, storage::Use::reader);
    return connection.schema_version() == 0 && connection.empty();
  } catch (const std::exception&) {
    return false;  // not there, not set up, or another program's: who opens it says so
  }
}

void refuse_an_empty_schema(const Config& config) {
  const auto missing = missing_on_server(config);
  if (!missing) return;
  throw std::runtime_error(fmt::format("{}, but these belong to one:{}\nNothing was made or changed. {}.",
                                       missing->what, listing(missing->signs, "\n  "), missing->todo));
}

}  // namespace

net::Descriptor look_before_start(const Config& config) {
  refuse_half_restored(config.organisation.data);
  refuse_a_missing_database(config);
  if (const auto wrong = foreign_key(config)) throw std::runtime_error(*wrong);
  make_private(config);
  net::Descriptor folder = take_folder(config.organisation.data);
  // Before anything else: keys that a first start left which then failed (a port was taken) would look like
  // those of a database that is gone, and no start would be let through any more.
  if (config.storage.url.empty() && !has_content(database_in(config.organisation.data)))
    static_cast<void>(storage::Database(database_of(config)));
  return folder;
}

void refuse_a_missing_database(const Config& config) {
  if (!config.storage.url.empty()) return refuse_an_empty_schema(config);
  const fs::path database = config.organisation.data / "refleks.db";
  if (has_content(database)) return;
  const fs::path& data = config.organisation.data;
  if (::access((data / ".").c_str(), R_OK | W_OK | X_OK) != 0 && errno == EACCES)
    throw std::runtime_error(fmt::format(
        "{} is closed to this user, and the database is kept there: it must belong to the service's user",
        data.string()));
  std::error_code broken;
  if (fs::is_symlink(data, broken) && !fs::exists(data, broken))
    throw std::runtime_error(fmt::format("{} leads to {}, which is not there: is it mounted?", data.string(),
                                         fs::read_symlink(data, broken).string()));
  auto found = signs_of_service(config);
  gather(data, "web.key", "", found);
  if (found.empty()) return;
  std::error_code error;
  throw std::runtime_error(fmt::format(
      "{} {}, but these belong to one:{}\n"
      "Nothing was made or changed. Is the folder {} mounted, and is organisation.data right? Bring the "
      "database back, or "
      "restore it from a copy. To begin anew on purpose, move what is listed to another place first.",
      database.string(), fs::exists(database, error) ? "is empty" : "is not there",
      in_lines(std::move(found)), data.string()));
}

// A schema that was dropped, a server that was set up anew, another name in storage.url: all look like a
// first start. The key of the pages says nothing: it is copied to a second machine before anything runs
// there.
std::optional<MissingOnServer> missing_on_server(const Config& config) {
  if (config.storage.url.empty()) return std::nullopt;
  auto found = signs_of_service(config);
  const fs::path& data = config.organisation.data;
  const fs::path file = database_in(data).lexically_normal();
  if (has_content(data / "audit.jsonl")) found.push_back((data / "audit.jsonl").lexically_normal());
  if (has_content(file)) found.push_back(file);
  if (found.empty() || !is_empty_schema(config.storage.url)) return std::nullopt;
  std::ranges::sort(found);
  std::string todo;
  // The likeliest way to here: the address was written before the database was copied.
  if (has_content(file) && !storage::sqlite::examine(file.string()).moved)
    todo = fmt::format(
        "If {} is what was served until now, copy it there first: take storage.url out, run refleks "
        "migrate-storage --to with that address, and set storage.url again. If the schema was served "
        "already: ",
        file.string());
  todo +=
      "Is storage.url right, and the schema that it leads to? Bring the database back, or restore it from a "
      "copy (docs/postgresql.md). To begin anew on purpose, move what is listed to another place first";
  return MissingOnServer{
      fmt::format("the database {} is empty", storage::postgres::shown(config.storage.url)), std::move(found),
      std::move(todo)};
}

std::string MissingOnServer::in_a_line() const {
  return fmt::format("{}, but these belong to one:{}", what, listing(signs, ", ").substr(1));
}

void leave_marks(const Config& config, const std::string& installation) {
  const std::string data = place_of(config);
  for (const fs::path& folder : {config.ballot_box.directory, config.ballot_box.key_directory}) {
    std::error_code error;
    if (folder.empty() || !fs::is_directory(folder, error)) continue;
    const Mark before = mark_in(folder);
    if (before.installation == installation && before.data == data) continue;
    if (!before.installation.empty() && before.installation != installation)
      core::log(core::Level::warning, "this folder was used by another database", folder.string());
    const fs::path file = folder / mark;
    fs::remove(file, error);
    std::ofstream(file) << installation << '\n' << data << '\n';
    ::chmod(file.c_str(), 0600);
  }
}

}  // namespace app
