#include "adapters/web/letters.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <system_error>

#include "bot/runtime/payload.hpp"

namespace web {
namespace {

using Json = nlohmann::json;

[[noreturn]] void fail(int error, const std::string& what) {
  throw std::system_error(error, std::generic_category(), what);
}

// A text that is not UTF-8 (no feature makes one) must not keep a letter from being written.
std::string bytes_of(const Json& line) {
  return line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}
std::string line_of(const Letter& letter) {
  const Json line = {{"ref", letter.ref},
                     {"user", letter.user},
                     {"key", letter.key},
                     {"at", core::to_text(letter.at)},
                     {"content", runtime::to_json(letter.message)}};
  return bytes_of(line);
}
std::string line_of_edit(const std::string& ref, const core::Message& message) {
  const Json line = {{"edit", ref}, {"content", runtime::to_json(message)}};
  return bytes_of(line);
}
// Stands last in a file that was tidied: references are never used twice.
std::string line_of_next(std::uint64_t next) {
  const Json line = {{"next", next}};
  return bytes_of(line);
}

std::uint64_t number_of(const std::string& ref) {
  std::uint64_t number = 0;
  if (ref.starts_with('l')) std::from_chars(ref.data() + 1, ref.data() + ref.size(), number);
  return number;
}

// The error, or 0.
int write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) return errno;
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fdatasync(file) == 0 ? 0 : errno;
}

int open_file(const std::filesystem::path& path, int flags) {
  const int file = ::open(path.c_str(), flags | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) fail(errno, path.string());
  return file;
}

// A new file's name is durable only when its folder is.
void sync_folder(const std::filesystem::path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) fail(errno, folder.string());
  const int result = ::fsync(fd);
  const int error = errno;
  ::close(fd);
  if (result != 0) fail(error, folder.string());
}

}  // namespace

Letters::Letters(const std::filesystem::path& file) : path_(file) {
  const auto folder = path_.parent_path();
  if (std::filesystem::create_directories(folder))
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
  file_ = open_file(path_, O_RDWR | O_APPEND);
  try {
    load();
    sync_folder(folder);
  } catch (...) {
    ::close(file_);
    throw;
  }
}

Letters::~Letters() {
  ::close(file_);
}

void Letters::load() {
  std::ifstream in(path_, std::ios::binary);
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
      throw std::runtime_error(path_.string() + ": line " + std::to_string(number) + " cannot be read");
    }
    begin = end + 1;
  }
  size_ = begin;
  if (size_ < all.size() && (::ftruncate(file_, static_cast<off_t>(size_)) != 0 || ::fdatasync(file_) != 0))
    fail(errno, path_.string());
}

void Letters::replay(std::string_view text) {
  const Json line = Json::parse(text);
  if (line.contains("next")) {
    next_ = std::max(next_, line.at("next").get<std::uint64_t>());
    return;
  }
  core::Message message = runtime::message_from_json(line.at("content"));
  if (line.contains("edit")) {
    Letter* letter = by_ref(line.at("edit").get<std::string>());
    if (!letter) throw std::runtime_error("an edit of nothing");
    letter->message = std::move(message);
    return;
  }
  Letter letter;
  letter.ref = line.at("ref");
  letter.user = line.at("user");
  letter.key = line.at("key");
  letter.at = core::instant_from_text(line.at("at").get<std::string>());
  letter.message = std::move(message);
  if (number_of(letter.ref) < next_) throw std::runtime_error("number out of order");
  next_ = number_of(letter.ref) + 1;
  letters_.push_back(std::move(letter));
}

Letter* Letters::by_ref(const std::string& ref) {
  const auto found =
      std::find_if(letters_.begin(), letters_.end(), [&](const Letter& letter) { return letter.ref == ref; });
  return found == letters_.end() ? nullptr : &*found;
}

std::string Letters::add(const std::string& user, const std::string& key, core::Message message,
                         core::Instant now) {
  Letter letter{"l" + std::to_string(next_), user, key, now, std::move(message)};
  write_line(line_of(letter));
  ++next_;
  letters_.push_back(std::move(letter));
  return letters_.back().ref;
}

Letters::Edited Letters::edit(const std::string& ref, core::Message message) {
  Letter* letter = by_ref(ref);
  if (!letter) {
    const auto number = number_of(ref);
    return number > 0 && number < next_ ? Edited::dropped : Edited::unknown;
  }
  write_line(line_of_edit(ref, message));
  letter->message = std::move(message);
  return Edited::yes;
}

std::string Letters::find(const std::string& key) const {
  const auto found =
      std::find_if(letters_.begin(), letters_.end(), [&](const Letter& letter) { return letter.key == key; });
  return found == letters_.end() ? std::string() : found->ref;
}

std::vector<const Letter*> Letters::of(const std::string& user, core::Instant now) const {
  std::vector<const Letter*> found;
  for (auto letter = letters_.rbegin(); letter != letters_.rend() && found.size() < most_each; ++letter)
    if (letter->user == user && letter->at + kept > now) found.push_back(&*letter);
  return found;
}

void Letters::tidy(core::Instant now) {
  if (broken_) fail(EIO, path_.string());
  std::map<std::string, std::size_t> count;
  std::vector<Letter> left;
  for (auto letter = letters_.rbegin(); letter != letters_.rend(); ++letter)
    if (letter->at + kept > now && ++count[letter->user] <= most_each) left.push_back(*letter);
  if (left.size() == letters_.size()) return;
  std::reverse(left.begin(), left.end());

  std::string whole;
  for (const Letter& letter : left) whole += line_of(letter);
  whole += line_of_next(next_);
  const std::filesystem::path draft = path_.string() + ".new";
  const int fresh = open_file(draft, O_RDWR | O_APPEND | O_TRUNC);
  int error = write_all(fresh, whole);
  if (error == 0 && ::rename(draft.c_str(), path_.c_str()) != 0) error = errno;
  if (error != 0) {
    ::close(fresh);
    ::unlink(draft.c_str());
    fail(error, path_.string());
  }
  ::close(file_);
  file_ = fresh;
  size_ = whole.size();
  letters_ = std::move(left);
  sync_folder(path_.parent_path());
}

void Letters::write_line(const std::string& line) {
  if (broken_) fail(EIO, path_.string());
  const int error = write_all(file_, line);
  if (error == 0) {
    size_ += line.size();
    return;
  }
  // Half a line (a full disk) must not stand before the next one.
  broken_ = ::ftruncate(file_, static_cast<off_t>(size_)) != 0 || ::fdatasync(file_) != 0;
  fail(error, path_.string());
}

}  // namespace web
