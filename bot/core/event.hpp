#pragma once
// Everything that can arrive from a platform, and the answer it gets at once.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bot/core/language.hpp"
#include "bot/core/message.hpp"
#include "bot/core/shared_message.hpp"
#include "bot/core/typed.hpp"

namespace core {

// Who did it and where, in the platform's own ids.
struct Origin {
  std::string workspace;  // the configured name of the connection
  std::string user;       // the platform's user id
  std::string user_name;  // as shown there, for a first greeting; may be empty
  std::string channel;    // empty in a direct conversation with the bot
  std::string delivery;   // the platform's id of this delivery; a repeat carries the same; may be empty
  // Id of the group whose shared link or printed sheet was used: nobody knows who it is. `user` is then a
  // random name that lasts for one answer, and only sealed events are taken.
  std::string guest_of{};
  // Chosen on a page; else the person's own, for a guest the group's.
  std::optional<Language> language{};
  // With `guest_of`: came with a slip of paper, and `user` is its code.
  bool slip = false;
  // Of a guest a mark of the place, by which nobody finds the address again (web::Sources), so that one does
  // not use up what is there for all. Of a person's page or a slip: that opening of it. Never kept.
  std::string source{};
};

struct Command {  // "/refleks avstemning ..." without the first word
  Origin origin;
  std::string text;  // with a mark where somebody is mentioned
  std::vector<Mention> mentions{};
};
struct Press {
  Origin origin;
  std::string name, value;
};
struct Submit {
  Origin origin;
  std::string name, state;
  FormValues values;
};
using Event = std::variant<Command, Press, Submit>;

const Origin& origin_of(const Event& event);

// Cleans every text in the event (bot/core/utf8.hpp): what was typed, values, states, names. What holds
// nothing to see is empty. Ids of the platform stay as they are.
void clean(Event& event);

// A press or submit of an anonymous kind: no transaction, no outbox row, no stored event id, no log line.
// Being sealed is a property of the name, so that no adapter can forget it.
inline bool is_sealed_name(std::string_view name) {
  return name.starts_with("box/");
}

// A form in which a table is pasted: what parts its cells is kept as it was typed.
inline bool carries_table(std::string_view name) {
  return name.ends_with("/table");
}

// What can be answered without a name just now, as a message with buttons; a page begins with it.
inline constexpr std::string_view home_press = "box/home";

// A press that changes nothing and only opens a form: a page may do it when its address is opened.
inline bool only_opens(std::string_view name) {
  return name == home_press || name.ends_with("/form");
}

struct File {
  std::string name, type, bytes;  // "samling.ics", a media type
  bool operator==(const File&) const = default;
};

// What goes back in the same breath. At most one of whisper/form is set; errors name inputs of a submitted
// form and leave it open with the person's own text in it.
struct Reply {
  SharedMessage whisper;     // seen by this person alone
  std::optional<Form> form;  // opens (or replaces) a form
  std::map<std::string, std::string> errors;
  std::optional<File> file;            // to download; only pages can give it, others leave it out
  std::optional<Language> language{};  // of whoever asked: for the words that a platform adds of its own
  // Where words behind an anonymous verb were left unread, which are kept nowhere of ours: all else that was
  // typed, as a button may say it that asks for the command again.
  std::optional<std::string> again{};
};

}  // namespace core
