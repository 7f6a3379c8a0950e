#pragma once
// The pages without a socket: requests go straight to the handler, events to a made-up bot, and both clocks
// are moved by hand.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/web/adapter.hpp"
#include "tests/support/chat_world.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/notebook.hpp"

namespace web_test {

using support::FixedClock;
using Folder = support::TempDirectory;

void write_bytes(const std::filesystem::path& file, const std::string& bytes);

// Group `nord` (sheet 3, channel of workspace chat) with kari (pages) and ola (chat, nn); group `sor` takes
// no shared answers.
core::Directory directory();
core::PersonId id_of(const std::string& user);
core::GroupId group_id(const std::string& key);
core::Destination to_person(const std::string& user, const std::string& workspace = "pages");
core::Destination to_channel(const std::string& channel);
core::Button button(const std::string& name, const std::string& value = {},
                    const std::string& label = "Svar");
core::Message words(const std::string& text);
core::Form form_of(const std::string& name);  // a required text `idea` of at most 20 letters
core::Reply receipt();                        // a whisper with the button box/polls/form

using Fields = std::vector<std::pair<std::string, std::string>>;

class World {
 public:
  World();
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  void start();  // makes the adapter; run() runs
  void stop();   // cancels run() and drops the adapter

  // `url` is whole, as PageLinks makes it, or a path.
  net::Request request(const std::string& method, const std::string& url, const std::string& body = {}) const;
  net::Response send(net::Request request);
  net::Response get(const std::string& url);  // as a browser does
  net::Request posting(const std::string& url, const Fields& fields) const;
  net::Response post(const std::string& url, const Fields& fields) { return send(posting(url, fields)); }
  void begin(net::Request request, std::function<void(net::Response)> done);  // does not wait for the answer
  runtime::Delivered deliver(runtime::Delivery delivery);
  std::optional<std::string> find(const std::string& key);

  Folder folder;
  support::FakeNotebook book;  // of each start
  int guides_drawn = 0;        // of the handbook, as "%PDF <guide> <language>"
  bool no_guides = false;      // from now on none can be drawn
  std::function<boost::asio::awaitable<void>()> before_guide;  // what each takes; empty: nothing
  boost::asio::io_context io{1};
  FixedClock clock;
  net::Ticks ticks{1'000'000};
  core::SeededRandom random{7};
  support::PromptInbox inbox, reading;
  std::optional<web::SignInOptions> sign_in;  // from the next start() on
  core::Directory people = directory();
  std::unique_ptr<web::Pages> pages;

 private:
  support::Run running_{io};
};

// --- reading pages ---
std::string h1_of(const net::Response& response);
// The ticket of the first form, or of the n-th button that has one.
std::string ticket_of(const net::Response& response, std::size_t n = 0);
bool has(const net::Response& response, const std::string& words);

}  // namespace web_test
