#include "adapters/net/private_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <stdexcept>
#include <string>

#include "adapters/net/descriptor.hpp"

namespace net {
namespace {

int stay_private(int, const char*) {
  return 0;
}

// As `file` is, or a new one would be. Who may not give a file away keeps it.
int take_rights(int draft, const char* file) {
  struct stat former {};
  if (::lstat(file, &former) != 0) {
    const ::mode_t kept_off = ::umask(0);
    ::umask(kept_off);
    return ::fchmod(draft, 0666 & ~kept_off);
  }
  if (::fchown(draft, former.st_uid, former.st_gid) != 0 && errno != EPERM) return -1;
  return ::fchmod(draft, former.st_mode & 0777);
}

// Written beside, and given its name when whole.
void put(const std::filesystem::path& file, const std::string& draft, std::string_view bytes,
         int (*give_name)(const char* draft, const char* file),
         int (*give_rights)(int draft, const char* file) = stay_private) {
  const auto folder = std::filesystem::absolute(file).parent_path();  // of "name" alone, too
  make_private_folder(folder);
  ::unlink(draft.c_str());
  const Descriptor out(draft, O_WRONLY | O_CREAT | O_EXCL);
  int error = write_all(out.get(), bytes);
  if (error == 0 && give_rights(out.get(), file.c_str()) != 0) error = errno;
  if (error == 0 && give_name(draft.c_str(), file.c_str()) != 0) error = errno;
  ::unlink(draft.c_str());
  if (error != 0) fail_at(file, error);
  sync_folder(folder);
}

int link_new(const char* draft, const char* file) {
  return ::link(draft, file) != 0 && errno != EEXIST ? -1 : 0;
}

// Whoever can write in the folder of a key can put another in its place.
void refuse_shared_folder(const std::filesystem::path& file) {
  struct stat folder {};
  if (::stat(file.parent_path().c_str(), &folder) != 0) return;  // it will be made
  if ((folder.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    throw std::runtime_error(file.parent_path().string() + " can be written by others, and " +
                             file.filename().string() + " lies there: chmod go-w it");
}

}  // namespace

void make_private_folder(const std::filesystem::path& folder) {
  if (std::filesystem::create_directories(folder))
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
}

void replace_private_file(const std::filesystem::path& file, std::string_view bytes) {
  put(file, file.string() + ".new", bytes, ::rename);
}

void replace_file(const std::filesystem::path& file, std::string_view bytes) {
  put(file, file.string() + ".new", bytes, ::rename, take_rights);
}

void make_private_file(const std::filesystem::path& file, std::string_view bytes) {
  put(file, file.string() + "." + std::to_string(::getpid()), bytes, link_new);
}

std::string key_of_file(const std::filesystem::path& file, const std::function<std::string()>& random) {
  refuse_shared_folder(file);
  if (!std::filesystem::exists(file)) {
    if (!random)
      throw std::runtime_error("there is no key " + file.string() + ", and only the service makes one");
    make_private_file(file, random());
  }
  const Descriptor in(file, O_RDONLY);
  struct stat about {};
  if (::fstat(in.get(), &about) != 0) fail_at(file);
  if (about.st_uid != ::geteuid()) throw std::runtime_error(file.string() + " belongs to another user");
  if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    throw std::runtime_error(file.string() + " may be read by others: chmod 600 it");
  std::string key(key_bytes, '\0');
  if (about.st_size != static_cast<off_t>(key_bytes) ||
      ::read(in.get(), key.data(), key_bytes) != static_cast<ssize_t>(key_bytes))
    throw std::runtime_error(file.string() +
                             " is not a key of 32 bytes: delete it, and a new one is made (links and buttons "
                             "sent so far stop working)");
  return key;
}

}  // namespace net
