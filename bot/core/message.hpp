#pragma once
// The platform-neutral message and form. Features build them, adapters render them; nothing here knows a
// platform. Text from people is data: adapters escape every `text`, so that it can never ping, link or
// format.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "bot/core/calendar_entry.hpp"
#include "bot/core/codes.hpp"
#include "bot/core/plot.hpp"

namespace core {

struct Span {
  enum class Style { plain, strong, emphasis, code };
  std::string text;
  Style style = Style::plain;
  std::string url;  // a link when not empty; only from texts of our own or from a programme pack

  Span(std::string words, Style s = Style::plain, std::string link = {})
      : text(std::move(words)), style(s), url(std::move(link)) {}
  bool operator==(const Span&) const = default;
};
using Rich = std::vector<Span>;
std::string plain_text(const Rich& rich);

// A press comes back as the event Press{name, value}. Names that begin with "box/" are sealed: see event.hpp.
struct Button {
  enum class Style { plain, primary, danger };
  std::string label, name, value;
  Style style = Style::plain;
  bool operator==(const Button&) const = default;
};

struct Heading {
  std::string text;
  bool operator==(const Heading&) const = default;
};
struct Paragraph {
  Rich text;
  bool drawing = false;  // made of marks: a picture of the message says the same
  bool operator==(const Paragraph&) const = default;
};
struct List {
  std::vector<Rich> items;
  bool numbered = false;
  bool operator==(const List&) const = default;
};
struct Facts {
  std::vector<std::pair<std::string, std::string>> rows;  // label, value
  bool operator==(const Facts&) const = default;
};
struct Bars {
  std::vector<Bar> rows;
  bool operator==(const Bars&) const = default;
};
struct Image {
  std::string url, alt;
  bool operator==(const Image&) const = default;
};
struct Divider {
  bool operator==(const Divider&) const = default;
};
struct Actions {
  std::vector<Button> buttons;
  bool operator==(const Actions&) const = default;
};
struct ContextLine {
  Rich text;
  bool operator==(const ContextLine&) const = default;
};
using Block = std::variant<Heading, Paragraph, List, Facts, Bars, Image, Divider, Actions, ContextLine>;

// What an e-mail may say of a message: never what people wrote, and no question whose answer is anonymous.
struct Mail {
  std::string subject;
  std::vector<Block> blocks;  // without buttons
  std::optional<CalendarEntry> calendar{};
  bool operator==(const Mail&) const = default;
};

struct Message {
  std::vector<Block> blocks;
  // For those who are told by e-mail. Nothing: that there is something to read, and where.
  std::optional<Mail> mail{};
  // The same once more as one picture, from top to bottom, where the platform shows pictures: it says nothing
  // that `blocks` does not, and is drawn when the message leaves.
  std::vector<Plot> pictures{};
  bool operator==(const Message&) const = default;
};

// The twin that carries the whole meaning in plain text: for notifications, post-only channels, logs of
// tests.
std::string plain_text(const Message& message);

// The message as it stands beside its picture: what draws with letters gives way, numbers stay as rows.
Message beside_picture(Message message);
// All pictures in words, for who does not see them.
std::string alt_of(const std::vector<Plot>& pictures);

// "Ja / Nei": what stands on them, where they cannot be pressed.
std::string labels_of(const Actions& actions);

// The message with the command word as this chat has it: "/refleks idé" in our own words (strong, code, and
// lines of context) becomes "@Refleks idé" for the word "@Refleks", and "idé" for an empty one.
Message with_command_word(Message message, std::string_view word);
// The message for a place where nobody can write a command: without the sentences of ours that tell of one
// (as above), or without the whole of what holds such a sentence.
enum class Told { sentences, wholes };
Message without_commands(Message message, Told away);

struct Option {
  std::string value, label;
  bool operator==(const Option&) const = default;
};

struct Input {
  enum class Kind { text, choice, choices, scale, date_time, person };  // how it looks
  // What somebody gives by it, however it looks: words, a moment, one of its options, any number of them.
  enum class Gives { words, moment, one, several };
  Kind kind = Kind::text;
  std::string id, label, hint;
  bool required = false;
  bool multiline = false;            // text
  bool of_file = false;              // text: a page takes the text of a file instead of what is written
  int max_length = 500;              // text: characters
  std::vector<Option> options;       // choice, choices, scale (in order from low to high)
  std::vector<std::string> initial;  // what is already filled in or chosen
  Gives gives() const;
  bool operator==(const Input&) const = default;
};
// Their names on the wire to the sandbox's page. Forms on pages carry the place in this list.
constexpr auto codes(Input::Kind) {
  return codes_in_order("text", "choice", "choices", "scale", "date_time", "person");
}
inline Input::Gives Input::gives() const {
  switch (kind) {
    case Kind::text:
      return Gives::words;
    case Kind::date_time:
      return Gives::moment;
    case Kind::choices:
      return Gives::several;
    case Kind::choice:
    case Kind::scale:
    case Kind::person:
      break;
  }
  return Gives::one;
}

// Submitting gives the event Submit{name, state, values}; `state` comes back unchanged and is never shown.
struct Form {
  std::string name, state, title;
  Rich intro;
  std::vector<Input> inputs;
  std::string submit;
  bool operator==(const Form&) const = default;
};

using FormValues = std::map<std::string, std::vector<std::string>>;  // input id -> values

}  // namespace core
