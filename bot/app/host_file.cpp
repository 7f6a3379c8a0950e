#include "bot/app/host_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "adapters/net/http.hpp"
#include "adapters/net/url.hpp"
#include "bot/app/chats.hpp"
#include "bot/app/config_reading.hpp"
#include "bot/app/places.hpp"
#include "bot/app/reload.hpp"
#include "bot/app/way_out.hpp"
#include "bot/core/random.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view shared_sections[] = {"server.", "log.", "health.", "net.", "handover."};
constexpr std::string_view each_its_own = "server.public_url";

bool is_shared(std::string_view key) {
  return key != each_its_own && std::ranges::any_of(shared_sections, [&](std::string_view section) {
           return key.starts_with(section);
         });
}

std::span<const KnownKey> shared_keys() {
  static const std::vector<KnownKey> all = [] {
    std::vector<KnownKey> found;
    for (const KnownKey& key : config_keys())
      if (is_shared(key.path)) found.push_back(key);
    return found;
  }();
  return all;
}

fs::path first_listed(const std::string& list) {  // systemd lists several with colons
  return list.substr(0, list.find(':'));
}

}  // namespace

HostFile read_host(const fs::path& file, const fs::path& organisations, const Environment& environment) {
  HostFile host;
  const auto state = environment("STATE_DIRECTORY"), run = environment("RUNTIME_DIRECTORY");
  host.organisations = fs::absolute(organisations).lexically_normal();
  if (!host.organisations.has_filename()) host.organisations = host.organisations.parent_path();
  Config& shared = host.shared;
  PlaceQuestion question;
  question.configuration = host.organisations;
  question.state_directory = state;
  const Places places = find_places(question);
  shared.organisation.data = places.data;
  shared.doubt = places.doubt;
  host.boxes = run ? first_listed(*run) : fs::path(fmt::format("/dev/shm/refleks-{}", ::getuid()));
  const std::string name = file.string();
  TomlReader reader(file.empty() ? std::string() : file_text(file), name, shared_keys());
  const Section root = reader.root();
  const fs::path folder = file.parent_path();
  auto chats = std::make_shared<Chats>();
  chats->server = read_listener(root.section("server"), folder, environment);
  shared.chats = std::move(chats);
  shared.log = read_log(root.section("log"), shared.organisation.data);
  shared.health = read_health(root.section("health"));
  shared.handover = read_handover(root.section("handover"), folder, environment);
  shared.proxies = read_way_out(root.section("net"), folder, environment);
  reader.finish();
  shared.warnings = reader.warnings();
  shared.lines = reader.lines();
  shared.file = name;
  return host;
}

Config read_organisation(const HostFile& host, const std::string& text, const std::string& file,
                         const Environment& environment) {
  const fs::path name = fs::path(file).stem();
  // As if it were alone, with folders of its own from systemd.
  const Environment own = [&](const std::string& variable) -> std::optional<std::string> {
    if (variable == "STATE_DIRECTORY") return (host.shared.organisation.data / name).string();
    if (variable == "RUNTIME_DIRECTORY") return (host.boxes / name).string();
    return environment(variable);
  };
  Config config = parse_config(text, file, own);
  std::vector<std::string> problems;
  for (const auto& [key, line] : config.lines)
    if (is_shared(key))
      problems.push_back(
          fmt::format("{}: is the same for all organisations of the process, so it stands in "
                      "the file that they share",
                      config.place(key)));
  if (!problems.empty()) throw ConfigError(problems);
  config.log = host.shared.log;
  // Boxes go from memory to memory.
  if (config.storage.standby && config.ballot_box.mode == Config::BallotBox::Mode::memory)
    config.handover = host.shared.handover;
  config.handover.organisation = name.string();
  if (!host.shared.health.host.empty())
    std::erase_if(config.warnings, [](const std::string& words) { return words.ends_with(nobody_is_told); });
  return config;
}

std::string print_of(const fs::path& file) {
  try {
    std::string all = file_text(file);
    for (const auto& [section, hash] : named_files_of(all, file.parent_path())) all += section + hash;
    return core::id_from_name(all);
  } catch (const std::exception&) {  // one organisation's trouble is no other's
    return {};
  }
}

std::string host_name(const Config& config) {
  const auto url = net::parse_url(config.chats->server.public_url);
  if (!url) return {};
  std::string host = net::lower_case(url->host);
  if (host.ends_with('.')) host.pop_back();
  return host;
}

Claim claim_of(const Config& config) {
  Claim claim{host_name(config), config.storage.url, {}};
  claim.folders = {{"organisation.data", config.organisation.data},
                   {"ballot_box.directory", config.ballot_box.directory},
                   {"ballot_box.key_directory", config.ballot_box.key_directory},
                   {"backup.directory", config.backup.directory}};
  std::erase_if(claim.folders, [](const auto& each) { return each.second.empty(); });
  for (auto& [key, folder] : claim.folders) {
    std::error_code error;
    const fs::path whole = fs::weakly_canonical(fs::absolute(folder), error);
    if (!error) folder = whole;
  }
  return claim;
}

}  // namespace app
