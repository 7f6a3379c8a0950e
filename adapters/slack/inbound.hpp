#pragma once
// What Slack sends, as plain data: the same over HTTP and over a socket. Fields we do not know are ignored,
// as Slack asks. Everything here is the client's word. Pure; any thread.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/slack/blocks.hpp"
#include "adapters/slack/modal.hpp"
#include "bot/core/time.hpp"
#include "bot/core/typed.hpp"
#include "bot/runtime/json_text.hpp"

namespace slack {

// Which installation a request is meant for.
struct Address {
  std::string team, enterprise;
  bool whole_organisation = false;  // installed for the enterprise: found by it, not by the team
};

struct Incoming {
  enum class Kind {
    command,
    press,        // one or more buttons
    submit,       // of a modal; may name nobody
    shortcut,     // a global one
    home_opened,  // the app's Home tab
    revoked,      // uninstalled, or the bot's token withdrawn
    membership,   // somebody came to or left a channel
    sharing,      // a channel is shared with another organisation from now on, or no longer
    limited,      // Slack says it holds events back
    nothing,      // to be acknowledged and forgotten
  };
  enum class From { channel, modal, home };

  Kind kind = Kind::nothing;
  Address address;
  std::string user, user_team;
  std::string channel;       // empty in a direct conversation with the bot
  std::string delivery;      // the natural key of this request; a repeat has the same; may be empty
  std::string trigger;       // opens one modal within three seconds
  std::string response_url;  // a secret
  std::string command;
  core::Typed typed;
  std::vector<Pressed> presses;
  From from = From::channel;
  std::string view_id, title;          // of the modal it came from
  std::string first_input;             // of that modal: a block id; empty where it has none
  std::optional<Submitted> submitted;  // submit: of a form of ours
  // Submit: the JSON in which the view stands, and where, for whoever must show it once more. Never copied:
  // it may hold a ballot.
  std::shared_ptr<const std::string> text;
  const char* view_at = "/view";
  std::string callback;                     // shortcut
  bool joined = false;                      // membership: came, not left
  std::optional<core::Instant> happened{};  // an event, by Slack's clock
};

// A slash command: the fields of the form, or the payload of an envelope, by their names; empty where there
// is none.
Incoming read_command(const std::function<std::string(const char*)>& field);
// An interaction or an event: any JSON object.
Incoming read_payload(runtime::JsonView payload);

}  // namespace slack
