#include "bot/runtime/platform.hpp"

#include <algorithm>
#include <boost/algorithm/string/case_conv.hpp>
#include <locale>
#include <stdexcept>

#include "adapters/net/hmac.hpp"
#include "adapters/teams/adapter.hpp"
#include "adapters/teams/doctor.hpp"
#include "adapters/teams/manifest.hpp"
#include "adapters/teams/references.hpp"
#include "adapters/teams/settings.hpp"
#include "bot/core/texts.hpp"

namespace teams {
namespace {

// clang-format off
constexpr runtime::KnownKey keys_of_section[] = {
    {"app_id", "application (client) id of the app registration", "required", R"("11111111-2222-3333-4444-555555555555")"},
    {"tenant", "directory (tenant) id", "required", R"("66666666-7777-8888-9999-000000000000")"},
    {"app_secret_file", "file with the client secret", "the variable below", R"("secrets/teams")"},
    {"app_secret_env", "variable with it", "the file above", R"("TEAMS_SECRET")"},
    {"outgoing_webhook_secret_file", "file with the security token of an outgoing webhook", "no outgoing webhook is answered", R"("secrets/teams-webhook")"},
    {"outgoing_webhook_secret_env", "variable with it", "no outgoing webhook is answered", R"("TEAMS_WEBHOOK_SECRET")"},
    {"old_outgoing_webhook_secret_file", "file with the former one, while it is being changed", "only one is taken", R"("secrets/teams-webhook-old")"},
    {"old_outgoing_webhook_secret_env", "variable with it", "only one is taken", R"("TEAMS_OLD_WEBHOOK_SECRET")"},
    {"native_charts", "bars are drawn by Teams itself where the client can", "false", "true"},
    {"service_url", "of the Bot Connector until Teams has told a better one", R"("https://smba.trafficmanager.net/emea/")", R"("https://smba.trafficmanager.net/emea/")"},
    {"service_hosts", "hosts that our token is sent to", R"(`["smba.trafficmanager.net", "botframework.com"]`)", R"(["smba.trafficmanager.net"])"},
    {"metadata_url", "where the keys of Teams' tokens are told", R"("https://login.botframework.com/v1/.well-known/openidconfiguration")", R"("https://login.botframework.com/v1/.well-known/openidconfiguration")"},
    {"token_url", "where we get our own token", "that of the tenant", R"("https://login.microsoftonline.com/TENANT/oauth2/v2.0/token")"},
    {"ca_file", "certificates to trust besides the system's, PEM", "the system's alone", R"("ca.pem")"},
    {"test_metadata_url", "keys of a local test tool; never in production", "test tools are refused", R"("http://127.0.0.1:9000/openid")"},
    {"test_issuers", "whose tokens of a test tool are taken", "nobody's", R"(["https://sts.windows.net/TENANT/"])"},
};
// clang-format on

// Verbs as the commands have them; Teams shows them while somebody types.
MenuCommand menu_command(const char* nb, const char* nn, const char* en, const std::string& name) {
  // texts: help.command.*
  return {core::Localized(nb, nn, en), core::localized("help.command." + name)};
}

std::string host_of_address(const std::string& url) {
  const auto begin = url.find("://") + 3;
  return url.substr(begin, url.find_first_of(":/", begin) - begin);
}

PackageOptions package_of(const Options& options, const std::string& organisation,
                          const std::string& public_url) {
  PackageOptions package;
  package.app_id = options.app_id;
  package.developer = organisation;
  package.website = public_url;
  package.privacy_page = package.terms_page = public_url + "/";
  package.domains = {host_of_address(public_url)};
  package.short_name = core::localized("manifest.short_name");
  package.name = core::localized("manifest.name");
  package.short_description = core::localized("manifest.short_description");
  package.description = core::localized("manifest.description");
  package.personal = {menu_command("idé", "idé", "idea", "idea"),
                      menu_command("status", "status", "status", "status"),
                      menu_command("samlinger", "samlingar", "sessions", "sessions"),
                      menu_command("side", "side", "page", "page"),
                      menu_command("språk", "språk", "language", "language"),
                      menu_command("personvern", "personvern", "privacy", "privacy"),
                      menu_command("hjelp", "hjelp", "help", "help")};
  package.team = {menu_command("idé", "idé", "idea", "idea"),
                  menu_command("status", "status", "status", "status"),
                  menu_command("avstemning", "avrøysting", "poll", "poll"),
                  menu_command("sak", "sak", "matter", "matter"),
                  menu_command("samlinger", "samlingar", "sessions", "sessions"),
                  menu_command("hjelp", "hjelp", "help", "help")};
  return package;
}

constexpr runtime::SecretKind app_secret{
    "a client secret's value (an id with four dashes is the secret's number, not its value)",
    [](std::string_view secret) {
      const auto dashes = std::count(secret.begin(), secret.end(), '-');
      return secret.size() >= 16 && !(secret.size() == 36 && dashes == 4);
    }};
constexpr runtime::SecretKind outgoing_webhook_secret{
    "the security token of an outgoing webhook, which is base64", [](std::string_view secret) {
      return secret.size() >= 16 && secret.size() % 4 == 0 &&
             secret.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=") ==
                 secret.npos;
    }};

class TeamsPlatform final : public runtime::Sectioned<Options, Teams> {
 public:
  std::string_view kind() const override { return "teams"; }
  std::string_view called() const override { return "Microsoft Teams"; }
  std::span<const runtime::KnownKey> keys() const override { return keys_of_section; }
  // Entra's object ids come in small letters, however the administrator's page shows them.
  std::string user(const std::string& written) const override {
    return written.starts_with("29:") ? written
                                      : boost::algorithm::to_lower_copy(written, std::locale::classic());
  }

  void read(const std::string& workspace, const runtime::Settings& section,
            const runtime::Organisation& organisation) override {
    Options options;
    options.workspace = workspace;
    options.app_id = section.required_text("app_id");
    options.tenant = section.required_text("tenant");
    // With a domain Entra gives us tokens, and every call of Teams names the id and is refused.
    if (!options.app_id.empty() && !is_guid(options.app_id))
      section.problem("app_id",
                      "is not the Application (client) ID, which has 8-4-4-4-12 digits of 0-9 and a-f");
    if (!options.tenant.empty() && !is_guid(options.tenant))
      section.problem("tenant",
                      "is not the Directory (tenant) ID, which has 8-4-4-4-12 digits of 0-9 and a-f");
    options.app_secret = section.secret("app_secret", app_secret).value_or("");
    if (!section.has("app_secret_file") && !section.has("app_secret_env"))
      section.problem("app_secret_file", "is missing; it is the client secret of the app registration");
    for (const char* key : {"outgoing_webhook_secret", "old_outgoing_webhook_secret"})
      if (const auto secret = section.secret(key, outgoing_webhook_secret)) {
        const std::string file = std::string(key) + "_file", variable = std::string(key) + "_env";
        if (net::from_base64(*secret).value_or("").empty())
          section.problem(section.has(file) ? file : variable, "what is there is no base64; copy it anew");
        options.outgoing_webhook_secrets.push_back(*secret);
      }
    options.native_charts = section.flag("native_charts").value_or(false);
    options.metadata_url = section.web_address("metadata_url").value_or(options.metadata_url);
    options.token_url = section.web_address("token_url").value_or("");
    options.service_url = section.web_address("service_url").value_or(options.service_url);
    if (const auto hosts = section.texts("service_hosts"); !hosts.empty()) options.service_hosts = hosts;
    options.ca_file = section.path("ca_file").value_or("");
    const auto test = section.web_address("test_metadata_url");
    const auto issuers = section.texts("test_issuers");
    if (test) {
      options.entra = EntraTest{*test, issuers};
      section.warning("test_metadata_url", "tokens of a test tool are taken: never in production");
    }
    options.data = organisation.data;
    options.language = organisation.language;
    for (const core::Person& person : organisation.people_in(workspace))
      options.people[person.user] = {person.name, person.language};
    for (const core::Group& group : organisation.groups_in(workspace))
      options.channels.push_back(group.channel);
    sections_.push_back(std::move(options));
    organisation_ = organisation.name;
    public_url_ = organisation.public_url;
  }

  std::optional<runtime::Beginning> beginning() const override {
    runtime::Beginning begin;
    begin.address = "the address under which Teams reaches us, https://...";
    begin.ours = true;
    begin.account = "Entra object id";
    begin.example = "8f14e45f-ceea-467f-a1d6-0c2f3d2b9c4e";
    begin.unfit = [](const std::string& account) -> std::string {
      const bool id = is_guid(account) || account.starts_with("29:");
      return id ? ""
                : "Entra's object id is 32 digits and letters a to f with four hyphens; it stands on the "
                  "person's page in Entra, Users, Object ID";
    };
    begin.open = {{"app_id", "", "the application (client) id of the app registration"},
                  {"tenant", "", "the directory (tenant) id"},
                  {"app_secret_file", "secrets/teams", "the client secret"}};
    return begin;
  }

  runtime::Connected connect(const runtime::AdapterServices& around) const override {
    runtime::Connected connected;
    for (Options options : sections_) {
      options.pictures = around.pictures;
      auto adapter = make_teams(around.executor, options, around.links, around.clock, around.random,
                                net::real_timing(around.executor));
      // One bot is one address; a second one has its name behind it.
      connected.mounts.push_back(
          {sections_.size() == 1 ? "/teams" : "/teams/" + options.workspace, adapter->handler()});
      connected.adapters[options.workspace] = std::move(adapter);
    }
    return connected;
  }

  boost::asio::awaitable<runtime::Findings> examine_one(
      Options& section, const runtime::AdapterServices& around) const override {
    std::vector<std::string> people;
    around.add_living(section.workspace, people, section.channels, section.called_by);
    for (const std::string& person : people) section.people.try_emplace(person);
    const net::Timing timing = net::real_timing(around.executor);
    co_return co_await teams::examine(section, around.notes_of(section.workspace), around.clock, timing);
  }

  void forget(const std::filesystem::path& data,
              const std::function<runtime::Gone(const std::string&)>& gone) const override {
    for (Options options : sections_) {
      options.data = data;
      forget_in_former(references_file(options), gone(options.workspace));
    }
  }

  std::optional<runtime::Manifest> manifest() const override {
    using Option = runtime::Manifest::Option;
    runtime::Manifest manifest;
    manifest.meaning = "write the app package for Teams";
    manifest.options = {{"-o,--output", "the zip file to write", Option::Kind::required_text},
                        {"--name", "which [teams.<name>], when there are several"}};
    manifest.make = [this](const std::map<std::string, std::string>& given, std::ostream&) {
      const auto name = given.find("name");
      const Options& options = section_called(name == given.end() ? "" : name->second);
      if (public_url_.empty()) throw std::runtime_error("server.public_url is missing: Teams calls it");
      write_package(package_of(options, organisation_, public_url_), given.at("output"));
    };
    return manifest;
  }

 private:
  // The only one when `name` is empty.
  const Options& section_called(const std::string& name) const {
    const auto found = std::find_if(sections_.begin(), sections_.end(), [&](const Options& options) {
      return name.empty() ? sections_.size() == 1 : options.workspace == name;
    });
    if (found == sections_.end())
      throw std::runtime_error("the configuration has no [teams." + (name.empty() ? "<name>" : name) + "]");
    return *found;
  }

  std::string organisation_, public_url_;
};

}  // namespace

std::unique_ptr<runtime::Platform> platform() {
  return std::make_unique<TeamsPlatform>();
}

}  // namespace teams
