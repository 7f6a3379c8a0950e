#include "bot/app/init.hpp"

#include <fmt/format.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/algorithm/string/join.hpp>
#include <boost/algorithm/string/trim.hpp>
#include <filesystem>
#include <fstream>
#include <istream>
#include <ostream>
#include <stdexcept>

#include "adapters/net/private_file.hpp"
#include "adapters/net/url.hpp"
#include "bot/app/chat_set_up.hpp"
#include "bot/app/config_chats.hpp"
#include "bot/app/export_config.hpp"
#include "bot/app/platforms.hpp"
#include "bot/core/utf8.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;
using runtime::Beginning;

constexpr auto built_in = "sandbox";
constexpr auto workspace = "kommunen";  // the <name> of the chat's section; "sandbox" has none

struct ChatKind {
  std::string name;
  Beginning begin;
};

std::vector<ChatKind> chat_kinds() {
  std::vector<ChatKind> all;
  for (const auto& platform : make_platforms())
    if (const auto begin = platform->beginning()) all.push_back({std::string(platform->kind()), *begin});
  Beginning sandbox;
  sandbox.account = "a short name of your choice";
  sandbox.example = "eivind";
  all.push_back({built_in, sandbox});
  return all;
}

std::string chat_names(const std::vector<ChatKind>& all) {
  std::vector<std::string> names;
  for (const ChatKind& kind : all) names.push_back(kind.name);
  return boost::algorithm::join(names, ", ");
}

// What can be typed on a line, and shown.
std::string written(const std::string& answer) {
  std::string text = boost::algorithm::trim_copy(answer);
  if (text.size() > 400 || !core::is_utf8(text) ||
      std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
    throw std::invalid_argument("one line of at most 400 letters, please");
  return text;
}

class Questions {
 public:
  Questions(std::istream& in, std::ostream& out) : in_(in), out_(out) {}

  // `fit` says by std::invalid_argument why an answer will not do. What was given on the command line is not
  // asked for, and what is wrong with it ends the program.
  template <class Fit>
  std::string ask(const std::optional<std::string>& given, const char* flag, const std::string& question,
                  const std::string& without, Fit fit) {
    if (given) return settled(*given, flag, fit);
    has_asked_ = true;
    // One that begins with blanks belongs to the one before it.
    const std::string number = question.starts_with(' ') ? "" : std::to_string(++asked_) + ". ";
    for (;;) {
      out_ << number << question << (without.empty() ? "" : " [" + without + "]") << ": " << std::flush;
      std::string line;
      if (!std::getline(in_, line))
        throw std::runtime_error(fmt::format("\nno answer was given; say it with {}", flag));
      try {
        std::string answer = written(line);
        if (answer.empty()) answer = without;
        fit(answer);
        return answer;
      } catch (const std::invalid_argument& wrong) {
        out_ << wrong.what() << '\n';
      }
    }
  }

  bool has_asked() const { return has_asked_; }

 private:
  template <class Fit>
  std::string settled(const std::string& given, const char* flag, Fit fit) {
    try {
      const std::string answer = written(given);
      fit(answer);
      return answer;
    } catch (const std::invalid_argument& wrong) {
      throw std::runtime_error(fmt::format("{}: {}", flag, wrong.what()));
    }
  }

  std::istream& in_;
  std::ostream& out_;
  bool has_asked_ = false;
  int asked_ = 0;
};

void not_empty(const std::string& answer) {
  if (answer.empty()) throw std::invalid_argument("this is needed");
}

void https(const std::string& answer) {
  if (!answer.starts_with("https://") || answer.size() < 10)
    throw std::invalid_argument("an address that begins with https://, please");
}
// As the file will be read: said at the question, not when all of them are answered.
void host_alone(const std::string& answer) {
  if (!answer.empty()) host_address(answer);
}
// On this machine nobody reads along.
bool is_here(const std::string& address) {
  return address.starts_with("http://127.0.0.1:") || address.starts_with("http://localhost:");
}

struct Coordinator {
  std::string name, account;
};

Coordinator name_and_account(const std::string& answer, const Beginning& begin) {
  const auto comma = answer.rfind(',');
  if (comma == std::string::npos)
    throw std::invalid_argument(
        fmt::format("name and account with a comma between, please: Eivind Moe, {}", begin.example));
  Coordinator one{boost::algorithm::trim_copy(answer.substr(0, comma)),
                  boost::algorithm::trim_copy(answer.substr(comma + 1))};
  if (one.name.empty() || one.account.empty())
    throw std::invalid_argument(
        fmt::format("both name and account are needed: Eivind Moe, {}", begin.example));
  if (const std::string wrong = begin.unfit ? begin.unfit(one.account) : std::string(); !wrong.empty())
    throw std::invalid_argument(fmt::format("\"{}\" cannot be the account: {}", one.account, wrong));
  return one;
}

bool wanted(const Beginning::Open& open, bool with_address) {
  using When = Beginning::Open::When;
  return open.when == When::always || (open.when == When::with_address) == with_address;
}

struct FirstAnswers {
  std::string organisation, address, public_url, folder;
  ChatKind chat;
  Coordinator coordinator;
};

FirstAnswers ask_all(const fs::path& file, const FirstSettings& given, Questions& questions) {
  FirstAnswers said;
  const auto all = chat_kinds();
  const auto find = [&](const std::string& name) {
    return std::find_if(all.begin(), all.end(), [&](const ChatKind& kind) { return kind.name == name; });
  };
  said.organisation =
      questions.ask(given.organisation, "--organisation", "What is the organisation called", "", not_empty);
  const std::string chat =
      questions.ask(given.chat, "--chat", "Which chat: " + chat_names(all), "", [&](const std::string& name) {
        if (find(name) == all.end())
          throw std::invalid_argument("\"" + name + "\" is none of these: " + chat_names(all));
      });
  said.chat = *find(chat);
  const Beginning& begin = said.chat.begin;
  std::string address;
  if (!begin.address.empty())
    address = questions.ask(given.address, "--address", fmt::format("What is {}", begin.address), "",
                            [&](const std::string& answer) {
                              const bool may_be_here = !begin.ours && is_here(answer);
                              if (!may_be_here && (!answer.empty() || !begin.may_be_empty)) https(answer);
                              if (begin.ours) host_alone(answer);
                            });
  (begin.ours ? said.public_url : said.address) = address;
  // Who has said the chat's address by a flag says this one so, too, or goes without it.
  const bool asked = begin.pages && (begin.without_pages.empty() || !given.address);
  if (!begin.ours && (asked || given.public_url))
    said.public_url = questions.ask(
        given.public_url, "--public-url",
        fmt::format("   And the address under which people and the chat reach this service, https://...{}{}",
                    begin.without_pages.empty() ? "" : "; empty: ", begin.without_pages),
        "", [&](const std::string& answer) {
          if (!is_here(answer) && (!answer.empty() || begin.without_pages.empty())) https(answer);
          host_alone(answer);
        });
  const std::string who = questions.ask(
      given.coordinator, "--coordinator",
      fmt::format("Who coordinates: name, and {} in the chat, with a comma between (Eivind Moe, {})",
                  begin.account, begin.example),
      "", [&](const std::string& answer) { name_and_account(answer, begin); });
  said.coordinator = name_and_account(who, begin);
  const bool of_package = file.parent_path() == "/etc/refleks";
  said.folder = questions.ask(given.folder, "--folder", "In which folder shall the service keep its data",
                              of_package ? "/var/lib/refleks" : "refleks-data", not_empty);
  return said;
}

// An address on this machine has no proxy in front: we listen at its port ourselves.
std::string server_section(const std::string& public_url) {
  std::string text = fmt::format("\n[server]\npublic_url = {}\n", toml_quoted(public_url));
  if (const auto url = net::parse_url(public_url); is_here(public_url) && url)
    text += fmt::format("listen = \"127.0.0.1:{}\"\n", url->port);
  return text;
}

std::string configuration_of(const FirstAnswers& said) {
  const Beginning& begin = said.chat.begin;
  const bool sandbox = said.chat.name == built_in;
  const bool pages = !begin.ours && !said.public_url.empty();
  std::string text = fmt::format(
      "# Written by `refleks init`. Every key: refleks.toml(5), docs/configuration.md; no secret stands "
      "here.\n\n"
      "[organisation]\nname = {}\ndata = {}\n",
      toml_quoted(said.organisation), toml_quoted(said.folder));
  if (!said.public_url.empty()) text += server_section(said.public_url);
  if (pages) text += "\n[pages]\nenabled = true\n";
  if (sandbox) {
    text += "\n# For trying out: whoever opens it can be anybody.\n[sandbox]\nenabled = true\n";
  } else {
    text += fmt::format("\n[{}.{}]\n", said.chat.name, workspace);
    if (!begin.ours) text += fmt::format("url = {}\n", toml_quoted(said.address));
    if (!begin.ours && is_here(said.address)) text += "allow_http = true\n";
    for (const Beginning::Open& open : begin.open)
      if (wanted(open, !said.public_url.empty()))
        text += fmt::format("{} = {}\n", open.key, toml_quoted(open.value));
  }
  text += fmt::format("\n[people.{}]\nname = {}\nuser = {}\ncoordinator = true\n",
                      key_of_name(said.coordinator.name, {}), toml_quoted(said.coordinator.name),
                      toml_quoted(said.coordinator.account));
  if (pages) text += fmt::format("workspace = \"{}\"\n", sandbox ? built_in : workspace);
  return text +
         "\n# A copy each night, for your own backup to fetch: docs/backup.md.\n[backup]\ndirectory = "
         "\"backup\"\n"
         "\n# Groups: the coordinator sets them up in the chat (/refleks oppsett), or they stand here\n"
         "# ([groups.<key>], docs/configuration.md).\n";
}

// What is wrong with it, but for what stays open until the chat is set up.
std::vector<std::string> faults(const std::string& text, const fs::path& file, const FirstAnswers& said,
                                const Environment& environment) {
  try {
    parse_config(text, file.string(), environment);
    return {};
  } catch (const ConfigError& error) {
    std::vector<std::string> left;
    for (const std::string& problem : error.problems)
      if (std::none_of(said.chat.begin.open.begin(), said.chat.begin.open.end(), [&](const auto& open) {
            return problem.find(fmt::format("{}.{}.{}", said.chat.name, workspace, open.key)) !=
                   std::string::npos;
          }))
        left.push_back(problem);
    return left;
  }
}

// Whole or not at all, and never over another.
void write_new(const fs::path& file, const std::string& text) {
  const fs::path draft = file.string() + fmt::format(".{}.new", ::getpid());
  std::ofstream out(draft, std::ios::binary | std::ios::trunc);
  out << text << std::flush;
  if (!out) {
    std::error_code ignored;
    fs::remove(draft, ignored);
    throw std::runtime_error(draft.string() + " cannot be written");
  }
  std::error_code error, ignored;
  // It holds no secret, and the service's user must be able to read it, whatever umask root has.
  fs::permissions(draft, fs::perms(0644), ignored);
  fs::create_hard_link(draft, file, error);
  fs::remove(draft, ignored);
  if (error)
    throw std::runtime_error(fmt::format("{} cannot be written: {}", file.string(), error.message()));
}

ChatSetUp ask_the_chat(const FirstAnswers& said, const FirstSettings& given, bool has_asked, std::istream& in,
                       std::ostream& out) {
  const Beginning& begin = said.chat.begin;
  if (begin.set_up.make && (has_asked || given.admin))
    return set_up_chat(begin.set_up, {workspace, said.address, said.public_url, said.coordinator.account},
                       given.admin, in, out);
  if (!begin.made_at || !has_asked) return {};
  std::vector<Beginning::Open> secrets;
  for (const Beginning::Open& open : begin.open)
    if (wanted(open, !said.public_url.empty())) secrets.push_back(open);
  return lead_to_chat(begin, begin.made_at(said.public_url), secrets, in, out);
}

// What the chat gave, each in its place; and whether all is done there.
ChatSetUp set_up(const fs::path& file, const FirstAnswers& said, const FirstSettings& given, bool has_asked,
                 std::istream& in, std::ostream& out) {
  const ChatSetUp made = ask_the_chat(said, given, has_asked, in, out);
  for (const Beginning::Open& open : said.chat.begin.open)
    if (const auto secret = made.secrets.find(std::string(open.key)); secret != made.secrets.end())
      net::replace_private_file(file.parent_path() / open.value, secret->second + "\n");
  return made;
}

void tell_what_is_next(const fs::path& file, const FirstAnswers& said, const ChatSetUp& made,
                       std::ostream& out) {
  int step = 0;
  const auto folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  const bool with_address = !said.public_url.empty();
  out << '\n' << file.string() << " is written. Next:\n";
  if (said.chat.begin.made_at && !made.done && !made.led)
    out << fmt::format(
        "{}. open this in a browser {}; docs/{}.md says what then, in the package "
        "/usr/share/doc/refleks/{}.md\n{}\n",
        ++step, said.chat.begin.made_by, said.chat.name, said.chat.name,
        said.chat.begin.made_at(said.public_url));
  else if (said.chat.name != built_in && !made.done)
    out << fmt::format(
        "{}. set the chat up as docs/{}.md says, in the package /usr/share/doc/refleks/{}.md\n", ++step,
        said.chat.name, said.chat.name);
  if (made.tried && !made.done)
    out << fmt::format(
        "   or put right what stood in the way, then: rm {0} && refleks init {0}   (it uses what it has made "
        "in "
        "the chat)\n",
        file.string());
  for (const Beginning::Open& open : said.chat.begin.open) {
    if (!wanted(open, with_address) || made.secrets.contains(std::string(open.key))) continue;
    if (open.value.empty())
      out << fmt::format("{}. {}: write it behind {} in the file\n", ++step, open.what, open.key);
    else
      out << fmt::format("{}. {}: install -m 600 /dev/stdin {}   (paste it, then Enter and Ctrl-D)\n", ++step,
                         open.what, (folder / open.value).string());
  }
  if (with_address && !is_here(said.public_url))
    out << fmt::format(
        "{}. a certificate for {}: a proxy in front of 127.0.0.1:8090 (docs/proxies), or "
        "server.certificate_file\n",
        ++step, said.public_url);
  out << fmt::format("{}. refleks doctor -c {}\n", ++step, file.string());
  if (file == "/etc/refleks/refleks.toml")
    out << fmt::format("{}. systemctl start refleks\n", ++step);
  else
    out << fmt::format("{}. refleks serve -c {}\n", ++step, file.string());
  if (said.chat.name == built_in) {
    const Config::Sandbox there;
    out << fmt::format(
        "{}. open http://{}:{}/ in a browser on this machine (from your own: ssh -L {}:{}:{} THIS-MACHINE)\n",
        ++step, there.host, there.port, there.port, there.host, there.port);
  }
  out << fmt::format("{}. {} writes /refleks hjelp in the chat, then /refleks oppsett for the first group\n",
                     ++step, said.coordinator.name);
}

}  // namespace

void write_first_configuration(const fs::path& file, FirstSettings given, std::istream& in, std::ostream& out,
                               const Environment& environment) {
  std::error_code error;
  if (fs::exists(fs::symlink_status(file, error)))
    throw std::runtime_error(file.string() +
                             " is there already, and stays as it is; say another file, or move it away");
  Questions questions(in, out);
  const FirstAnswers said = ask_all(file, given, questions);
  const std::string text = configuration_of(said);
  if (auto problems = faults(text, file, said, environment); !problems.empty())
    throw ConfigError(std::move(problems));
  if (file.has_parent_path()) fs::create_directories(file.parent_path());
  if (!said.chat.begin.open.empty()) net::make_private_folder(file.parent_path() / "secrets");
  write_new(file, text);
  const ChatSetUp made = set_up(file, said, given, questions.has_asked(), in, out);
  tell_what_is_next(file, said, made, out);
}

InitCommand::InitCommand(CLI::App& cli) {
  cli_ = cli.add_subcommand("init", "write a first configuration: asks five questions");
  cli_->add_option("FILE", file_, "the file to write; one that is there stays as it is")
      ->capture_default_str();
  cli_->add_option("--organisation", given_.organisation, "its name");
  cli_->add_option("--chat", given_.chat, "which chat: " + chat_names(chat_kinds()));
  cli_->add_option("--address", given_.address, "of the chat, https://...; for Slack and Teams our own");
  cli_->add_option("--coordinator", given_.coordinator, "name and account: \"Eivind Moe, eivind\"");
  cli_->add_option("--folder", given_.folder, "where the service keeps its data");
  cli_->add_option("--public-url", given_.public_url, "switches pages on, under this address");
  cli_->add_option("--admin", given_.admin,
                   "name in Mattermost, or the word token: makes bot and command there; asks for the secret");
}

bool InitCommand::run(std::istream& in, std::ostream& out) const {
  if (!cli_->parsed()) return false;
  ::prctl(PR_SET_DUMPABLE, 0);  // no core file holds what an administrator types
  write_first_configuration(file_, given_, in, out);
  return true;
}

}  // namespace app
