#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "bot/app/config.hpp"

namespace app {

namespace fs = std::filesystem;

namespace {

// What editors, web pages and shells leave around a secret: byte order mark, blanks of every kind, empty
// lines.
constexpr std::array<std::string_view, 11> around{
    "\xEF\xBB\xBF", "\xC2\xA0", "\xE2\x80\x8B", "\xE2\x80\xAF", "\xE2\x81\xA0", " ", "\t", "\r", "\n",
    "\v",           "\f"};

bool take_off_one(std::string_view& text) {
  for (const std::string_view each : around) {
    if (text.starts_with(each)) {
      text.remove_prefix(each.size());
      return true;
    }
    if (text.ends_with(each)) {
      text.remove_suffix(each.size());
      return true;
    }
  }
  return false;
}

std::string_view bare(std::string_view text) {
  while (take_off_one(text)) {
  }
  return text;
}

// One secret a line, each bare, no empty ones.
std::string bare_lines(std::string_view text) {
  std::string all;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of("\r\n"), text.size());
    if (const std::string_view line = bare(text.substr(0, end)); !line.empty())
      all += (all.empty() ? "" : "\n") + std::string(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return all;
}

// Why this can be no secret at all; nothing: it can.
std::optional<std::string> why_none(std::string_view value, bool lines) {
  if (value.find('\0') != value.npos || value.starts_with("\xFF\xFE") || value.starts_with("\xFE\xFF"))
    return "holds zero bytes, as a text saved as \"Unicode\" (UTF-16) does; save it as UTF-8";
  for (const char c : value) {
    if (c == '\n' && lines) continue;
    if (c == '\n' || c == '\r') return "holds several lines, and one secret is needed";
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return "holds control characters; write it anew";
  }
  return std::nullopt;
}

bool each_fits(std::string_view lines, bool (*fits)(std::string_view)) {
  for (;;) {
    const auto end = lines.find('\n');
    if (!fits(lines.substr(0, end))) return false;
    if (end == lines.npos) return true;
    lines.remove_prefix(end + 1);
  }
}

constexpr std::size_t most_secrets = 64 * 1024;  // of a file, which may hold several

// The bytes of a secret file; nothing when a problem was noted.
std::optional<std::string> bytes_of(const Section& section, const std::string& key, const fs::path& path,
                                    bool handed_over) {
  if (const std::string why = unreadable(path); !why.empty()) {
    section.problem(key,
                    why + (handed_over ? "; systemd hands over what lies in that folder when the service "
                                         "is started, and then this file was not there: put it there, and "
                                         "restart the service"
                                       : ""));
    return std::nullopt;
  }
  std::error_code error;
  if ((fs::status(path, error).permissions() & fs::perms::others_read) != fs::perms::none) {
    section.problem(key, fmt::format("everybody on this machine can read {}; take that away: chmod o= {}",
                                     path.string(), path.string()));
    return std::nullopt;
  }
  std::ifstream in(path, std::ios::binary);
  std::string bytes = bytes_up_to(most_secrets, in);
  if (!in.bad() && bytes.size() <= most_secrets) return bytes;
  section.problem(key, fmt::format("{} {}", path.string(),
                                   in.bad() ? "cannot be read to its end" : "is larger than a secret is"));
  return std::nullopt;
}

}  // namespace

// systemd gives a service that may not read the file itself a copy of it. With
// LoadCredential=secrets:/etc/refleks/secrets that of secrets/slack-bot is called secrets_slack-bot.
fs::path secret_file(const std::string& written, const fs::path& folder, const Environment& environment) {
  if (const auto given = environment("CREDENTIALS_DIRECTORY")) {
    std::string joined = written;
    std::replace(joined.begin(), joined.end(), '/', '_');
    std::error_code error;
    for (const auto& name : {joined, fs::path(written).filename().string()})
      if (const fs::path copy = fs::path(*given) / name; fs::is_regular_file(copy, error)) return copy;
  }
  return folder / written;
}

std::string unreadable(const fs::path& path) {
  std::error_code error;
  const auto status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) return fmt::format("there is no file {}", path.string());
  if (status.type() == fs::file_type::directory)
    return fmt::format("{} is a folder, and a file is needed", path.string());
  if (fs::is_other(status))  // a pipe that nobody writes into is waited for without end
    return fmt::format("{} is no ordinary file", path.string());
  if (::access(path.c_str(), R_OK) != 0)
    return fmt::format("{} cannot be read ({})", path.string(), std::strerror(errno));
  return {};
}

bool is_readable(const Section& section, std::string_view key, const fs::path& file) {
  const std::string why = unreadable(file);
  if (!why.empty()) section.problem(key, why);
  return why.empty();
}

std::optional<std::string> secret(const Section& section, const std::string& name, const fs::path& folder,
                                  const Environment& environment, const runtime::SecretKind& kind) {
  const std::string file_key = name + "_file", env_key = name + "_env";
  const auto variable = section.text(env_key);
  const auto file = section.text(file_key);
  if (file && variable) {
    section.conflict(env_key, fmt::format("{} is set as well: take one of the two out", file_key));
    return std::nullopt;
  }
  if (!file && !variable) return std::nullopt;
  if (file) section.names(folder / *file);
  const std::string& key = file ? file_key : env_key;
  std::string raw;
  if (variable) {
    raw = environment(*variable).value_or("");
    if (raw.empty()) {
      section.problem(key, fmt::format("the environment has no variable {}", *variable));
      return std::nullopt;
    }
  } else if (auto bytes = bytes_of(section, key, secret_file(*file, folder, environment),
                                   environment("CREDENTIALS_DIRECTORY").has_value())) {
    raw = std::move(*bytes);
  } else {
    return std::nullopt;
  }
  std::string value = kind.lines ? bare_lines(raw) : std::string(bare(raw));
  const std::string what = file ? *file : *variable;
  if (value.empty()) {
    section.problem(key, fmt::format("{} is empty", what));
    return std::nullopt;
  }
  if (const auto why = why_none(value, kind.lines)) {
    section.problem(key, fmt::format("{} {}", what, *why));
    return std::nullopt;
  }
  if (kind.fits && !each_fits(value, kind.fits))
    section.warning(key, fmt::format("what is in {} does not look like {}; copy it anew if it is refused",
                                     what, kind.looks));
  return value;
}

}  // namespace app
