#pragma once
// Where the service keeps what is its own. Decided in one place, for `serve` and for every tool alike:
// systemd gives the service its folders in the environment, and an administrator's shell has none of it. So
// the service leaves a record in its data folder, and whoever comes without that environment goes by the
// record.

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "adapters/net/descriptor.hpp"

namespace app {

struct Config;

struct Places {
  std::filesystem::path data;  // the folder of the database
  std::filesystem::path box;   // of the ballot box
  std::string doubt;           // why a tool cannot know that these are the service's; empty: they are
};

// What decides about places.
struct PlaceQuestion {
  std::filesystem::path configuration;             // the file
  std::optional<std::filesystem::path> data, box;  // as the configuration says
  bool box_on_disk = false;
  std::optional<std::string> state_directory, runtime_directory;  // as systemd gives them
  std::filesystem::path service_root = "/var/lib";                // where services keep their folders
};

// Data: as configured; else $STATE_DIRECTORY; else the one folder whose record names this configuration, of
// /var/lib/refleks*, and refleks-data beside the file, or of those in them that are called like the file;
// else refleks-data. Box: as configured; on disk `box` in the data folder; else $RUNTIME_DIRECTORY/box; else
// the recorded one; else /dev/shm/refleks-<user number>. Makes nothing.
Places find_places(const PlaceQuestion& question);

// Makes the data folder; what people were told and what they wrote is this user's alone. Throws
// std::runtime_error with words where that cannot be, or where others use the folder too.
void make_private(const Config& config);

// The operator says which the data folder is. What was thought to lie in another lies there: copies, the box,
// the log.
void set_data(Config& config, const std::filesystem::path& data);

// Leaves the record, in a data folder that is there. For `serve` alone. Throws std::exception.
void record_places(const Config& config);

// For tools that read or write what is the service's: throws std::runtime_error with words when it is not
// known where that is.
void require_known_places(const Config& config);

// What root has made there, with all that lies in it, becomes whose the data folder is: the service could not
// go on with it. For others nothing happens.
void give_to_service(const Config& config, const std::filesystem::path& made);

// Throws std::runtime_error with words where a file written there would replace something of the service's.
void refuse_own_place(const Config& config, const std::filesystem::path& file);

// Takes the data folder until it is closed. The folder itself is locked, because a lock file can be deleted
// beside a running service. Throws std::runtime_error with words when another has it.
net::Descriptor take_folder(const std::filesystem::path& data);

// Whether a running service has this data folder. Any user who may read it, or its lock file.
bool in_use(const std::filesystem::path& data);

// In the data folder: where the running service can be asked (control.hpp), and what administrators did
// (audit.hpp).
inline constexpr auto control_name = "control.sock", audit_name = "audit.jsonl";
std::filesystem::path database_in(const std::filesystem::path& data);

// Where the database is, as storage::Database takes it: storage.url, or the file in the data folder.
std::string database_of(const Config& config);
// Whether what is posted to the workspace lies here, in the sandbox or on the pages: when the process died,
// nothing was on its way.
bool keeps_messages(const Config& config, const std::string& workspace);
// Of a database in a file, which may be another than the configuration's (a rehearsal): its folder.
std::filesystem::path folder_of(const Config& config, const std::string& database);
// Whether there is one, as far as it is seen without asking a server. Throws std::runtime_error with words
// where this user may not look.
bool has_database(const Config& config);
// Where the service has never run there is nothing to tell of: throws std::runtime_error with words. Not
// where this lies in the data folder, which tells enough.
void require_database(const Config& config, const char* or_this = nullptr);

}  // namespace app
