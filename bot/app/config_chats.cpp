#include "bot/app/config_chats.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>

#include "adapters/net/address.hpp"
#include "adapters/net/url.hpp"
#include "bot/app/platforms.hpp"
#include "bot/app/section_settings.hpp"
#include "bot/core/ascii.hpp"

namespace app {

std::string host_address(const std::string& text) {
  const std::string address = site_address(text);
  const auto host = address.substr(address.find("://") + 3);
  if (host.empty() || host.find_first_of("/?#@\\") != host.npos)
    throw std::invalid_argument(fmt::format(
        "\"{}\" is more than a host name; pages and chats need one of their own, without a path", text));
  return secret_address(address);
}

std::filesystem::path file_at(const Section& section, const char* key, const std::filesystem::path& folder,
                              const Environment& environment) {
  const auto written = section.text(key);
  if (!written) return {};
  const auto file = secret_file(*written, folder, environment);
  section.names(folder / *written);
  is_readable(section, key, file);
  return file;
}

Chats::Server read_listener(const Section& section, const std::filesystem::path& folder,
                            const Environment& environment) {
  Chats::Server server;
  server.certificate = file_at(section, "certificate_file", folder, environment);
  server.key = file_at(section, "key_file", folder, environment);
  if (server.certificate.empty() != server.key.empty())
    section.conflict(server.key.empty() ? "certificate_file" : "key_file",
                     "certificate_file and key_file belong together; one of them is missing");
  if (const auto where = section.read<Listen>("listen", listen_address)) {
    server.host = where->host;
    server.port = where->port;
  }
  server.header_kb = static_cast<std::size_t>(section.number("header_kb", 8, 64).value_or(8));
  server.connections = static_cast<std::size_t>(section.number("connections", 32, 8192).value_or(256));
  if (section.has("trusted_proxies")) {
    server.trusted_proxies.clear();
    for (const Section::Item& item : section.texts("trusted_proxies")) {
      boost::system::error_code bad;
      const auto address = boost::asio::ip::make_address(item.text, bad);
      if (bad) section.problem("trusted_proxies", fmt::format("\"{}\" is no address", item.text), item.line);
      if (!bad) server.trusted_proxies.push_back(net::unmapped(address).to_string());
    }
  }
  server.visitor_header =
      section.one_of("visitor_header", {"X-Forwarded-For", "Forwarded"}).value_or(server.visitor_header);
  return server;
}

namespace {

std::optional<std::string> read_pages(const Section& section, const Chats::Server& server) {
  const bool enabled = section.flag("enabled").value_or(false);
  const std::string name = section.text("name").value_or("pages");
  if (!enabled) return std::nullopt;
  if (server.public_url.empty())
    section.conflict("enabled", "pages need server.public_url, the address under which phones reach them");
  return name;
}

// Where leaders and coordinators sign in by OpenID Connect. Every key is asked for, also where there is no
// such section.
std::optional<web::SignInOptions> read_sign_in(const Section& section, const SectionSettings& secrets,
                                               const Chats& chats,
                                               const std::vector<std::string>& workspaces) {
  web::SignInOptions options;
  options.issuer = section.text("issuer").value_or("");
  options.client_id = section.text("client_id").value_or("");
  options.client_secret = secrets.secret("client_secret", {}).value_or("");
  const bool by_user = section.one_of("people_by", {"email", "user"}) == "user";
  options.by = by_user ? web::SignInOptions::By::user : web::SignInOptions::By::email;
  options.claim = section.text("claim").value_or(options.claim);
  options.workspace = section.text("workspace").value_or("");
  options.allow_private = section.flag("allow_private").value_or(false);
  if (!section.has("issuer") && !section.has("client_id")) return std::nullopt;
  for (const char* key : {"issuer", "client_id"}) section.required(key);
  if (!options.issuer.empty() && !net::may_fetch(options.issuer))
    section.problem("issuer", "begins with https:// and is written as the provider writes it");
  if (by_user && std::find(workspaces.begin(), workspaces.end(), options.workspace) == workspaces.end())
    section.conflict("workspace", "people_by = \"user\" needs the name of the chat whose people are meant");
  for (const char* key : {"claim", "workspace"})
    if (!by_user && section.has(key)) section.warning(key, "is not read: people are known by e-mail");
  if (!chats.pages) section.conflict("issuer", "nobody signs in without pages: set pages.enabled");
  return options;
}

}  // namespace

bool is_key(const std::string& text) {
  return text.size() <= 64 && core::ascii::is_small_name(text, "-_");
}

std::vector<std::pair<std::string, Section>> named_sections(const Section& root, std::string_view key) {
  auto found = root.entries(key);
  for (const auto& [name, section] : found)
    if (!is_key(name))
      section.problem("", "a name here has small letters a-z, digits, - and _ only, 64 at most");
  return found;
}

Listen listen_address(const std::string& text) {
  const auto colon = text.rfind(':');
  Listen made{text.substr(0, colon), 0};
  if (made.host.starts_with('[') && made.host.ends_with(']'))
    made.host = made.host.substr(1, made.host.size() - 2);
  const auto port =
      core::ascii::number<std::uint16_t>(colon == std::string::npos ? "" : text.substr(colon + 1));
  made.port = port.value_or(0);  // 0: any free one
  boost::system::error_code not_an_address;
  boost::asio::ip::make_address(made.host, not_an_address);
  if (not_an_address || !port)
    throw std::invalid_argument(fmt::format("\"{}\" is no address with a port (numbers, no names)", text));
  return made;
}

ChatSections::ChatSections(const Section& root, std::vector<std::string>& workspaces,
                           const std::filesystem::path& folder, const Environment& environment) {
  const Section server = root.section("server");
  chats_.server = read_listener(server, folder, environment);
  chats_.server.public_url = server.read<std::string>("public_url", host_address).value_or("");
  chats_.pages = read_pages(root.section("pages"), chats_.server);
  if (chats_.pages) workspaces.push_back(*chats_.pages);
  for (auto& made : make_platforms()) {
    const std::shared_ptr<runtime::Platform> platform = std::move(made);
    for (const auto& [name, section] : named_sections(root, platform->kind())) {
      if (std::find(workspaces.begin(), workspaces.end(), name) != workspaces.end() || name == chats_.mail)
        section.conflict("", fmt::format("another chat is called \"{}\" already", name));
      if (platform->tells_of_pages()) {
        if (!chats_.mail.empty()) section.conflict("", "is one too many: everybody is told by one of them");
        if (!chats_.pages)
          section.conflict("", "tells people what lies on their pages: [pages] must be switched on");
        chats_.mail = name;
        found_.push_back({platform, name, section});
        continue;
      }
      workspaces.push_back(name);
      if (platform->only_posts()) chats_.post_only.insert(name);
      if (platform->only_posts() && !chats_.pages)
        section.warning("", "without [pages] nobody can answer here: these chats only show what is posted");
      found_.push_back({platform, name, section});
    }
  }
  const Section sign_in = root.section("sign_in");
  chats_.sign_in = read_sign_in(sign_in, SectionSettings(sign_in, folder, environment), chats_, workspaces);
}

std::string ChatSections::user(const std::string& workspace, const std::string& written) const {
  const auto found = std::find_if(found_.begin(), found_.end(),
                                  [&](const Found& each) { return each.workspace == workspace; });
  return found == found_.end() ? written : found->platform->user(written);
}

ChatSections::Unfit ChatSections::unfit(const std::string& workspace) const {
  const auto found = std::ranges::find(found_, workspace, &Found::workspace);
  const auto begin = found == found_.end() ? std::nullopt : found->platform->beginning();
  return begin ? begin->unfit : nullptr;
}

Chats ChatSections::read(const Config& config, const std::filesystem::path& folder,
                         const Environment& environment) {
  runtime::Organisation organisation;
  organisation.name = config.organisation.name;
  organisation.language = config.organisation.language;
  organisation.zone = config.organisation.zone;
  organisation.data = config.organisation.data;
  organisation.public_url = chats_.server.public_url;
  organisation.pages = chats_.pages.has_value();
  organisation.people = config.people;
  organisation.groups = config.groups;
  for (const Found& found : found_) {
    found.platform->read(found.workspace, SectionSettings(found.section, folder, environment), organisation);
    if (chats_.platforms.empty() || chats_.platforms.back() != found.platform)
      chats_.platforms.push_back(found.platform);
  }
  return std::move(chats_);
}

}  // namespace app
