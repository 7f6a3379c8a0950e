#include "bot/app/section_keys.hpp"

#include <algorithm>

namespace app {

std::string key_path(std::string_view parent, std::string_view key) {
  std::string path(parent);
  if (!path.empty()) path += '.';
  return path += key;
}

SectionKeys::Kind& SectionKeys::of(const std::string& pattern) {
  const auto [at, fresh] = kinds_.try_emplace(pattern);
  if (fresh) at->second.known = children(pattern);
  return at->second;
}

std::optional<std::string> SectionKeys::forgotten() const {
  for (const auto& [pattern, kind] : kinds_)
    for (const std::string& key : kind.known)
      if (kind.visited && key != "*" && !kind.asked.contains(key)) return key_path(pattern, key);
  return std::nullopt;
}

// "sessions[].theme.nb" makes "sessions" a child of "" and "theme" a child of "sessions[]".
std::vector<std::string> SectionKeys::children(std::string_view pattern) const {
  std::vector<std::string> found;
  const std::string prefix = key_path(pattern, "");
  for (const KnownKey& known : known_) {
    if (!known.path.starts_with(prefix)) continue;
    std::string_view rest = known.path.substr(prefix.size());
    rest = rest.substr(0, rest.find('.'));
    if (rest.ends_with("[]")) rest.remove_suffix(2);
    if (std::find(found.begin(), found.end(), rest) == found.end()) found.emplace_back(rest);
  }
  return found;
}

}  // namespace app
