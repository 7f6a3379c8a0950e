#pragma once
// What in the data folder is the installation's, and goes into copies of it.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "bot/app/config.hpp"
#include "bot/app/copy_file.hpp"

namespace app {

// Names directly in the data folder that are the installation's, besides the database, packs too. Without the
// lock, what else the configuration names, what was put aside before, the record of places, and the sandbox,
// which is a chat like those of others.
std::vector<std::string> belongings(const Config& config);
// Whether that could be one of them: nothing else is in a copy of ours, but the database, nor is taken from
// one.
bool may_be_in_copy(const Config& config, std::string_view name);
// Their files. What this user may not read is left out, with a line in the log, and so is a name that is no
// UTF-8; but keys and packs never, so that write_copy() fails. Throws std::exception.
void gather_belongings(const Config& config, std::vector<CopyPart>& parts);
// The folders of copies, boxes and keys, the log, and what is the operator's own, as secrets, the
// password of a database on a server (`pgpass`) and a certificate that is renewed, may lie in the data
// folder, and are no part of it: `entry` is one of them, or one of them lies in it. So do packs, which are in
// copies, and are not replaced by an older one's.
bool is_named_by(const Config& config, const std::filesystem::path& entry);

// Whether the data folder may be taken for one: a name in it that neither the service nor the configuration
// knows, where nothing of the service lies beside it; empty: there is none. "/var/lib", written for a folder
// in it, is everybody's. Names with a leading dot, caches, and `own` or what it lies in, make no stranger.
enum class StrangersOf { anybody, other_users };
std::string stranger_in(const Config& config, StrangersOf which, const std::filesystem::path& own = {});
// Whether `file` is `entry` or lies in it, whatever links lead there.
bool holds(const std::filesystem::path& entry, const std::filesystem::path& file);
// Hidden names, which belong to whoever keeps folders the same or to the file system.
bool is_hidden(std::string_view name);
// A name in the folder of the copies that is none of theirs; empty: there is none. What file servers put into
// each of their folders is nobody's.
std::string other_than_copies(const std::filesystem::path& folder);
// Whether its owner alone may look into the folder.
bool is_private(const std::filesystem::path& folder);
// Whose the folder of the copies is: root's, the service's, which the data is, both or neither.
struct CopiesOwner {
  bool is_root = false, is_service = false;
};
CopiesOwner owner_of_copies(const Config& config);
// Root may close any folder, and who types its name may have meant one in it. Throws std::runtime_error where
// it holds more than copies, others may look into it, and it is not the service's own.
void refuse_what_others_use(const Config& config);

}  // namespace app
