#include "bot/app/manifests.hpp"

#include <ostream>
#include <stdexcept>

#include "adapters/teams/manifest.hpp"
#include "bot/app/chats.hpp"
#include "bot/core/texts.hpp"

namespace app {
namespace {

// Verbs as the commands have them; Teams shows them while somebody types.
teams::MenuCommand command(const char* nb, const char* nn, const char* en, const std::string& name) {
  // texts: help.command.*
  return {core::Localized(nb, nn, en), core::localized("help.command." + name)};
}

std::string host_of(const std::string& url) {
  const auto begin = url.find("://") + 3;
  return url.substr(begin, url.find_first_of(":/", begin) - begin);
}

}  // namespace

void slack_manifest(const std::string& public_url, bool socket, std::ostream& out) {
  slack::ManifestOptions options;
  if (!socket) options.public_url = public_url;
  out << slack::manifest(options) << '\n';
}

void teams_manifest(const Config& config, const std::string& name, const std::filesystem::path& file) {
  const Chats& chats = *config.chats;
  const teams::Options* found = nullptr;
  for (const teams::Options& options : chats.teams)
    if (options.workspace == name || (name.empty() && chats.teams.size() == 1)) found = &options;
  if (!found)
    throw std::runtime_error("the configuration has no [teams." + (name.empty() ? "<name>" : name) + "]");
  if (chats.server.public_url.empty())
    throw std::runtime_error("server.public_url is missing: Teams calls it");
  teams::PackageOptions package;
  package.app_id = found->app_id;
  package.developer = config.organisation.name;
  package.website = chats.server.public_url;
  package.privacy_page = package.terms_page = chats.server.public_url + "/";
  package.domains = {host_of(chats.server.public_url)};
  package.short_name = core::localized("manifest.short_name");
  package.name = core::localized("manifest.name");
  package.short_description = core::localized("manifest.short_description");
  package.description = core::localized("manifest.description");
  package.personal = {command("idé", "idé", "idea", "idea"),
                      command("status", "status", "status", "status"),
                      command("samlinger", "samlingar", "sessions", "sessions"),
                      command("side", "side", "page", "page"),
                      command("språk", "språk", "language", "language"),
                      command("personvern", "personvern", "privacy", "privacy"),
                      command("hjelp", "hjelp", "help", "help")};
  package.team = {command("idé", "idé", "idea", "idea"),
                  command("status", "status", "status", "status"),
                  command("avstemning", "avrøysting", "poll", "poll"),
                  command("sak", "sak", "matter", "matter"),
                  command("samlinger", "samlingar", "sessions", "sessions"),
                  command("hjelp", "hjelp", "help", "help")};
  teams::write_package(package, file);
}

}  // namespace app
