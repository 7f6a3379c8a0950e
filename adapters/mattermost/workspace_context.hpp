#pragma once
// What the parts of one connection share. I/O thread.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "adapters/mattermost/adapter.hpp"
#include "adapters/mattermost/api.hpp"
#include "adapters/mattermost/names.hpp"
#include "adapters/mattermost/screen.hpp"
#include "adapters/mattermost/seal.hpp"
#include "adapters/net/refusals.hpp"
#include "adapters/net/seen.hpp"
#include "bot/core/event.hpp"
#include "bot/runtime/pending_reply.hpp"

namespace mattermost {

// How long what we hand out is believed. A button hangs in a channel for as long as the message; a dialog is
// filled in within a day.
inline constexpr std::chrono::hours button_life{24 * 180}, dialog_life{24};

// On servers that cannot show a next dialog: dialogs whose next submit answers another form than the one they
// were opened for. In memory alone, a thousand of them.
class Continued {
 public:
  void keep(const std::string& serial, std::string name, std::string state);
  // Name and state to hand in.
  std::optional<std::pair<std::string, std::string>> find(const std::string& serial) const;

 private:
  std::map<std::string, std::pair<std::string, std::string>> forms_;
};

// The name of a button that asks for a command once more: Pressed::Kind::again.
inline constexpr const char* again_button = "mattermost/again";

struct WorkspaceContext : std::enable_shared_from_this<WorkspaceContext> {
  WorkspaceContext(boost::asio::any_io_executor executor, Options options, runtime::Links* links,
                   const core::Clock& clock, core::Random& random, net::Timing timing);

  boost::asio::any_io_executor executor;
  Options options;
  runtime::Links* links;
  const core::Clock& clock;
  core::Random& random;
  net::Timing timing;
  Api api;
  Seals seals;
  Names names;
  Continued continued;
  net::Seen heard;           // ids of direct messages that were taken
  net::Refusals unanswered;  // whatever was asked and however it was to be shown
  std::shared_ptr<runtime::Patience> patience;
  runtime::Inbox* inbox = nullptr;  // while the adapter runs

  std::string bot;      // our user id; empty until Mattermost has told
  std::string version;  // of the server, "11.7"; likewise
  net::Verdict asked;  // how it ended when we last asked who we are; that our token is not taken is said once

  // From when on it has not been looked through what people wrote while nobody listened; and how often a look
  // was begun, for a later one takes the place of one that waits.
  std::optional<core::Instant> unlooked;
  int looks = 0;

  bool reachable() const { return !options.callback_url.empty(); }
  std::string callback(const char* what) const;  // the address of "action" or "dialog"

  // Asks who we are and whose the ids are, unless that is known. False when something is still missing.
  boost::asio::awaitable<bool> introduce();

  // What was typed, with the people it names. `mentioned`: what Mattermost says of it, name -> id.
  core::Command command(core::Origin origin, std::string_view text,
                        const std::map<std::string, std::string>& mentioned = {}) const;

  // Makes buttons work in this channel (an id).
  Integration integration(const std::string& channel) const;

  // Runs beside everything; what it throws is counted (unanswered). The context lives as long.
  void spawn(boost::asio::awaitable<void> work);
};

// Without the slash at the end.
std::string trimmed_url(std::string url);

}  // namespace mattermost
