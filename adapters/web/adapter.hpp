#pragma once
// Pages in the browser as a platform: for people without a chat account, and for everybody whose chat cannot
// ask. The bot's messages to the former are letters on their own page.

#include <boost/asio/any_io_executor.hpp>
#include <filesystem>
#include <memory>
#include <string>

#include "adapters/net/http_server.hpp"
#include "adapters/net/timing.hpp"
#include "adapters/web/page_links.hpp"
#include "adapters/web/sign_in_rules.hpp"
#include "bot/core/random.hpp"
#include "bot/runtime/adapter.hpp"

namespace web {

struct Options {
  std::string workspace = "pages";     // the configured name of this connection
  std::filesystem::path data;          // where a former version kept letters
  std::filesystem::path keys;          // web.key: of links that last
  std::filesystem::path passing_keys;  // web.key in a folder in memory: of links that go with the boxes
  std::string public_url;              // as browsers reach us: "https://bot.example.no"
  std::string organisation;            // people read it on every page; may be empty
  core::Language language = core::Language::nb;  // where nobody's own is known
  std::string zone = "Europe/Oslo";              // of the times on letters
  // The group whose slip of paper has this code; may be empty.
  std::function<std::optional<core::GroupId>(const std::string& code)> slip_of;
  // A guide of the handbook as PDF, drawn beside the I/O thread; empty: there is none. May be empty itself.
  std::function<boost::asio::awaitable<std::string>(std::string guide, core::Language)> guide_on_paper;
  // Answers core::events::overview, which reads alone, with a page, a picture or a file; outlives the
  // adapter. Null: there are no such pages.
  runtime::Inbox* reading = nullptr;
  std::optional<SignInOptions> sign_in;  // nothing: nobody signs in
  net::Ticks reply_limit{5'000};         // how long a page waits for the bot
  std::function<net::Ticks()> ticks;     // empty: the machine's steady clock
};

class Pages : public runtime::Adapter {
 public:
  // To be mounted at "/s", "/k" and "/hjelp" of the listener that browsers reach. Lives no longer than the
  // adapter.
  virtual net::HttpHandler handler() = 0;
  virtual PageLinks& links() = 0;
};

// Reads keys at once, so that a bad file is known at start. Pages answer while run() runs, and
// ask to come back later otherwise; deliver() and find() work as long as the adapter lives. Reasons of
// Kind::permanent: unknown_workspace, unknown_channel (there are none), unknown_user, unknown_message (an
// edit); of Kind::retry: letters_not_written. One I/O thread, the executor's. `clock` and `random` outlive
// the adapter. Throws as Key and core::Zone::named.
std::unique_ptr<Pages> make_pages(boost::asio::any_io_executor executor, Options options, People people,
                                  const core::Clock& clock, core::Random& random);

}  // namespace web
