#include "adapters/web/keys.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace web {
namespace {

constexpr std::size_t key_size = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr int base64url = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

class File {
 public:
  File(const std::filesystem::path& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {
    if (fd_ < 0) throw std::system_error(errno, std::generic_category(), path.string());
  }
  ~File() { ::close(fd_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int fd() const { return fd_; }

 private:
  int fd_;
};

const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// Written beside and linked to its name when whole, so that nobody ever reads half a key.
void make(const std::filesystem::path& file) {
  const auto folder = file.parent_path();
  if (std::filesystem::create_directories(folder))
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
  const auto draft = file.string() + "." + std::to_string(::getpid());
  ::unlink(draft.c_str());
  int error = 0;
  {
    const File out(draft, O_WRONLY | O_CREAT | O_EXCL);
    unsigned char key[key_size];
    randombytes_buf(key, sizeof key);
    if (::write(out.fd(), key, sizeof key) != static_cast<ssize_t>(sizeof key) || ::fsync(out.fd()) != 0)
      error = errno ? errno : EIO;
    sodium_memzero(key, sizeof key);
  }
  if (error == 0 && ::link(draft.c_str(), file.c_str()) != 0 && errno != EEXIST) error = errno;
  ::unlink(draft.c_str());
  if (error == 0 && ::fsync(File(folder, O_RDONLY | O_DIRECTORY).fd()) != 0) error = errno;
  if (error != 0) throw std::system_error(error, std::generic_category(), file.string());
}

}  // namespace

struct Key::Bytes {
  unsigned char key[key_size];
};

Key::Key(const std::filesystem::path& file) : bytes_(std::make_unique<Bytes>()) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium could not start");
  if (!std::filesystem::exists(file)) make(file);
  const File in(file, O_RDONLY);
  struct stat about {};
  if (::fstat(in.fd(), &about) != 0) throw std::system_error(errno, std::generic_category(), file.string());
  if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    throw std::runtime_error(file.string() + " may be read by others: chmod 600 it");
  if (about.st_size != static_cast<off_t>(key_size) ||
      ::read(in.fd(), bytes_->key, key_size) != static_cast<ssize_t>(key_size))
    throw std::runtime_error(file.string() +
                             " is not a key of 32 bytes: delete it, and a new one is made (links made so far "
                             "stop working)");
}

Key::~Key() {
  sodium_memzero(bytes_->key, key_size);
}

std::string Key::seal(std::string_view content, std::string_view purpose) const {
  std::string sealed(nonce_size + content.size() + tag_size, '\0');
  auto* bytes = reinterpret_cast<unsigned char*>(sealed.data());
  randombytes_buf(bytes, nonce_size);
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytes + nonce_size, nullptr, raw(content), content.size(),
                                             raw(purpose), purpose.size(), nullptr, bytes, bytes_->key);
  std::string text(sodium_base64_encoded_len(sealed.size(), base64url), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes, sealed.size(), base64url);
  text.pop_back();  // the terminating zero
  return text;
}

std::optional<std::string> Key::open(std::string_view sealed, std::string_view purpose) const {
  std::string bytes(sealed.size() / 4 * 3 + 3, '\0');
  std::size_t size = 0;
  const char* end = nullptr;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), sealed.data(),
                        sealed.size(), nullptr, &size, &end, base64url) != 0 ||
      end != sealed.data() + sealed.size() || size < nonce_size + tag_size)
    return std::nullopt;
  std::string content(size - nonce_size - tag_size, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(reinterpret_cast<unsigned char*>(content.data()), nullptr,
                                                 nullptr, raw(bytes) + nonce_size, size - nonce_size,
                                                 raw(purpose), purpose.size(), raw(bytes), bytes_->key) != 0)
    return std::nullopt;
  return content;
}

std::string fingerprint(std::string_view text) {
  unsigned char hash[16];
  crypto_generichash(hash, sizeof hash, raw(text), text.size(), nullptr, 0);
  char hex[2 * sizeof hash + 1];
  sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
  return hex;
}

}  // namespace web
