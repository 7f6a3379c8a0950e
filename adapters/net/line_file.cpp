#include "adapters/net/line_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "adapters/net/private_file.hpp"
#include "bot/core/log.hpp"

namespace net {
namespace {

Descriptor open_lines(const std::filesystem::path& file) {
  make_private_folder(file.parent_path());
  return Descriptor(file, O_RDWR | O_APPEND | O_CREAT);
}

}  // namespace

LineFile::LineFile(std::filesystem::path file, const std::function<void(std::string_view)>& replay,
                   Damaged damaged)
    : path_(std::move(file)), file_(open_lines(path_)) {
  load(replay, damaged);
  sync_folder(path_.parent_path());
}

void LineFile::load(const std::function<void(std::string_view)>& replay, Damaged damaged) {
  std::ifstream in(path_, std::ios::binary);
  if (!in.is_open()) fail_at(path_);
  const std::string all{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (in.bad()) throw std::runtime_error(path_.string() + ": cannot be read");
  std::size_t begin = 0;
  for (int number = 1; begin < all.size(); ++number) {
    const auto end = all.find('\n', begin);
    if (end == std::string::npos) break;
    try {
      replay(std::string_view(all).substr(begin, end - begin));
    } catch (const std::exception&) {
      // Blocks of one write may reach the disk in any order: a torn last line can have its end and not its
      // middle.
      if (end + 1 == all.size()) break;
      const std::string where = path_.string() + ": line " + std::to_string(number);
      if (damaged == Damaged::refuse) throw std::runtime_error(where + " cannot be read");
      core::log(core::Level::error, "a line cannot be read and is left out; it stays in the file", where);
    }
    begin = end + 1;
  }
  size_ = begin;
  dropped_ = all.size() - begin;
  if (dropped_ > 0 &&
      (::ftruncate(file_.get(), static_cast<off_t>(size_)) != 0 || ::fdatasync(file_.get()) != 0))
    fail_at(path_);
}

void LineFile::append(std::string_view lines) {
  if (broken_) fail_at(path_, EIO);
  const int error = write_all(file_.get(), lines);
  if (error == 0) {
    size_ += lines.size();
    return;
  }
  // Half a line (a full disk) must not stand before the next one.
  broken_ = ::ftruncate(file_.get(), static_cast<off_t>(size_)) != 0 || ::fdatasync(file_.get()) != 0;
  fail_at(path_, error);
}

void LineFile::replace(std::string_view lines) {
  if (broken_) fail_at(path_, EIO);
  replace_private_file(path_, lines);
  try {
    file_ = open_lines(path_);
  } catch (...) {
    broken_ = true;  // what is open is a file without a name
    throw;
  }
  size_ = lines.size();
}

}  // namespace net
