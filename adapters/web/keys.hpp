#pragma once
// Keys that live in files, and sealing with them (libsodium's XChaCha20-Poly1305). Any thread.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace web {

class Key {
 public:
  // Reads 32 bytes from `file`, or makes them (folders too, for the owner alone, durable before it returns)
  // when there is none; two processes that start at once get the same key. Throws std::runtime_error, naming
  // the file and what to do, when it has another size or others may read it; std::system_error when it
  // cannot be read or written.
  explicit Key(const std::filesystem::path& file);
  // The same, of a file that is there: makes nothing.
  static std::unique_ptr<Key> existing(const std::filesystem::path& file);
  ~Key();
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;

  // base64url without padding; each call another one. `purpose` must be the same at opening. The nonce comes
  // from libsodium and never from a core::Random, whose seed a test may choose.
  std::string seal(std::string_view content, std::string_view purpose) const;
  // Nothing when it was sealed with another key or purpose, or was changed.
  std::optional<std::string> open(std::string_view sealed, std::string_view purpose) const;
  // A number that only this key makes of the content, always the same.
  std::uint64_t number(std::string_view content, std::string_view purpose) const;

 private:
  struct Bytes;
  Key(const std::filesystem::path& file, const std::function<std::string()>& random);
  std::unique_ptr<Bytes> bytes_;
};

// 128 bits of a hash as 32 hexadecimal digits.
std::string fingerprint(std::string_view text);

}  // namespace web
