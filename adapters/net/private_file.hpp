#pragma once
// Files that only their owner may read but where it says otherwise, on the disk whole or not at all. Errors
// are std::system_error, naming the file.

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace net {

// Makes `folder` and those above it where they are missing; a new one is its owner's alone.
void make_private_folder(const std::filesystem::path& folder);

// In place of what was there, and durable when it returns. Makes the folder too.
void replace_private_file(const std::filesystem::path& file, std::string_view bytes);

// The same, with the owner and the rights of what was there; where nothing was, with the umask's.
void replace_file(const std::filesystem::path& file, std::string_view bytes);

// The same as the first, but what is there already stays: of two who make a key at once, both read the one
// that won.
void make_private_file(const std::filesystem::path& file, std::string_view bytes);

constexpr std::size_t key_bytes = 32;
// A key; where there is none, `random` makes `key_bytes` of it; without `random` that is an error. Throws
// std::runtime_error, naming the file and what to do, when it has another size or others may read it.
std::string key_of_file(const std::filesystem::path& file, const std::function<std::string()>& random);

}  // namespace net
