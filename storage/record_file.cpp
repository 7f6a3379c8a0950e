#include "storage/record_file.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <stdexcept>

#include "bot/core/failpoint.hpp"

namespace storage {
namespace {

constexpr std::size_t length_size = 4, checksum_size = crypto_generichash_BYTES_MIN;
constexpr std::size_t frame_size = length_size + checksum_size;
constexpr std::size_t largest_record = 64 * 1024 * 1024;
constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t key_size = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t least_padding = 256;  // sealed records of one size class look the same
constexpr int most_skipped = 100;           // damaged records in a row
constexpr auto file_flags = O_RDWR | O_NOFOLLOW | O_CLOEXEC;

unsigned char* bytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}
const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

[[noreturn]] void fail(const char* what) {
  throw std::runtime_error(std::string("ballot box: ") + what +
                           (errno ? std::string(": ") + std::strerror(errno) : ""));
}
[[noreturn]] void unreachable(const char* what) {
  throw Unreachable(std::string("ballot box: ") + what +
                    (errno ? std::string(": ") + std::strerror(errno) : ""));
}

bool write_all(int fd, std::string_view data, std::uint64_t at) {
  while (!data.empty()) {
    const ssize_t n = ::pwrite(fd, data.data(), data.size(), static_cast<off_t>(at));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    data.remove_prefix(static_cast<std::size_t>(n));
    at += static_cast<std::uint64_t>(n);
  }
  return true;
}

std::string read_all(int fd) {
  struct stat status {};
  if (::fstat(fd, &status) != 0) unreachable("cannot be read");
  std::string content(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t done = 0;
  while (done < content.size()) {
    const ssize_t n = ::pread(fd, content.data() + done, content.size() - done, static_cast<off_t>(done));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) {
      cleanse(content);
      unreachable("cannot be read");
    }
    if (n == 0) break;
    done += static_cast<std::size_t>(n);
  }
  content.resize(done);
  return content;
}

std::string key_name(const std::string& name) {
  return name + ".key";
}
// What is made beside a file before it takes its place, and what it has replaced until that is overwritten.
std::string beside_name(const std::string& name) {
  return name + ".new";
}

// Opening what cannot be opened is no error here: there may be nothing, and then there is nothing to destroy.
void erase_file(int directory, const std::string& name, bool on_disk) {
  const Descriptor file(::openat(directory, name.c_str(), file_flags));
  if (!file && errno == ENOENT) return;
  if (!file) fail("cannot be wiped");
  struct stat status {};
  const bool known = ::fstat(file.get(), &status) == 0;
  const bool zeroed = known &&
                      write_all(file.get(), std::string(static_cast<std::size_t>(status.st_size), '\0'), 0) &&
                      (!on_disk || ::fsync(file.get()) == 0);
  core::failpoint("box.before_unlink");
  // Unlinked even when overwriting failed: then at least nobody finds it by name.
  if (::unlinkat(directory, name.c_str(), 0) != 0 || !zeroed) fail("cannot be wiped");
  if (on_disk && ::fsync(directory) != 0) fail("cannot be wiped");
}

std::string make_key(const BoxDirectory& directory, const std::string& name) {
  erase_file(directory.key_fd(), key_name(name), true);
  std::string key(key_size, '\0');
  crypto_aead_xchacha20poly1305_ietf_keygen(bytes(key));
  const Descriptor file(
      ::openat(directory.key_fd(), key_name(name).c_str(), file_flags | O_CREAT | O_EXCL, 0600));
  if (!file || !write_all(file.get(), key, 0) || ::fsync(file.get()) != 0 || ::fsync(directory.key_fd()) != 0)
    fail("its key cannot be kept");
  return key;
}

std::string read_key(int folder, const std::string& name) {
  const Descriptor file(::openat(folder, name.c_str(), file_flags));
  if (!file) unreachable("its key cannot be read");
  std::string key = read_all(file.get());
  errno = 0;
  if (key.size() != key_size) unreachable("its key is not whole");
  if (sodium_is_zero(bytes(key), key.size())) throw Wiped("ballot box: its key is wiped");
  return key;
}

std::string place(const std::string& name, std::uint64_t count) {
  return name + '#' + std::to_string(count);
}

std::string checksum(std::string_view body) {
  std::string sum(checksum_size, '\0');
  crypto_generichash(bytes(sum), sum.size(), bytes(body), body.size(), nullptr, 0);
  return sum;
}

std::size_t length_at(std::string_view rest) {
  std::size_t length = 0;
  for (std::size_t i = 0; i < length_size; ++i) length |= std::size_t{bytes(rest)[i]} << (8 * i);
  return length;
}

// Whether a frame at the beginning of `rest` is as it was written.
bool is_whole(std::string_view rest) {
  if (rest.size() < frame_size || length_at(rest) > rest.size() - frame_size) return false;
  return checksum(rest.substr(frame_size, length_at(rest))) == rest.substr(length_size, checksum_size);
}

// Moves `at` to the next frame that is whole.
bool find_next(std::string_view content, std::size_t& at) {
  for (std::size_t next = at + 1; next + frame_size <= content.size(); ++next)
    if (is_whole(content.substr(next))) {
      at = next;
      return true;
    }
  return false;
}

void start_sodium() {
  if (sodium_init() < 0) errno = 0, fail("the cryptographic library does not start");
}

}  // namespace

void cleanse(std::string& text) {
  sodium_memzero(text.data(), text.size());
  text.clear();
}

RecordFile::RecordFile(const BoxDirectory& directory, std::string name)
    : directory_(&directory), sealed_(directory.sealed()), name_(std::move(name)), padding_(least_padding) {}

void RecordFile::pad_to(std::size_t size) {
  padding_ = std::max(size, least_padding);
}

RecordFile RecordFile::create(const BoxDirectory& directory, const std::string& name, std::string header) {
  start_sodium();
  const std::string beside = beside_name(name);
  erase_file(directory.fd(), beside, directory.sealed());
  RecordFile file(directory, name);
  const Descriptor made(::openat(directory.fd(), beside.c_str(), file_flags | O_CREAT | O_EXCL, 0600));
  if (!made) fail("cannot be made");
  try {
    if (file.sealed_) file.key_ = make_key(directory, name);
    file.append_to(made, std::move(header));
    // What a replaced file held is overwritten, not only unlinked by the rename.
    erase_file(directory.fd(), name, directory.sealed());
    core::failpoint("box.before_rename");
    if (::renameat(directory.fd(), beside.c_str(), directory.fd(), name.c_str()) != 0) fail("cannot be made");
    if (file.sealed_ && ::fsync(directory.fd()) != 0) fail("cannot be made");
  } catch (...) {
    ::unlinkat(directory.fd(), beside.c_str(), 0);
    throw;
  }
  return file;
}

RecordFile RecordFile::open(const BoxDirectory& directory, const std::string& name,
                            std::vector<std::string>& records, const std::string& set_aside) {
  start_sodium();
  const bool here = set_aside.empty();
  const Descriptor aside = here ? Descriptor() : directory.aside(directory.fd());
  RecordFile file(directory, name);
  const Descriptor from(::openat(here ? directory.fd() : aside.get(), (here ? name : set_aside).c_str(),
                                 here ? file_flags : O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (!from) unreachable("cannot be opened");
  std::string content = read_all(from.get());
  if (content.find_first_not_of('\0') == std::string::npos) throw Wiped("ballot box: nothing is in it");
  if (file.sealed_) {
    const Descriptor keys = here ? Descriptor() : directory.aside(directory.key_fd());
    file.key_ = read_key(here ? directory.key_fd() : keys.get(), key_name(here ? name : set_aside));
  }
  std::size_t at = 0;
  for (std::string payload;
       file.unframe(content, at, payload) || (!records.empty() && file.skip_damaged(content, at, payload));
       ++file.count_) {
    if (records.empty()) file.first_ = at;
    records.push_back(std::move(payload));
  }
  const bool torn = at < content.size();
  // A first record that stands as it was written and does not open: the key is another's.
  const bool foreign_key = file.sealed_ && records.empty() && is_whole(content);
  cleanse(content);
  errno = 0;
  if (foreign_key) unreachable("its key does not fit");
  if (records.empty()) fail("cannot be read");
  if (here && torn && ::ftruncate(from.get(), static_cast<off_t>(at)) != 0) unreachable("cannot be mended");
  file.size_ = at;
  return file;
}

void RecordFile::destroy(const BoxDirectory& directory, const std::string& name) {
  // The key first: without it the rest is noise.
  if (directory.sealed()) erase_file(directory.key_fd(), key_name(name), true);
  try {
    destroy_beside(directory, name);
  } catch (...) {
    erase_file(directory.fd(), name, directory.sealed());
    throw;
  }
  erase_file(directory.fd(), name, directory.sealed());
}

void RecordFile::destroy_beside(const BoxDirectory& directory, const std::string& name) {
  erase_file(directory.fd(), beside_name(name), directory.sealed());
}

void RecordFile::destroy_unfinished(const BoxDirectory& directory, const std::string& name) {
  // Until the folder is written a loss of power may leave nothing else.
  if (directory.sealed() && ::fsync(directory.fd()) != 0) fail("cannot be wiped");
  if (directory.sealed() && ::faccessat(directory.fd(), name.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) != 0)
    erase_file(directory.key_fd(), key_name(name), true);
  destroy_beside(directory, name);
}

void RecordFile::destroy_set_aside(const BoxDirectory& directory, const std::string& name) {
  if (directory.sealed())
    if (const Descriptor keys = directory.aside(directory.key_fd()))
      erase_file(keys.get(), key_name(name), true);
  if (const Descriptor boxes = directory.aside(directory.fd()))
    erase_file(boxes.get(), name, directory.sealed());
}

void RecordFile::append(std::string payload) {
  const Descriptor file(::openat(directory_->fd(), name_.c_str(), file_flags));
  if (!file) {
    cleanse(payload);
    fail("cannot be opened");
  }
  append_to(file, std::move(payload));
}

void RecordFile::append_to(const Descriptor& file, std::string payload) {
  std::string framed = frame(std::move(payload));
  unsure_ = unsure_ && ::fsync(directory_->fd()) != 0;
  const bool kept =
      !unsure_ && write_all(file.get(), framed, size_) && (!sealed_ || ::fdatasync(file.get()) == 0);
  const auto length = framed.size();
  cleanse(framed);
  core::failpoint("box.appended");
  if (!kept) {
    const int error = errno;
    // A tail that cannot be cut off is overwritten by the next record, or dropped as torn when the file is
    // opened.
    [[maybe_unused]] const int cut = ::ftruncate(file.get(), static_cast<off_t>(size_));
    errno = error;
    fail("cannot be written");
  }
  size_ += length;
  if (count_++ == 0) first_ = length;
}

// What the file holds when it is written anew. `next` learns its size and its records.
std::string RecordFile::first_and(std::vector<std::string>& payloads, RecordFile& next) const {
  next.key_ = key_;
  next.padding_ = padding_;
  next.size_ = next.first_ = first_;
  next.count_ = 1;
  for (auto& payload : payloads) {
    payload = next.frame(std::move(payload));
    next.size_ += payload.size();
    ++next.count_;
  }
  std::string content(next.size_, '\0');
  const Descriptor file(::openat(directory_->fd(), name_.c_str(), file_flags));
  const bool read = file && ::pread(file.get(), content.data(), first_, 0) == static_cast<ssize_t>(first_);
  std::size_t at = first_;
  for (auto& payload : payloads) {
    content.replace(at, payload.size(), payload);
    at += payload.size();
    cleanse(payload);
  }
  if (read && is_whole(content)) return content;
  cleanse(content);
  fail("cannot be written anew");
}

void RecordFile::rewrite(std::vector<std::string>& payloads) {
  const std::string beside = beside_name(name_);
  const int folder = directory_->fd();
  erase_file(folder, beside, sealed_);
  RecordFile next(*directory_, name_);
  std::string content = first_and(payloads, next);
  const Descriptor made(::openat(folder, beside.c_str(), file_flags | O_CREAT | O_EXCL, 0600));
  const bool kept = made && write_all(made.get(), content, 0) && (!sealed_ || ::fsync(made.get()) == 0);
  cleanse(content);
  core::failpoint("box.before_exchange");
  if (!kept || ::renameat2(folder, beside.c_str(), folder, name_.c_str(), RENAME_EXCHANGE) != 0) {
    erase_file(folder, beside, sealed_);
    fail("cannot be written anew");
  }
  size_ = next.size_;
  count_ = next.count_;
  core::failpoint("box.exchanged");
  unsure_ = sealed_ && ::fsync(folder) != 0;
  if (unsure_) fail("cannot be written anew");
  erase_file(folder, beside, sealed_);
}

std::string RecordFile::frame(std::string payload) const {
  std::string body;
  if (!sealed_) {
    body = payload;
  } else {
    const std::size_t size = payload.size();
    payload.resize((size / padding_ + 1) * padding_);
    std::size_t padded = 0;
    sodium_pad(&padded, bytes(payload), size, padding_, payload.size());
    body.resize(nonce_size + padded + tag_size);
    randombytes_buf(bytes(body), nonce_size);
    const std::string where = place(name_, count_);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes(body) + nonce_size, nullptr, bytes(payload), padded,
                                               bytes(where), where.size(), nullptr, bytes(body), bytes(key_));
  }
  cleanse(payload);
  if (body.size() > largest_record) errno = 0, fail("the record is too large");
  std::string framed(frame_size, '\0');
  for (std::size_t i = 0; i < length_size; ++i) framed[i] = static_cast<char>(body.size() >> (8 * i) & 0xff);
  framed.replace(length_size, checksum_size, checksum(body));
  framed += body;
  cleanse(body);
  return framed;
}

// Moves `at` behind a record that is whole.
bool RecordFile::unframe(std::string_view content, std::size_t& at, std::string& payload) const {
  const auto rest = content.substr(at);
  if (!is_whole(rest)) return false;
  const auto body = rest.substr(frame_size, length_at(rest));
  if (!sealed_) {
    payload = std::string(body);
  } else {
    if (body.size() <= nonce_size + tag_size) return false;
    payload.assign(body.size() - nonce_size - tag_size, '\0');
    const std::string where = place(name_, count_);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytes(payload), nullptr, nullptr, bytes(body) + nonce_size,
                                                   body.size() - nonce_size, bytes(where), where.size(),
                                                   bytes(body), bytes(key_)) != 0)
      return false;
    std::size_t unpadded = 0;
    if (sodium_unpad(&unpadded, bytes(payload), payload.size(), payload.size()) != 0) return false;
    payload.resize(unpadded);
  }
  at += frame_size + body.size();
  return true;
}

// Behind a damaged record others may stand, which were acknowledged. The place of a record is bound into it:
// as many were damaged as it takes for the next whole one to open.
bool RecordFile::skip_damaged(std::string_view content, std::size_t& at, std::string& payload) {
  std::size_t next = at;
  if (!find_next(content, next)) return false;
  const std::uint64_t before = count_;
  for (int skipped = 1; skipped <= most_skipped; ++skipped) {
    ++count_;
    if (!unframe(content, next, payload)) continue;
    damaged_ += skipped;
    at = next;
    return true;
  }
  count_ = before;
  return false;
}

}  // namespace storage
