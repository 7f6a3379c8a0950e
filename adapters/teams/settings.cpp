#include "adapters/teams/settings.hpp"

#include <cctype>
#include <stdexcept>

#include "adapters/net/address.hpp"
#include "adapters/net/http.hpp"

namespace teams {
namespace {

constexpr std::size_t answer_bytes = 1024 * 1024;  // of those whom we call: a page of a roster is the largest

}  // namespace

bool is_guid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !std::isxdigit(static_cast<unsigned char>(text[i]))) return false;
  }
  return true;
}

Options checked(Options options) {
  if (options.workspace.empty() || options.workspace.find('/') != std::string::npos)
    throw std::invalid_argument("teams: the workspace needs a name without slashes");
  if (options.app_id.empty()) throw std::invalid_argument("teams: app_id is missing");
  if (options.tenant.empty()) throw std::invalid_argument("teams: tenant is missing");
  if (options.issuers.empty()) throw std::invalid_argument("teams: issuers is empty");
  // Tokens carry them so, however they were copied.
  options.app_id = net::lower_case(options.app_id);
  options.tenant = net::lower_case(options.tenant);
  std::map<std::string, Person> people;
  for (auto& [object, person] : options.people) people[net::lower_case(object)] = std::move(person);
  options.people = std::move(people);
  return options;
}

net::HttpClientOptions client_settings(const Options& options) {
  net::HttpClientOptions client;
  client.ca_file = options.ca_file;
  client.body_bytes = answer_bytes;
  return client;
}

TokenSource::Settings token_settings(const Options& options) {
  TokenSource::Settings settings;
  settings.url = options.token_url.empty()
                     ? "https://login.microsoftonline.com/" + options.tenant + "/oauth2/v2.0/token"
                     : options.token_url;
  if (!net::may_fetch(settings.url)) throw std::invalid_argument("teams: token_url must be https");
  settings.app_id = options.app_id;
  settings.secret = options.app_secret;
  return settings;
}

std::filesystem::path references_file(const Options& options) {
  return options.data / ("teams-" + options.workspace + ".json");
}

}  // namespace teams
