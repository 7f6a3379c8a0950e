#include "storage/record_file.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
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
constexpr std::size_t padding = 256;  // sealed records of one size class look the same
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
[[noreturn]] void fail_plainly(const char* what) {
  errno = 0;
  fail(what);
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
  if (::fstat(fd, &status) != 0) fail("cannot be read");
  std::string content(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t done = 0;
  while (done < content.size()) {
    const ssize_t n = ::pread(fd, content.data() + done, content.size() - done, static_cast<off_t>(done));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail("cannot be read");
    if (n == 0) break;
    done += static_cast<std::size_t>(n);
  }
  content.resize(done);
  return content;
}

std::string key_name(const std::string& name) {
  return name + ".key";
}

// Opening what cannot be opened is no error here: there may be nothing, and then there is nothing to destroy.
void erase_file(int directory, const std::string& name, bool on_disk) {
  const Descriptor file(::openat(directory, name.c_str(), file_flags));
  if (!file) {
    if (errno == ENOENT) return;
    fail("cannot be wiped");
  }
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

std::string read_key(const BoxDirectory& directory, const std::string& name) {
  const Descriptor file(::openat(directory.key_fd(), key_name(name).c_str(), file_flags));
  if (!file) fail("its key cannot be read");
  std::string key = read_all(file.get());
  if (key.size() != key_size) fail_plainly("its key cannot be read");
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

void start_sodium() {
  if (sodium_init() < 0) fail_plainly("the cryptographic library does not start");
}

}  // namespace

void cleanse(std::string& text) {
  sodium_memzero(text.data(), text.size());
  text.clear();
}

RecordFile::RecordFile(const BoxDirectory& directory, Descriptor file)
    : file_(std::move(file)), sealed_(directory.sealed()) {}

RecordFile::~RecordFile() {
  cleanse(key_);
}

RecordFile RecordFile::create(const BoxDirectory& directory, const std::string& name, std::string header) {
  start_sodium();
  const std::string beside = name + ".new";
  erase_file(directory.fd(), beside, directory.sealed());
  RecordFile file(directory,
                  Descriptor(::openat(directory.fd(), beside.c_str(), file_flags | O_CREAT | O_EXCL, 0600)));
  if (!file.file_) fail("cannot be made");
  file.name_ = name;
  try {
    if (file.sealed_) file.key_ = make_key(directory, name);
    file.append(std::move(header));
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
                            std::vector<std::string>& records) {
  start_sodium();
  RecordFile file(directory, Descriptor(::openat(directory.fd(), name.c_str(), file_flags)));
  if (!file.file_) fail("cannot be opened");
  file.name_ = name;
  if (file.sealed_) file.key_ = read_key(directory, name);
  std::string content = read_all(file.file_.get());
  std::size_t at = 0;
  for (std::string payload; file.unframe(content, at, payload); ++file.count_)
    records.push_back(std::move(payload));
  const bool torn = at < content.size();
  cleanse(content);
  if (records.empty()) fail_plainly("cannot be read");
  if (torn && ::ftruncate(file.file_.get(), static_cast<off_t>(at)) != 0) fail("cannot be mended");
  file.size_ = at;
  return file;
}

void RecordFile::destroy(const BoxDirectory& directory, const std::string& name) {
  // The key first: without it the rest is noise.
  if (directory.sealed()) erase_file(directory.key_fd(), key_name(name), true);
  erase_file(directory.fd(), name, directory.sealed());
}

void RecordFile::append(std::string payload) {
  std::string framed = frame(std::move(payload));
  const bool kept = write_all(file_.get(), framed, size_) && (!sealed_ || ::fdatasync(file_.get()) == 0);
  const auto length = framed.size();
  cleanse(framed);
  core::failpoint("box.appended");
  if (!kept) {
    const int error = errno;
    // A tail that cannot be cut off is overwritten by the next record, or dropped as torn when the file is
    // opened.
    [[maybe_unused]] const int cut = ::ftruncate(file_.get(), static_cast<off_t>(size_));
    errno = error;
    fail("cannot be written");
  }
  size_ += length;
  ++count_;
}

std::string RecordFile::frame(std::string payload) const {
  std::string body;
  if (!sealed_) {
    body = payload;
  } else {
    const std::size_t size = payload.size();
    payload.resize(size + padding);
    std::size_t padded = 0;
    sodium_pad(&padded, bytes(payload), size, padding, payload.size());
    body.resize(nonce_size + padded + tag_size);
    randombytes_buf(bytes(body), nonce_size);
    const std::string where = place(name_, count_);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes(body) + nonce_size, nullptr, bytes(payload), padded,
                                               bytes(where), where.size(), nullptr, bytes(body), bytes(key_));
  }
  cleanse(payload);
  if (body.size() > largest_record) fail_plainly("the record is too large");
  std::string framed(frame_size, '\0');
  for (std::size_t i = 0; i < length_size; ++i) framed[i] = static_cast<char>(body.size() >> (8 * i) & 0xff);
  framed.replace(length_size, checksum_size, checksum(body));
  framed += body;
  cleanse(body);
  return framed;
}

bool RecordFile::unframe(std::string_view content, std::size_t& at, std::string& payload) const {
  const auto rest = content.substr(at);
  if (rest.size() < frame_size) return false;
  std::size_t length = 0;
  for (std::size_t i = 0; i < length_size; ++i) length |= std::size_t{bytes(rest)[i]} << (8 * i);
  if (length > rest.size() - frame_size) return false;
  const auto body = rest.substr(frame_size, length);
  if (checksum(body) != rest.substr(length_size, checksum_size)) return false;
  if (!sealed_) {
    payload = std::string(body);
  } else {
    if (length < nonce_size + tag_size) return false;
    payload.assign(length - nonce_size - tag_size, '\0');
    const std::string where = place(name_, count_);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytes(payload), nullptr, nullptr, bytes(body) + nonce_size,
                                                   length - nonce_size, bytes(where), where.size(),
                                                   bytes(body), bytes(key_)) != 0)
      return false;
    std::size_t unpadded = 0;
    if (sodium_unpad(&unpadded, bytes(payload), payload.size(), padding) != 0) return false;
    payload.resize(unpadded);
  }
  at += frame_size + length;
  return true;
}

}  // namespace storage
