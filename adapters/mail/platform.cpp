#include "bot/runtime/platform.hpp"

#include <algorithm>
#include <boost/asio/awaitable.hpp>

#include "adapters/mail/adapter.hpp"
#include "bot/core/email.hpp"

namespace mail {
namespace {

// clang-format off
constexpr runtime::KnownKey keys_of_section[] = {
    {"host", "the relay that takes our e-mails", "required", R"("smtp.fjordvik.example")"},
    {"port", "its port", "587, with tls 465", "587"},
    {"encryption", "starttls, tls (from the first byte) or none (on this machine alone)", "starttls", R"("starttls")"},
    {"from", "the address the letters come from", "required", R"("refleks@fjordvik.example")"},
    {"from_name", "the name beside it", R"("Refleks")", R"("Refleks i Fjordvik")"},
    {"bounces_to", "a mailbox somebody reads, for what the relay cannot deliver later", "from", R"("koordinator@fjordvik.example")"},
    {"bounces", "that mailbox, where we may read what came back: coordinators then hear of it with the next letter", "nobody looks", R"("imaps://imap.fjordvik.example/INBOX")"},
    {"bounces_user", "the name we sign in with there", "required with bounces", R"("refleks")"},
    {"bounces_password_file", "file with the password there", "the variable below", R"("secrets/bounces")"},
    {"bounces_password_env", "variable with it", "the file above", R"("BOUNCES_PASSWORD")"},
    {"user", "the name we sign in with", "we do not sign in", R"("refleks")"},
    {"password_file", "file with the password", "the variable below", R"("secrets/mail")"},
    {"password_env", "variable with it", "the file above", R"("MAIL_PASSWORD")"},
    {"ca_file", "certificates to trust besides the system's, PEM", "the system's alone", R"("ca.pem")"},
};
// clang-format on

using Security = net::SmtpRelay::Security;
constexpr int smtps_port = 465, submission_port = 587, highest_port = 65535;

std::string address(const runtime::Settings& section, std::string_view key) {
  const std::string said = section.text(key).value_or(""), ascii = core::ascii_email(said);
  if (!said.empty() && ascii.empty()) section.problem(key, "is no e-mail address");
  return ascii;
}

void read_relay(const runtime::Settings& section, net::SmtpRelay& relay) {
  relay.host = section.required_text("host");
  const auto port = section.number("port", 1, highest_port);
  const auto said = section.one_of("encryption", {"starttls", "tls", "none"}).value_or("starttls");
  relay.security = said == "tls" ? Security::tls : said == "none" ? Security::none : Security::starttls;
  relay.port = static_cast<std::uint16_t>(
      port.value_or(relay.security == Security::tls ? smtps_port : submission_port));
  relay.user = section.text("user").value_or("");
  relay.password = section.secret("password").value_or("");
  const bool has_password = section.has("password_file") || section.has("password_env");
  if (relay.user.empty() == has_password && !section.has("user"))
    section.conflict("user", "is missing: whose is the password?");
  if (!relay.user.empty() && !has_password)
    section.conflict("user", "is there without password_file: what does it sign in with?");
  const bool here = relay.host == "localhost" || relay.host == "127.0.0.1" || relay.host == "::1";
  if (relay.security == Security::none && !here)
    section.conflict("encryption", "may be none on this machine alone: letters carry people's own addresses");
  if (relay.security == Security::none && !relay.user.empty())
    section.conflict("encryption",
                     "must not be none where we sign in: the password would be read on the way");
}

void read_bounces(const runtime::Settings& section, net::ImapBox& box) {
  box.url = section.text("bounces").value_or("");
  box.user = section.text("bounces_user").value_or("");
  box.password = section.secret("bounces_password").value_or("");
  if (box.url.empty()) return;
  const bool here = box.url.starts_with("imap://127.0.0.1") || box.url.starts_with("imap://localhost");
  const bool plain = std::all_of(box.url.begin(), box.url.end(), [](char c) {
    return c > 0x20 && c < 0x7F && std::string_view("@;?#\"'<>\\").find(c) == std::string_view::npos;
  });
  if ((!box.url.starts_with("imaps://") && !here) || !plain)
    section.problem("bounces",
                    "is no address of a mailbox: write for example \"imaps://imap.fjordvik.example/INBOX\"");
  if (box.user.empty() || box.password.empty())
    section.conflict("bounces", "needs bounces_user, and bounces_password_file or bounces_password_env");
}

class MailPlatform final : public runtime::Sectioned<Options, Mail> {
 public:
  std::string_view kind() const override { return "mail"; }
  std::string_view called() const override { return "e-post"; }
  std::span<const runtime::KnownKey> keys() const override { return keys_of_section; }
  bool only_posts() const override { return true; }
  bool tells_of_pages() const override { return true; }

  void read(const std::string& workspace, const runtime::Settings& section,
            const runtime::Organisation& organisation) override {
    Options options;
    options.workspace = workspace;
    read_relay(section, options.relay);
    section.required("from");
    options.from = address(section, "from");
    options.from_name = section.text("from_name").value_or("Refleks");
    options.bounces_to = address(section, "bounces_to");
    if (options.bounces_to.empty()) options.bounces_to = options.from;
    read_bounces(section, options.bounces);
    if (const auto at = options.from.find('@'); at != std::string::npos)
      options.relay.greeting = options.from.substr(at + 1);
    options.ca_file = section.path("ca_file").value_or("");
    options.organisation = organisation.name;
    sections_.push_back(std::move(options));
  }

  runtime::Connected connect(const runtime::AdapterServices& around) const override {
    runtime::Connected connected;
    People people = around.people;
    if (!people) people = [] { return std::make_shared<const core::Directory>(); };
    for (const Options& options : sections_)
      connected.adapters[options.workspace] = make_mail(around.executor, options, people, around.links,
                                                        around.clock, net::real_timing(around.executor));
    return connected;
  }

  boost::asio::awaitable<runtime::Findings> examine_one(Options& section,
                                                        const runtime::AdapterServices&) const override {
    co_return mail::examine(section);
  }
};

}  // namespace

std::unique_ptr<runtime::Platform> platform() {
  return std::make_unique<MailPlatform>();
}

}  // namespace mail
