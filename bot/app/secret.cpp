#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "bot/app/config.hpp"

namespace app {

namespace fs = std::filesystem;

std::optional<std::string> secret(const Section& section, const std::string& name, const fs::path& folder,
                                  const Environment& environment) {
  const std::string file_key = name + "_file", env_key = name + "_env";
  const auto variable = section.text(env_key);
  const auto file = section.text(file_key);
  if (file && variable) {
    section.problem(env_key, fmt::format("{} is set as well; one of the two is enough", file_key));
    return std::nullopt;
  }
  std::string value;
  if (variable) {
    value = environment(*variable).value_or("");
    if (value.empty()) section.problem(env_key, fmt::format("the environment has no variable {}", *variable));
  } else if (file) {
    const fs::path path = folder / *file;
    std::error_code error;
    const auto status = fs::status(path, error);
    if (!fs::is_regular_file(status)) {
      section.problem(file_key, fmt::format("there is no file {}", path.string()));
      return std::nullopt;
    }
    if ((status.permissions() & fs::perms::others_read) != fs::perms::none) {
      section.problem(file_key,
                      fmt::format("everybody on this machine can read {}; take that away: chmod o= {}",
                                  path.string(), path.string()));
      return std::nullopt;
    }
    std::ifstream in(path, std::ios::binary);
    value.assign(std::istreambuf_iterator<char>(in), {});
    while (!value.empty() && (value.back() == '\n' || value.back() == '\r')) value.pop_back();
    if (!in || value.empty())
      section.problem(file_key, fmt::format("{} is empty or cannot be read", path.string()));
  }
  if (value.empty()) return std::nullopt;
  return value;
}

}  // namespace app
