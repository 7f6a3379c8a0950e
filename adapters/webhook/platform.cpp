#include "bot/runtime/platform.hpp"

#include "adapters/webhook/adapter.hpp"

namespace webhook {
namespace {

// clang-format off
constexpr runtime::KnownKey keys_of_section[] = {
    {"kind", "whose webhooks: slack, mattermost, rocketchat, zulip, google_chat or teams_workflow", "required", R"("google_chat")"},
    {"allowed_hosts", "hosts that may be posted to, with all below them, besides the platform's own", "the platform's own", R"(["chat.fjordvik.example"])"},
    {"allow_private", "addresses of your own network may be posted to, also without https", "false", "false"},
    {"ca_file", "certificates to trust besides the system's, PEM", "the system's alone", R"("ca.pem")"},
    {"channels.*.url_file", "file with the webhook address of this channel", "the variable below", R"("secrets/nord.url")"},
    {"channels.*.url_env", "variable with it", "the file above", R"("NORD_URL")"},
    {"people.*.url_file", "file with a webhook address that this person alone sees", "the variable below", R"("secrets/berit.url")"},
    {"people.*.url_env", "variable with it", "the file above", R"("BERIT_URL")"},
};
// clang-format on

std::map<std::string, Hook> read_hooks(const runtime::Settings& section, std::string_view key, Shape shape) {
  std::map<std::string, Hook> hooks;
  section.each(key, [&](const std::string& id, const runtime::Settings& hook) {
    const auto url = hook.secret("url");
    if (url) hooks[id] = {*url, shape};
    if (!url && !hook.has("url_file") && !hook.has("url_env"))
      hook.problem("url_file",
                   "is missing; the address of a webhook is a secret and stands in a file of its own");
  });
  return hooks;
}

// "_file" or "_env", as the address at "channels.nord.url" was given.
std::string written_as(const runtime::Settings& section, std::string_view key) {
  if (!key.ends_with(".url")) return {};
  const std::string list(key.substr(0, key.find('.')));
  std::string ending = "_file";
  section.each(list, [&](const std::string& id, const runtime::Settings& hook) {
    if (list + "." + id + ".url" == key && hook.has("url_env")) ending = "_env";
  });
  return ending;
}

class WebhookPlatform final : public runtime::Sectioned<Options, Webhook> {
 public:
  std::string_view kind() const override { return "webhooks"; }
  std::string_view called() const override { return "en chat det bare postes i"; }
  std::span<const runtime::KnownKey> keys() const override { return keys_of_section; }
  bool only_posts() const override { return true; }

  void read(const std::string& workspace, const runtime::Settings& section,
            const runtime::Organisation& organisation) override {
    Options options;
    options.workspace = workspace;
    const auto known = section.required("kind")
                           ? section.one_of("kind", {"slack", "mattermost", "rocketchat", "zulip",
                                                     "google_chat", "teams_workflow"})
                           : std::nullopt;
    const Shape shape = known ? shape_from_text(*known).value_or(Shape::slack) : Shape::slack;
    options.allowed_hosts = section.texts("allowed_hosts");
    options.allow_private = section.flag("allow_private").value_or(false);
    options.ca_file = section.path("ca_file").value_or("");
    options.channels = read_hooks(section, "channels", shape);
    options.people = read_hooks(section, "people", shape);
    options.language = organisation.language;
    if (known)
      for (const auto& [key, what] : problems(options))
        section.conflict(key + written_as(section, key), what);
    for (const auto& [key, what] : doubts(options)) section.warning(key + written_as(section, key), what);
    sections_.push_back(std::move(options));
  }

  runtime::Connected connect(const runtime::AdapterServices& around) const override {
    runtime::Connected connected;
    for (const Options& options : sections_)
      connected.adapters[options.workspace] =
          make_webhook(around.executor, options, around.links, net::real_timing(around.executor));
    return connected;
  }

  boost::asio::awaitable<runtime::Findings> examine_one(Options& section,
                                                        const runtime::AdapterServices&) const override {
    runtime::Findings found;
    for (const auto& [key, what] : doubts(section))
      found.push_back(runtime::bad("webhooks." + section.workspace + "." + key + ": " + what,
                                   "what is posted there is refused",
                                   "copy the address anew, then refleks reload"));
    co_return found;
  }
};

}  // namespace

std::unique_ptr<runtime::Platform> platform() {
  return std::make_unique<WebhookPlatform>();
}

}  // namespace webhook
