#include "storage/database.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <soci/soci.h>
#include <sodium.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "bot/core/log.hpp"
#include "storage/guarded.hpp"
#include "storage/postgres/connection.hpp"
#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/maintenance.hpp"
#include "storage/transfer.hpp"

namespace storage {

void sync_file(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool done = fd >= 0 && ::fsync(fd) == 0;
  if (fd >= 0) ::close(fd);
  if (!done) throw Error(fmt::format("cannot write '{}' to the disk: {}", path, std::strerror(errno)));
}

void doubt(const std::string& path) {
  if (path == ":memory:" || postgres::is_place(path)) return;
  try {
    sqlite::make_private_file(sqlite::doubt_of(path), 0);
  } catch (const Error&) {  // then it is looked through beside again
  }
  if (!sqlite::has_room(path))
    core::log(core::Level::error, "there is no room left on the disk with the database: make room", path);
}

Looked look_through(const std::string& path, std::chrono::milliseconds limit, const Enough& enough) {
  return sqlite::look_through(path, limit, enough);
}

void throw_if_damaged(const std::string& path) {
  if (postgres::is_place(path) || !std::filesystem::exists(path)) return;
  try {
    const Database owner(path);
  } catch (const Damaged&) {
    throw;
  } catch (const std::exception&) {  // whoever asks knows of what went wrong
  }
}

Database::Database(std::string path, Use use, Look look, Left left)
    : path_(std::move(path)),
      opened_(postgres::is_place(path_) ? postgres::open(path_, use) : sqlite::open(path_, use, look)) {
  if (use == Use::owner && is_half_transferred(connection()))
    throw Error("a copy into this database was cut short: run refleks migrate-storage again");
  if (left == Left::refused) refuse_if_moved(connection(), path_);
  if (opened_.unseen)
    look_ = std::async([path = path_, name = core::log_name()] {
      const core::LogName scope(name);
      return sqlite::look_through(path);
    });
}

void Database::commit_first() {
  try {
    looked_through_ = look_.get();
  } catch (const Damaged&) {
    throw;
  } catch (const std::exception&) {
    // There was no descriptor, or the disk did not answer: perhaps it does now.
    looked_through_ = sqlite::look_through(path_);
  }
  opened_.connection->commit();
  look_ = {};
  try {
    truncate_log();  // what a crash left in the log
  } catch (const Error&) {
    core::log(core::Level::warning, "the log of the database could not be cut off at the start");
  }
}

Database::~Database() = default;

std::string installation_of(Database& database) {
  constexpr std::size_t size = 16;
  std::array<unsigned char, size> bytes{};
  std::array<char, 2 * size + 1> fresh{};
  if (sodium_init() < 0) throw Error("the cryptographic library does not start");
  randombytes_buf(bytes.data(), bytes.size());
  sodium_bin2hex(fresh.data(), fresh.size(), bytes.data(), bytes.size());
  const auto known = [&] {
    return guarded([&] {
      std::string id;
      database.sql() << "SELECT value FROM meta WHERE name = 'installation'", soci::into(id);
      return id;
    });
  };
  if (std::string id = known(); !id.empty()) return id;
  Transaction transaction(database);
  guarded([&] {
    const std::string id = fresh.data();
    database.sql()
        << "INSERT INTO meta(name, value) VALUES('installation', :id) ON CONFLICT(name) DO NOTHING",
        soci::use(id);
  });
  std::string id = known();
  transaction.commit();
  return id;
}

}  // namespace storage
