#pragma once
// A kind of chat that the configuration can name: [<kind>.<name>] once for each workspace. A folder
// adapters/<x> with a platform.cpp that defines
//   std::unique_ptr<runtime::Platform> <x>::platform();
// is a platform; the build finds it, and nothing else must be told (docs/architecture.md, "Add a platform").

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <map>
#include <memory>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/net/http.hpp"
#include "bot/core/people.hpp"
#include "bot/core/random.hpp"
#include "bot/core/time.hpp"
#include "bot/runtime/adapter.hpp"
#include "bot/runtime/finding.hpp"
#include "bot/runtime/links.hpp"
#include "bot/runtime/notebook.hpp"
#include "bot/runtime/pictures.hpp"
#include "bot/runtime/settings.hpp"

namespace runtime {

// A view: those of them that stand in the workspace.
template <class T>
auto those_in(std::string workspace, std::span<const T> all) {
  return std::views::filter(
      all, [workspace = std::move(workspace)](const T& each) { return each.workspace == workspace; });
}

// What the rest of the configuration says.
struct Organisation {
  std::string name;
  core::Language language = core::Language::nb;  // where nobody's own is known
  std::string zone = "Europe/Oslo";
  std::filesystem::path data;  // a platform keeps what it must in <data>/<kind>..., and makes folders itself
  std::string public_url;      // "https://refleks.kommune.no", no slash at the end; empty: nobody can call us
  bool pages = false;          // links to pages can take the place of buttons
  std::span<const core::Person> people;  // of the configuration, while it is read
  std::span<const core::Group> groups;

  auto people_in(const std::string& workspace) const { return those_in(workspace, people); }
  auto groups_in(const std::string& workspace) const { return those_in(workspace, groups); }
};

// What adapters live on. All of it outlives them. net::real_timing(executor) makes the rest.
struct AdapterServices {
  boost::asio::any_io_executor executor;  // of the I/O thread
  const core::Clock& clock;
  core::Random& random;
  Links* links = nullptr;  // null: no pages are served
  // The people and groups as they are now, never null; any thread. Empty where nothing is delivered.
  std::function<std::shared_ptr<const core::Directory>()> people{};
  Pictures* pictures = nullptr;  // null: words alone
  // Of examine() alone: what the running adapters have kept, by workspace. Empty: nothing is known of it.
  std::function<std::vector<Note>(const std::string& workspace)> notes{};
  std::vector<Note> notes_of(const std::string& workspace) const {
    return notes ? notes(workspace) : std::vector<Note>();
  }
  // Of examine() alone: whom and what to ask the workspace for besides those of its section, and how people
  // call all of them.
  void add_living(const std::string& workspace, std::vector<std::string>& people,
                  std::vector<std::string>& channels, CalledBy& called_by) const;
};

// net::HttpHandler: what it may rely on stands there.
using HttpHandler = std::function<boost::asio::awaitable<net::Response>(net::Request)>;

struct Connected {
  std::map<std::string, std::unique_ptr<Adapter>> adapters;  // by workspace, the <name> of the section
  struct Mount {
    std::string path;  // "/slack": this path and all below it, under public_url
    HttpHandler handler;
  };
  std::vector<Mount> mounts;  // live no longer than the adapters
};

// `refleks manifest <kind>`: what an administrator hands to the platform so that it knows the bot.
struct Manifest {
  struct Option {
    std::string_view flags;  // "-o,--output"
    std::string_view meaning;
    enum class Kind { text, required_text, flag } kind = Kind::text;
  };
  std::string_view meaning;  // one line of the help
  std::vector<Option> options;
  bool of_configuration = true;  // it needs the sections; the help then has -c, too
  // What was given, by the long name ("output"); a flag that was given is an empty text. Prints or writes a
  // file, and throws std::runtime_error with what to change.
  std::function<void(const std::map<std::string, std::string>& given, std::ostream& out)> make;
};

// `refleks init`: what it can make in the chat itself, with what an administrator signs in with once.
struct SetUp {
  struct Wanted {
    std::string workspace, address, public_url;  // the last may be empty
    std::string coordinator;                     // their account in the chat
  };
  struct SignIn {
    std::string user, password, code;  // code: of a sign-in in two steps, where it was asked for
  };
  struct Made {
    std::vector<std::string> done;               // a sentence each, in order
    std::map<std::string, std::string> secrets;  // what goes into the file, by the key of Beginning::open
    std::string problem;                         // why it stopped; empty: all is done
    bool refused = false;                        // nobody was signed in
    bool code_wanted = false;                    // the same once more, with a code
  };
  std::string_view who;   // "an administrator's user name"
  std::string_view what;  // "makes the bot account, ..."
  std::function<boost::asio::awaitable<Made>(Wanted, SignIn, boost::asio::any_io_executor)> make;
};

// `refleks init`: how a first configuration names this kind of chat.
struct Beginning {
  std::string_view address;  // what is asked for: "the address of the site"
  bool ours = false;         // it is server.public_url, under which the chat reaches us; else the key `url`
  bool may_be_empty = false;
  bool pages = false;              // has use for pages, so server.public_url is asked for besides
  std::string_view without_pages;  // what does not work where that is left empty; empty: nothing does
  std::string_view account;        // what stands in people.*.user: "username"
  std::string_view example;        // of one
  // What is wrong with an account, and where the right one is found; empty: it can be one. May be null.
  std::string (*unfit)(const std::string& account) = nullptr;
  // What only who set up the chat has: a file for a secret ("bot_token_file"), or an id to fill in.
  struct Open {
    std::string_view key, value, what;
    enum class When { always, with_address, without_address } when = When::always;
    std::string_view where{};  // of a secret, on the page that made_at() opens: "Install App, Allow"
    SecretKind looks{};
  };
  std::vector<Open> open;
  // An address that opens, in a browser, the chat's own page for making a bot, filled in: under `public_url`,
  // or with an empty one. Null: there is no such page.
  std::string (*made_at)(const std::string& public_url) = nullptr;
  std::string_view made_by{};  // "where you are signed in to Slack; ... Choose the workspace, Next, Create"
  SetUp set_up{};              // without `make`: all of it is done by hand
};

// All calls from one thread. Sections are read before connect(), examine() and the making of a manifest.
class Platform {
 public:
  virtual ~Platform() = default;

  // "mattermost": of the sections [mattermost.<name>], and of `refleks manifest mattermost`.
  virtual std::string_view kind() const = 0;
  // As people know it, in what is written in Norwegian for an administration: "Microsoft Teams".
  virtual std::string_view called() const = 0;
  // Every key of such a section; lives as long as the program. docs/<kind>.md or docs/configuration.md and
  // the example list them.
  virtual std::span<const KnownKey> keys() const = 0;
  // Nothing ever comes back from such a chat: its groups answer on pages, through a link they share.
  virtual bool only_posts() const { return false; }
  // No chat that people or groups live in: people on pages who have an e-mail address are told that there is
  // something to read. Its adapter knows them by the person's id.
  virtual bool tells_of_pages() const { return false; }
  // The user id as the platform itself writes it, of the one that stands in the configuration.
  virtual std::string user(const std::string& written) const { return written; }

  // Reads [<kind>.<workspace>] and keeps it; once for each. `organisation` lives as long as the call.
  virtual void read(const std::string& workspace, const Settings& section,
                    const Organisation& organisation) = 0;

  // Makes the adapters of all sections that were read; talks to nobody yet. Throws std::exception with words
  // for the operator when it cannot work.
  virtual Connected connect(const AdapterServices& around) const = 0;
  // Hands what was read of `workspace` now, of secrets, people and places, to the adapter that a platform of
  // this kind has made of an earlier reading; the rest of the section waits for a restart, and all of it
  // where this is not overridden. I/O thread.
  virtual void renew(const std::string& /*workspace*/, Adapter& /*running*/) const {}
  // What a call to one of its mounts is told that is certainly not the platform's, because none of our
  // secrets signed it, whenever; nothing: it may be, or that cannot be said without an adapter. Asked of all
  // calls that come to a machine that waits, before they are passed on; who answers looks again.
  virtual std::optional<net::Response> refusal(const net::Request& /*call*/) const { return std::nullopt; }
  // What `refleks doctor` asks the platform itself, at most some ten seconds for each workspace; changes
  // nothing there. None unless overridden. The platform and what is around outlive the call.
  virtual boost::asio::awaitable<Findings> examine(AdapterServices around) const;
  // Takes them out of what former versions left in files of `data`, a folder that nobody serves: an older
  // copy's. `gone` is asked with the workspace.
  virtual void forget(const std::filesystem::path& /*data*/,
                      const std::function<Gone(const std::string& workspace)>& /*gone*/) const {}
  // Nothing: an administrator needs none. Lives no longer than the platform.
  virtual std::optional<Manifest> manifest() const { return std::nullopt; }
  // Nothing: `refleks init` does not offer it.
  virtual std::optional<Beginning> beginning() const { return std::nullopt; }
};

// A platform of which each section makes one adapter, and nothing is shared by them. `Options`: what was read
// of a section, with its `workspace`. `Running`: its adapter; where that has a renew(const Options&), it is
// handed what was read of the section later.
template <class Options, class Running>
class Sectioned : public Platform {
 public:
  void renew(const std::string& workspace, Adapter& running) const final {
    if constexpr (requires(Running & one, const Options& now) { one.renew(now); })
      for (const Options& section : sections_)
        if (section.workspace == workspace) static_cast<Running&>(running).renew(section);
  }
  boost::asio::awaitable<Findings> examine(AdapterServices around) const final {
    Findings all;
    for (Options section : sections_) {
      const Findings found = co_await examine_one(section, around);
      all.insert(all.end(), found.begin(), found.end());
    }
    co_return all;
  }

 protected:
  // What examine() asks for one of them. `section` is the caller's own copy.
  virtual boost::asio::awaitable<Findings> examine_one(Options& /*section*/,
                                                       const AdapterServices& /*around*/) const {
    co_return Findings();
  }
  std::vector<Options> sections_;
};

}  // namespace runtime
