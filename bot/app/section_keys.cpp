#include "bot/app/section_keys.hpp"

#include <algorithm>

namespace app {

std::string key_path(std::string_view parent, std::string_view key) {
  std::string path(parent);
  if (!path.empty()) path += '.';
  return path += key;
}

bool SectionKeys::Kind::ask(std::string_view key) {
  for (std::size_t at = 0; at < known.size(); ++at)
    if (known[at].size() == key.size() && known[at] == key) {
      asked[at] = true;
      return true;
    }
  return false;
}

SectionKeys::Kind& SectionKeys::of(const std::string& pattern) {
  const auto [at, fresh] = kinds_.try_emplace(pattern);
  if (fresh) {
    at->second.known = children(pattern);
    at->second.asked.resize(at->second.known.size());
  }
  return at->second;
}

std::optional<std::string> SectionKeys::forgotten() const {
  for (const auto& [pattern, kind] : kinds_)
    for (std::size_t at = 0; at < kind.known.size(); ++at)
      if (kind.visited && kind.known[at] != "*" && !kind.asked[at]) return key_path(pattern, kind.known[at]);
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
