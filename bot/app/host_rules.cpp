#include "bot/app/host_rules.hpp"

#include <algorithm>

#include "bot/app/config_chats.hpp"

namespace app {

Step next_step(std::optional<Phase> phase, const std::string& has, const std::optional<std::string>& found) {
  if (!phase) return found ? Step::start : Step::none;
  switch (*phase) {
    case Phase::starting:
    case Phase::stopping:
      return Step::none;
    case Phase::waiting:
    case Phase::serving:
      if (!found) return Step::stop;
      return *found == has ? Step::none : Step::reload;
    case Phase::failed:
    case Phase::refused:
      return found ? Step::start : Step::forget;
  }
  return Step::none;
}

std::chrono::seconds wait_before_start(int failed) {
  constexpr int doublings = 5;
  return std::min(std::chrono::seconds{1 << std::clamp(failed, 1, doublings + 1)}, std::chrono::seconds{60});
}

Listing organisations_in(const std::filesystem::path& folder) {
  Listing found;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::filesystem::path& file = entry.path();
    if (file.extension() != ".toml" || file.filename().string().starts_with('.')) continue;
    if (is_key(file.stem().string()))
      found.files[file.stem().string()] = file;
    else
      found.strange.push_back(file.filename().string());
  }
  std::ranges::sort(found.strange);
  return found;
}

namespace {

std::string with_slash(const std::filesystem::path& folder) {
  std::string text = folder.string();
  if (!text.ends_with('/')) text += '/';
  return text;
}

}  // namespace

// Who has it, something in it, or a folder that it lies in.
std::string Claims::holder(const std::string& folder, const std::string& besides) const {
  for (auto inside = folders_.lower_bound(folder); inside != folders_.end(); ++inside) {
    if (!inside->first.starts_with(folder)) break;
    if (inside->second != besides) return inside->second;
  }
  for (auto end = folder.find('/'); end != std::string::npos; end = folder.find('/', end + 1)) {
    const auto [first, last] = folders_.equal_range(folder.substr(0, end + 1));
    for (auto above = first; above != last; ++above)
      if (above->second != besides) return above->second;
  }
  return {};
}

std::map<std::string, std::string> Claims::take(const std::string& name, Claim claim) {
  std::map<std::string, std::string> taken;
  for (const auto& [other, theirs] : claims_) {
    if (other == name) continue;
    if (!claim.host.empty() && claim.host == theirs.host) taken["server.public_url"] = other;
    if (!claim.store.empty() && claim.store == theirs.store) taken["storage.url"] = other;
  }
  for (const auto& [key, folder] : claim.folders)
    if (std::string other = holder(with_slash(folder), name); !other.empty()) taken[key] = std::move(other);
  if (!taken.empty()) return taken;
  release(name);
  for (const auto& [key, folder] : claim.folders) folders_.emplace(with_slash(folder), name);
  claims_[name] = std::move(claim);
  return {};
}

void Claims::release(const std::string& name) {
  claims_.erase(name);
  std::erase_if(folders_, [&](const auto& each) { return each.second == name; });
}

}  // namespace app
