#pragma once
// What a look into the folder of organisations asks for: plain rules, without files and threads.

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace app {

// Where an organisation of the process is.
enum class Phase {
  starting,
  waiting,  // another process serves it (storage.standby)
  serving,
  stopping,
  failed,  // it is tried again after a while
  refused  // its file or its folders are at fault: tried again when somebody says so
};

enum class Step {
  none,  // what is under way is looked at again when it has ended
  start,
  stop,    // and then forget
  reload,  // its file says something else
  forget
};

// `phase`: nothing where it is not known. `found`: a mark of what its file says now; nothing where there is
// none. `has`: of what it has, or is being started with.
Step next_step(std::optional<Phase> phase, const std::string& has, const std::optional<std::string>& found);

// After so many starts that failed one after the other: 2 s, 4 s ... at most a minute.
std::chrono::seconds wait_before_start(int failed);

// The names of the files "<name>.toml" in a folder: small letters, digits, - and _, 64 at most. `strange`:
// what else is called *.toml. Throws std::filesystem::filesystem_error where it cannot be read.
struct Listing {
  std::map<std::string, std::filesystem::path> files;
  std::vector<std::string> strange;
};
Listing organisations_in(const std::filesystem::path& folder);

// What an organisation has to itself in the process.
struct Claim {
  std::string host;                                      // of server.public_url; empty: none
  std::string store;                                     // storage.url; empty: a file in a folder
  std::map<std::string, std::filesystem::path> folders;  // by key of the configuration; whole paths
};
class Claims {
 public:
  // What of it another has: key and who, "server.public_url" -> "nordvik"; taken where that is empty, instead
  // of what `name` had.
  std::map<std::string, std::string> take(const std::string& name, Claim claim);
  void release(const std::string& name);

 private:
  std::string holder(const std::string& folder, const std::string& besides) const;

  std::map<std::string, Claim> claims_;
  std::multimap<std::string, std::string> folders_;  // "/var/lib/refleks/nordvik/" -> "nordvik"
};

}  // namespace app
