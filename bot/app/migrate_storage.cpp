#include "bot/app/migrate_storage.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string_view>

#include "bot/app/places.hpp"
#include "storage/lock_file.hpp"
#include "storage/postgres/connection.hpp"
#include "storage/sqlite/connection.hpp"
#include "storage/transfer.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

storage::Opened opened(const std::string& place) {
  return storage::postgres::is_place(place) ? storage::postgres::open(place, storage::Use::owner)
                                            : storage::sqlite::open(place, storage::Use::owner);
}

std::string shown(const std::string& place) {
  return storage::postgres::is_place(place) ? storage::postgres::shown(place) : place;
}

// Where a database may be made, or where an earlier call has begun one. Before anything is, so that no lock
// file is left beside what is none.
void require_place_for_file(const fs::path& target) {
  std::error_code error;
  if (target.empty() || fs::is_directory(target, error))
    throw std::runtime_error("'" + target.string() +
                             "' is no file: give the path of one that is not there yet");
  const fs::path folder = fs::absolute(target).parent_path();
  if (!fs::is_directory(folder, error)) throw std::runtime_error("there is no folder " + folder.string());
  if (!fs::exists(target, error) || fs::is_empty(target, error)) return;
  constexpr std::string_view magic = "SQLite format 3";
  std::string begins(magic.size(), '\0');
  std::ifstream(target, std::ios::binary).read(begins.data(), static_cast<std::streamsize>(begins.size()));
  if (begins != magic)
    throw std::runtime_error(target.string() +
                             " is something else than a database: give a path where there is nothing");
}

}  // namespace

runtime::Finding left_file(const std::string& file, const storage::Moved& moved) {
  return runtime::bad(storage::what_was_moved(file, moved), "the service does not start with it",
                      storage::what_to_do_about_moved(file));
}

runtime::Finding file_besides(const std::string& file) {
  return runtime::note("there is a database " + file + " besides, which is not served",
                       "what people wrote lies in it, also of those who are erased since",
                       "delete it when the one that storage.url leads to is right");
}

void migrate_storage(const Config& config, const std::string& target, core::Instant now, std::ostream& out) {
  require_known_places(config);
  const bool to_server = storage::postgres::is_place(target);
  if (to_server != config.storage.url.empty())
    throw std::runtime_error(
        to_server ? config.place("storage.url") +
                        ": the service has a database on a server already. To copy a file there, as one that "
                        "refleks restore has brought back, take storage.url out first, and set it again "
                        "afterwards"
                  : "the service has its database in a file already");
  require_database(config);
  if (in_use(config.organisation.data))
    throw std::runtime_error("the service runs: stop it first (systemctl stop refleks). Nothing was changed");
  if (!to_server) require_place_for_file(target);
  const storage::Opened from = opened(database_of(config)), to = opened(target);
  // Once more alone where it was cut short.
  if (!storage::is_half_transferred(*to.connection))
    storage::refuse_if_moved(*from.connection, database_of(config));
  long long rows = 0;
  const storage::Moved moved{core::to_text(now), to_server ? shown(target) : fs::absolute(target).string()};
  for (const storage::TransferredTable& table : storage::transfer(*from.connection, *to.connection, moved)) {
    rows += table.rows;
    if (table.rows > 0)
      fmt::print(out, "{:>9}  {}{}\n", table.rows, table.name, table.was_there ? " (was there)" : "");
  }
  // It is to be the service's, wherever it is put.
  if (!to_server)
    for (const char* beside : {"", ".lock", "-wal", "-shm"}) give_to_service(config, target + beside);
  fmt::print(out, "{} rows are in {}, and are the same there.\n", rows, shown(target));
  const fs::path place = database_in(config.organisation.data);
  std::error_code error;
  const bool is_its_place = !to_server && fs::equivalent(target, place, error);
  if (to_server)
    fmt::print(out,
               "Now set storage.url in {} and start the service. {} is not served any more; when the service "
               "runs, delete it.\n",
               config.file, place.string());
  else
    fmt::print(out,
               "Now {}take storage.url out of {} and start the service. The schema on the server is not "
               "served any more; when the service runs, drop it.\n",
               is_its_place ? "" : fmt::format("move {} to {}, ", target, place.string()), config.file);
}

}  // namespace app
