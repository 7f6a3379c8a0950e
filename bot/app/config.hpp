#pragma once
// What an organisation sets: one TOML file, read once at start and checked whole. docs/configuration.md lists
// the keys.

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bot/app/toml_reader.hpp"
#include "bot/core/people.hpp"
#include "bot/core/programme.hpp"
#include "bot/runtime/retention.hpp"

namespace net {
class Proxies;
}

namespace app {

struct Chats;

struct Config {
  struct Organisation {
    std::string name;
    core::Language language = core::Language::nb;
    std::string zone = "Europe/Oslo";
    std::filesystem::path data;                     // the folder of the database
    std::string deviation_url, whistleblowing_url;  // may be empty
    int most_a_week = 20;                           // messages that a person should get, in a week
    int ceiling_a_week = 60;                        // messages to a person, never more in a week
    int ceiling() const { return std::max(ceiling_a_week, most_a_week); }
  };
  struct Storage {
    std::string url;       // of PostgreSQL (docs/postgresql.md); empty: a file in the data folder
    bool standby = false;  // another process may serve it: then this one waits
  };
  // How open boxes go to the other machine (docs/postgresql.md).
  struct Handover {
    std::string host;  // where this one listens while it waits
    std::uint16_t port = 0;
    std::string peer_host, peer_port;  // empty: they do not
    std::filesystem::path certificate, key, authority;
    std::string organisation;  // by which name the other machine knows it; empty: it has but one
  };
  struct BallotBox {
    enum class Mode { memory, disk };
    Mode mode = Mode::memory;
    std::filesystem::path directory;
    std::filesystem::path key_directory;  // only for disk
  };
  struct Log {
    std::string level = "info";  // as spdlog names it
    std::filesystem::path file;  // empty: standard error
    bool json = false;
  };
  struct Health {
    std::string host;  // empty: nobody is told
    std::uint16_t port = 0;
  };
  struct Sandbox {
    bool enabled = false;
    std::string workspace = "sandbox";
    std::string host = "127.0.0.1";
    std::uint16_t port = 8089;
    bool movable_clock = false;
    std::optional<core::Instant> start;  // where the movable clock begins; nothing: now
  };
  struct Disclosure {
    int k_group = 4, k_leader = 4;
  };
  // What groups are asked without anybody asking for it.
  struct Questions {
    bool purpose = true, period = true, facilitators = true;
  };
  struct Backup {
    std::filesystem::path directory;  // empty: no copies
    int keep_days = 14;
  };

  Organisation organisation;
  Storage storage;
  Handover handover;
  BallotBox ballot_box;
  Log log;
  Health health;
  core::QuietHours quiet;
  Sandbox sandbox;
  Disclosure disclosure;
  Questions questions;
  runtime::Retention retention;
  Backup backup;
  std::vector<std::string> workspaces;          // the chats that are switched on, the sandbox too
  std::shared_ptr<const Chats> chats;           // bot/app/chats.hpp; never null once read
  std::shared_ptr<const net::Proxies> proxies;  // null: the environment's
  core::Programmes programmes;  // those that travel in the binary and those of packs.directory
  std::vector<core::Person> people;
  std::vector<std::string> people_keys;  // as the file calls them
  std::vector<core::Group> groups;
  // Who is at work in a group on a day; where there is none, everybody.
  struct Roster {
    core::GroupId group;
    core::Date day;
    std::set<core::PersonId> people;
  };
  std::vector<Roster> rosters;
  // Which of a group's leaders wishes for courses and visits go to, by the group's key.
  std::map<std::string, core::PersonId> wishes_to;
  std::string doubt;  // why a tool cannot know where the service's data is (places.hpp); or empty
  std::string file;   // as it was given
  std::vector<std::filesystem::path> named;  // files of the operator's own: secrets, certificates
  std::filesystem::path packs;               // packs.directory; empty: none
  std::map<std::string, int> lines;  // of every key outside of people and groups: "server.listen" -> 12
  std::vector<std::string> erased;   // marks of those who were left out because they were erased (erased.hpp)
  std::vector<std::string> warnings;  // located like problems; the file is good all the same
  // What a long file was read into is given back piece by piece on the other core, while this one goes on.
  std::shared_future<void> let_go;

  // "refleks.toml:12: server.listen", for what turns out to be wrong only when it is used; without the line
  // when the key is not there.
  std::string place(const std::string& key) const;
  // People, groups and what belongs to them, programmes and quiet hours of a file that was read anew.
  void take(Config&& fresh);
  // Of people and groups all that nobody asks again once the database has them: as they are known there
  // counts.
  void let_go_of_people();
  // As `wishes_to` says; nobody where it does not. The database may know them by an older id.
  core::PersonId leader_for_wishes(const core::Directory& living, const core::Group& group) const;
};

// A variable of the environment, or nothing.
using Environment = std::function<std::optional<std::string>(const std::string&)>;
std::optional<std::string> system_environment(const std::string& name);

// Both throw ConfigError with everything that is wrong. `file_name` is named in messages, and paths of what
// is read are relative to its folder, those of what the service writes to the data folder. Of the disk,
// parse_config reads packs.directory, secrets, and where the service's folders are (places.hpp).
Config load_config(const std::filesystem::path& path, const Environment& environment = system_environment);
Config parse_config(std::string_view text, const std::string& file_name,
                    const Environment& environment = system_environment);

// Every key of the configuration, with its meaning and default: what docs/configuration.md and the example
// are held to.
std::span<const KnownKey> config_keys();

// The secret `name` of a section. Secrets never stand in the file: "<name>_file" names a file that holds it
// (nobody but owner and group may read it), "<name>_env" a variable of the environment. A file is looked for
// in $CREDENTIALS_DIRECTORY first, where systemd puts what LoadCredential names. Byte order mark, blanks and
// empty lines around it are taken off. Both keys belong in the table of known keys. Nothing when neither is
// there; problems, and a warning when it does not look like its kind, are noted on the section and never
// quote it.
std::optional<std::string> secret(const Section& section, const std::string& name,
                                  const std::filesystem::path& folder, const Environment& environment,
                                  const runtime::SecretKind& kind = {});

// Where such a file is: `written` beside `folder`, or systemd's copy of it.
std::filesystem::path secret_file(const std::string& written, const std::filesystem::path& folder,
                                  const Environment& environment);

// Why this file cannot be read, naming it; empty: it can.
std::string unreadable(const std::filesystem::path& file);
// The same as a problem of that key, where it is one.
bool is_readable(const Section& section, std::string_view key, const std::filesystem::path& file);

}  // namespace app
