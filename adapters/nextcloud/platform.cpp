#include "bot/runtime/platform.hpp"

#include <algorithm>

#include "adapters/nextcloud/adapter.hpp"
#include "bot/core/ascii.hpp"

namespace nextcloud {
namespace {

// clang-format off
constexpr runtime::KnownKey keys_of_section[] = {
    {"url", "address of the Nextcloud server", "required", R"("https://sky.fjordvik.example")"},
    {"secret_file", "file with the secret that was given when the bot was installed", "the variable below", R"("secrets/nextcloud")"},
    {"secret_env", "variable with it", "the file above", R"("NEXTCLOUD_SECRET")"},
    {"backend", "what the server calls itself (overwrite.cli.url), where that is not its address", "the address", R"("http://localhost")"},
    {"people.*.conversation", "token of a conversation in which this user alone reads, such as \"Note to self\"", "no answers and messages for this person alone", R"("k4r1n0te")"},
    {"ca_file", "certificates to trust besides the system's, PEM", "the system's alone", R"("ca.pem")"},
    {"allow_http", "the server may be reached without https, on this machine", "false", "false"},
};
// clang-format on

constexpr runtime::SecretKind bot_secret{
    "the secret of a bot of Talk, which is 40 to 128 characters without blanks", [](std::string_view secret) {
      return secret.size() >= 40 && secret.size() <= 128 && secret.find(' ') == secret.npos;
    }};

class NextcloudPlatform final : public runtime::Sectioned<Options, Nextcloud> {
 public:
  std::string_view kind() const override { return "nextcloud"; }
  std::string_view called() const override { return "Nextcloud Talk"; }
  std::span<const runtime::KnownKey> keys() const override { return keys_of_section; }

  void read(const std::string& workspace, const runtime::Settings& section,
            const runtime::Organisation& organisation) override {
    Options options;
    options.workspace = workspace;
    section.required("url");
    options.url = section.site("url").value_or("");
    const auto secret = section.secret("secret", bot_secret);
    options.secret = secret.value_or("");
    if (!secret && !section.has("secret_file") && !section.has("secret_env"))
      section.problem("secret_file", "is missing; it is the one given to occ talk:bot:install");
    options.backend = section.site("backend").value_or("");
    section.each("people", [&](const std::string& user, const runtime::Settings& person) {
      if (person.required("conversation"))
        options.conversations[user] = person.text("conversation").value_or("");
    });
    options.ca_file = section.path("ca_file").value_or("");
    options.allow_http = section.flag("allow_http").value_or(false);
    options.language = organisation.language;
    for (const core::Group& group : organisation.groups_in(workspace))
      options.channels.push_back(group.channel);
    if (!options.url.empty() && secret)
      for (const auto& [key, what] : problems(options)) section.conflict(key, what);
    auto here = organisation.people_in(workspace);
    for (const core::Person& person : here) options.people.push_back(person.user);
    for (const auto& [user, conversation] : options.conversations)
      if (std::none_of(here.begin(), here.end(), [&](const core::Person& one) { return one.user == user; }))
        section.warning("people." + user + ".conversation", "nobody under [people] has this user here");
    if (organisation.public_url.empty())
      section.conflict("", "Talk calls this server: server.public_url must say where");
    if (!organisation.pages)
      section.warning("", "Talk has no buttons and no forms: without [pages] people can answer nothing here");
    sections_.push_back(std::move(options));
  }

  std::optional<runtime::Beginning> beginning() const override {
    runtime::Beginning begin;
    begin.address = "the address of the Nextcloud site, https://...";
    begin.pages = true;
    begin.account = "user name";
    begin.example = "eivind";
    begin.unfit = [](const std::string& account) -> std::string {
      const bool name = core::ascii::is_name(account, " _.@-'") && account.front() != '@';
      return name ? ""
                  : "Nextcloud's user names are letters a to z, digits, and _ . @ - ' between them; an "
                    "administrator sees them under Accounts, and they are often not what people see";
    };
    begin.open = {{"secret_file", "secrets/nextcloud", "the secret given to occ talk:bot:install"}};
    return begin;
  }

  runtime::Connected connect(const runtime::AdapterServices& around) const override {
    runtime::Connected connected;
    for (const Options& options : sections_) {
      auto adapter = make_nextcloud(around.executor, options, around.links, around.random,
                                    net::real_timing(around.executor));
      connected.mounts.push_back({"/nextcloud/" + options.workspace, adapter->handler()});
      connected.adapters[options.workspace] = std::move(adapter);
    }
    return connected;
  }

  std::optional<net::Response> refusal(const net::Request& call) const override {
    for (const Options& one : sections_) {
      const std::string mount = "/nextcloud/" + one.workspace;
      if (call.path == mount || call.path.starts_with(mount + "/")) return refusal_of(call, one);
    }
    return std::nullopt;
  }

  boost::asio::awaitable<runtime::Findings> examine_one(
      Options& section, const runtime::AdapterServices& around) const override {
    around.add_living(section.workspace, section.people, section.channels, section.called_by);
    co_return co_await nextcloud::examine(section, around.random);
  }
};

}  // namespace

std::unique_ptr<runtime::Platform> platform() {
  return std::make_unique<NextcloudPlatform>();
}

}  // namespace nextcloud
