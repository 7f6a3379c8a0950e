#include "bot/app/places.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string_view>

#include "adapters/net/descriptor.hpp"
#include "adapters/net/private_file.hpp"
#include "bot/app/belongings.hpp"
#include "bot/app/chats.hpp"
#include "bot/app/config.hpp"
#include "bot/app/toml_reader.hpp"
#include "bot/runtime/json.hpp"
#include "storage/postgres/connection.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr auto record_name = "service.json";

fs::path whole(const fs::path& path) {
  std::error_code error;
  const fs::path found = fs::weakly_canonical(fs::absolute(path, error), error);
  return error ? path : found;
}

// systemd lists several with colons.
fs::path first_of(const std::string& list) {
  return list.substr(0, list.find(':'));
}

struct Record {
  std::string configuration, box;
};

std::optional<Record> record_in(const fs::path& data) {
  std::ifstream in(data / record_name);
  const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const auto read = runtime::parse_json(bytes);
  if (!read.is_object()) return std::nullopt;
  const auto text = [&](const char* key) {
    return read.contains(key) && read[key].is_string() ? read[key].get<std::string>() : std::string();
  };
  return Record{text("configuration"), text("ballot_box")};
}

bool is_of(const fs::path& configuration, const fs::path& data) {
  const auto record = record_in(data);
  return record && record->configuration == whole(configuration);
}

// The folders in which a service may have its data.
std::vector<fs::path> candidates(const PlaceQuestion& question, const fs::path& beside) {
  std::vector<fs::path> found{beside};
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(question.service_root, error))
    if (entry.path().filename().string().starts_with("refleks")) found.push_back(entry.path());
  std::sort(found.begin() + 1, found.end());
  // Of a process that serves several, each has a folder in that of the process.
  const fs::path name = question.configuration.stem();
  std::vector<fs::path> of_several{question.configuration.parent_path() / ".." / "refleks-data" / name};
  for (const fs::path& folder : found) of_several.push_back(folder / name);
  for (const fs::path& folder : of_several)
    if (fs::is_directory(folder, error)) found.push_back(folder.lexically_normal());
  return found;
}

bool closed_to_us(const fs::path& folder) {
  return ::access((folder / ".").c_str(), R_OK | X_OK) != 0 && errno == EACCES;
}

std::string in_words_closed(const fs::path& folder) {
  return fmt::format("{} may not be looked into by this user: run this as root or as the service's user",
                     folder.string());
}

void find_data(const PlaceQuestion& question, Places& places) {
  const fs::path beside = question.configuration.parent_path() / "refleks-data";
  std::vector<fs::path> ours, closed;
  for (const fs::path& folder : candidates(question, beside)) {
    if (closed_to_us(folder)) closed.push_back(folder);
    if (is_of(question.configuration, folder)) ours.push_back(folder);
  }
  if (ours.size() > 1) {
    const auto used = std::partition(ours.begin(), ours.end(), in_use);
    if (used - ours.begin() == 1) ours.erase(used, ours.end());
  }
  places.data = ours.empty() ? beside : ours.front();
  if (ours.size() > 1)
    places.doubt = fmt::format("a service with this configuration has used {} and {}, and neither runs now",
                               ours[0].string(), ours[1].string());
  else if (ours.empty() && !closed.empty())
    places.doubt = in_words_closed(closed.front());
  else if (ours.empty())
    places.doubt =
        fmt::format("no service with this configuration has left its record in {} or in {}/refleks",
                    beside.string(), question.service_root.string());
}

// What systemd gave. Whoever asks one organisation with the folders of a process that serves several means
// its folder in there.
fs::path given(const PlaceQuestion& question, const std::string& list) {
  std::error_code error;
  const fs::path one = fs::absolute(question.configuration, error);  // of "fjordvik.toml", too
  const bool several =
      question.state_directory && is_of(one.parent_path(), first_of(*question.state_directory));
  return several ? first_of(list) / one.stem() : first_of(list);
}

fs::path box_of(const PlaceQuestion& question, const fs::path& data) {
  if (question.box) return *question.box;
  if (question.box_on_disk) return data / "box";
  if (question.runtime_directory) return given(question, *question.runtime_directory) / "box";
  std::error_code error;
  const auto record = record_in(data);
  if (record && record->configuration == whole(question.configuration) &&
      fs::is_directory(record->box, error))
    return record->box;
  return fmt::format("/dev/shm/refleks-{}", ::getuid());
}

}  // namespace

Places find_places(const PlaceQuestion& question) {
  Places places;
  if (question.data)
    places.data = *question.data;
  else if (question.state_directory)
    places.data = given(question, *question.state_directory);
  else
    find_data(question, places);
  places.box = box_of(question, places.data);
  return places;
}

namespace {

// /tmp, say, or /var/lib: closing it would take from others what is theirs.
void refuse_what_others_need(const Config& config) {
  const fs::path& data = config.organisation.data;
  struct stat about {};
  if (::stat(data.c_str(), &about) != 0 || about.st_uid != ::geteuid() || (about.st_mode & 077) == 0) return;
  if (const std::string stranger = stranger_in(config, StrangersOf::other_users); !stranger.empty())
    throw ConfigError(
        {fmt::format("{}: organisation.data: others use {} too ({} lies there, and belongs to another user): "
                     "give the service a folder of its own",
                     config.file, data.string(), stranger)});
}

}  // namespace

void make_private(const Config& config) {
  refuse_what_others_need(config);
  std::error_code failure;
  fs::create_directories(config.organisation.data, failure);
  if (failure)
    throw std::runtime_error(fmt::format("{}: organisation.data: the folder {} cannot be made: {}",
                                         config.file, config.organisation.data.string(), failure.message()));
  std::error_code ignored;  // another's folder that we may write in stays as it is
  fs::permissions(config.organisation.data, fs::perms::owner_all, ignored);
}

void set_data(Config& config, const fs::path& data) {
  for (fs::path* place : {&config.backup.directory, &config.ballot_box.directory, &config.log.file}) {
    const fs::path way = place->lexically_relative(config.organisation.data);
    if (!place->empty() && !way.empty() && *way.begin() != "..") *place = (data / way).lexically_normal();
  }
  config.organisation.data = data;
  config.doubt.clear();
}

void record_places(const Config& config) {
  const nlohmann::json record{{"configuration", whole(config.file).string()},
                              {"ballot_box", whole(config.ballot_box.directory).string()}};
  net::replace_private_file(config.organisation.data / record_name, record.dump(2) + "\n");
}

void require_known_places(const Config& config) {
  if (config.doubt.empty()) return;
  throw std::runtime_error(
      fmt::format("it is not known where the service keeps its data: {}. Nothing was made or changed. Start "
                  "the service once, set "
                  "organisation.data, or run this with the service's STATE_DIRECTORY",
                  config.doubt));
}

namespace {

// From folder to folder by what is open: whoever owns them could put a link in the place of one meanwhile,
// and root would give away what that leads to.
void give_below(int folder, const char* name, const struct stat& to) {
  if (::fchownat(folder, name, to.st_uid, to.st_gid, AT_SYMLINK_NOFOLLOW) != 0) {
    if (errno == ENOENT) return;  // what the service has taken away meanwhile need not be given
    net::fail_at(name);
  }
  const int fd = ::openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0) return;  // no folder
  const std::unique_ptr<DIR, int (*)(DIR*)> opened(::fdopendir(fd), [](DIR* one) { return ::closedir(one); });
  if (!opened) {
    ::close(fd);
    net::fail_at(name, ENOMEM);
  }
  while (const dirent* entry = ::readdir(opened.get()))
    if (const std::string_view one = entry->d_name; one != "." && one != "..")
      give_below(fd, entry->d_name, to);
}

}  // namespace

void give_to_service(const Config& config, const fs::path& made) {
  struct stat owner {};
  if (::geteuid() != 0 || ::stat(config.organisation.data.c_str(), &owner) != 0) return;
  give_below(AT_FDCWD, made.c_str(), owner);
}

void refuse_own_place(const Config& config, const fs::path& file) {
  const auto lies_in = [place = fs::weakly_canonical(fs::absolute(file))](const fs::path& folder) {
    if (folder.empty()) return false;
    const fs::path way = place.lexically_relative(fs::weakly_canonical(fs::absolute(folder)));
    return !way.empty() && *way.begin() != "..";
  };
  for (const fs::path& own : {config.organisation.data, config.ballot_box.directory,
                              config.ballot_box.key_directory, fs::path(config.file)})
    if (lies_in(own))
      throw std::runtime_error(
          fmt::format("{} is a place of the service's own: say another. Nothing was changed", file.string()));
}

net::Descriptor take_folder(const fs::path& data) {
  net::Descriptor folder(data, O_RDONLY | O_DIRECTORY);
  if (::flock(folder.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
    throw std::runtime_error(
        fmt::format("the service runs with {}: stop it first (systemctl stop refleks). Nothing was changed",
                    data.string()));
  return folder;
}

bool in_use(const fs::path& data) {
  const auto is_held = [](const fs::path& place) {
    const int fd = ::open(place.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) return false;
    const bool held = ::flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    ::close(fd);
    return held;
  };
  std::error_code error;
  const fs::path folder = fs::canonical(data, error);
  return is_held(database_in(data).string() + ".lock") || (!error && is_held(folder));
}

fs::path database_in(const fs::path& data) {
  return data / "refleks.db";
}

bool keeps_messages(const Config& config, const std::string& workspace) {
  return workspace == config.sandbox.workspace || (config.chats && config.chats->pages == workspace);
}

std::string database_of(const Config& config) {
  return config.storage.url.empty() ? database_in(config.organisation.data).string() : config.storage.url;
}

fs::path folder_of(const Config& config, const std::string& database) {
  return storage::postgres::is_place(database) ? config.organisation.data : fs::path(database).parent_path();
}

bool has_database(const Config& config) {
  const fs::path& data = config.organisation.data;
  if (config.storage.url.empty() && closed_to_us(data)) throw std::runtime_error(in_words_closed(data));
  return !config.storage.url.empty() || fs::exists(database_in(config.organisation.data));
}

void require_database(const Config& config, const char* or_this) {
  std::error_code none;
  if (or_this && fs::exists(config.organisation.data / or_this, none)) return;
  if (!has_database(config))
    throw std::runtime_error("there is no database at " + database_in(config.organisation.data).string());
}

}  // namespace app
