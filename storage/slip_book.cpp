#include "storage/slip_book.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <memory>
#include <sstream>
#include <stdexcept>

#include "bot/core/receipt_code.hpp"
#include "storage/database.hpp"
#include "storage/descriptor.hpp"

namespace storage {
namespace {

namespace fs = std::filesystem;

// The file system keeps when something was last read, on the disk: of a book that would be when somebody used
// a slip. Only the owner may read without, and a file server need not listen to it.
int open_quietly(const fs::path& path, int flags) {
  const int fd = ::open(path.c_str(), flags | O_RDONLY | O_CLOEXEC | O_NOATIME);
  return fd >= 0 || errno != EPERM ? fd : ::open(path.c_str(), flags | O_RDONLY | O_CLOEXEC);
}

// Where a file server does not listen: most note a reading only when that of before is older than the last
// change, or than a day. This one is in the year 2100.
void leave_no_reading_to_note(const fs::path& path) {
  const std::array<timespec, 2> times{timespec{4'102'444'800, 0}, timespec{0, UTIME_OMIT}};
  ::utimensat(AT_FDCWD, path.c_str(), times.data(), 0);  // a disk that cannot is none the worse for it
}

std::vector<core::PersonId> slips_in(const fs::path& file) {
  std::string all;
  std::array<char, 4096> part{};
  const Descriptor from(open_quietly(file, 0));
  for (ssize_t got = 0; from && (got = ::read(from.get(), part.data(), part.size())) > 0;)
    all.append(part.data(), static_cast<std::size_t>(got));
  std::vector<core::PersonId> slips;
  std::istringstream in(all);
  for (std::string hash; std::getline(in, hash);)
    if (!hash.empty()) slips.push_back(core::slip_id(hash));
  return slips;
}

std::vector<fs::path> books_in(const fs::path& folder) {
  std::vector<fs::path> books;
  const int fd = open_quietly(folder, O_DIRECTORY);
  const std::unique_ptr<DIR, int (*)(DIR*)> open(fd < 0 ? nullptr : ::fdopendir(fd), ::closedir);
  while (const dirent* entry = open ? ::readdir(open.get()) : nullptr) {
    const fs::path name(entry->d_name);
    if (!name.string().starts_with('.') && name.extension().empty()) books.push_back(folder / name);
  }
  return books;
}

}  // namespace

void SlipBook::give_out(const core::GroupId& group, const std::vector<std::string>& codes) const {
  fs::create_directories(folder_);
  fs::permissions(folder_, fs::perms::owner_all);
  const fs::path file = folder_ / group.text, beside = folder_ / (group.text + ".new");
  std::vector<std::string> hashes;
  for (const std::string& code : codes) hashes.push_back(core::receipt_hash(code).value());
  std::sort(hashes.begin(), hashes.end());  // not in the order in which they lie on the paper
  std::ofstream out(beside, std::ios::trunc);
  fs::permissions(beside, fs::perms::owner_read | fs::perms::owner_write);
  for (const std::string& hash : hashes) out << hash << '\n';
  out.close();
  if (!out) throw std::runtime_error("cannot write " + beside.string());
  leave_no_reading_to_note(beside);
  sync_file(beside.string());  // they are on paper: a file that is empty after a power cut kills them all
  fs::rename(beside, file);
  leave_no_reading_to_note(folder_);
  sync_file(folder_.string());
}

std::vector<core::PersonId> SlipBook::out(const core::GroupId& group) const {
  return slips_in(folder_ / group.text);
}

std::optional<core::GroupId> SlipBook::group_of(std::string_view code) const {
  const auto hash = core::receipt_hash(code);
  if (!hash) return std::nullopt;
  const core::PersonId wanted = core::slip_id(*hash);
  for (const fs::path& book : books_in(folder_)) {
    const auto slips = slips_in(book);
    if (std::find(slips.begin(), slips.end(), wanted) != slips.end())
      return core::GroupId(book.filename().string());
  }
  return std::nullopt;
}

}  // namespace storage
