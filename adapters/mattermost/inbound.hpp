#pragma once
// What Mattermost sends, as plain data. Fields we do not know are ignored. Everything here is the client's
// word until a token or a seal has been checked. Pure; any thread.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mattermost/seal.hpp"
#include "adapters/net/http.hpp"
#include "bot/core/typed.hpp"

namespace mattermost {

// What was written into a dialog, by its elements' names. Mattermost gives texts, numbers and true or false
// as they are, several as a list; what is none of these is empty.
using Submission = std::map<std::string, std::vector<std::string>>;
Submission read_submission(runtime::JsonView submission);

struct Incoming {
  std::string user, channel;  // ids
  bool direct = false;        // a conversation between two: nobody's group channel
  std::string trigger;        // opens dialogs for half a minute; whoever has it may: a secret
  // command
  std::string text;
  std::map<std::string, std::string> mentioned;  // user name -> id, as Mattermost says
  std::string response;                          // the id in response_url
  // press
  Claimed context;
  // submit
  std::string state;
  std::shared_ptr<const Submission> submission;  // never copied, it may hold a ballot
  bool cancelled = false;
};

// Nothing for what is not of that shape.
std::optional<Incoming> read_command(const net::Request& request);
std::optional<Incoming> read_press(const std::string& body);
std::optional<Incoming> read_submit(const std::string& body);

// What was typed, each "@name" a person where `person` knows one by it. `person` gives the id of our
// configuration, empty for a name that it does not know.
core::Typed typed(std::string_view text, const std::function<std::string(const std::string&)>& person);

// Whether a command carries one of the tokens, in its header or, when an OAuth connection has put its own
// there, in its form.
bool has_token(const net::Request& request, const std::vector<std::string>& tokens);

// Whether a channel's name is that of a conversation between two: "<id>__<id>".
bool is_direct(std::string_view channel_name);

}  // namespace mattermost
