#pragma once
// What the service's user may not read or write, though root may: each tool works, and the service does not
// start.

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "bot/app/config.hpp"
#include "bot/runtime/finding.hpp"

namespace app {

struct ServiceUser {
  uid_t id = 0;
  std::string name;           // or the number
  std::vector<gid_t> groups;  // the first is its own
};
// To whom the data folder belongs. Nothing where this process is not root, and sees no more than the service;
// where there is no data folder yet; where the service is root.
std::optional<ServiceUser> service_user(const Config& config);

// Where that user is shut out, by the rights of files and folders alone.
runtime::Findings examine_sight(const Config& config, const ServiceUser& user);

// Files of another user than the folder in which they lie.
runtime::Findings examine_owners(const std::filesystem::path& data);

}  // namespace app
