#pragma once
// One process for many organisations: a file each in a folder, one listener and one I/O thread for all. What
// happens to one, a broken file, a full disk, its end, is nobody else's business.

#include <filesystem>
#include <iosfwd>
#include <string>
#include <string_view>

#include "bot/app/host_file.hpp"

namespace app {

// Serves until SIGTERM or SIGINT, then stops all in order within ten seconds. SIGHUP: looks into the folder;
// starts, stops and reloads those alone whose files came, went and changed. Gives the exit status. Throws
// where nothing at all can be served: the listener, the folder.
int serve_many(const HostFile& host, const std::string& program);

// Asked of the process; what is asked of one organisation is refused with words.
inline constexpr std::string_view asked_of_many = "look";
// `refleks reload --organisations FOLDER`: has the running process look into its folder, and says what it
// found. 0: done; 1: none runs; 2: some of it is not served.
int reload_many(const HostFile& host, std::ostream& out);

}  // namespace app
