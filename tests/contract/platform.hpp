#pragma once
// What people can do and see on a platform, as they really see it there: read back from frames, pages and
// payloads, never from the bot.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bot/core/capabilities.hpp"
#include "tests/contract/town.hpp"

namespace contract {

// What somebody has on the screen after doing something.
struct Seen {
  std::string words;                          // of an answer, or a form's title and introduction
  std::vector<std::string> buttons;           // labels
  std::vector<std::string> inputs;            // of a form: "label [kind]", with the options of a choice
  std::map<std::string, std::string> errors;  // by the label of the input
  std::map<std::string, std::string> kept;    // what is written in an input that was refused
  bool to_all = false;                        // others see it too
};

// What the bot sent out, byte for byte.
struct Traffic {
  std::string person;  // whom it answers, alone; empty: posted to a channel, or not to be told
  std::string bytes;
};

// Thrown when a person looks for a button that is not there.
struct NoSuchButton : std::runtime_error {
  explicit NoSuchButton(const std::string& label) : std::runtime_error("nobody sees a button " + label) {}
};

// Label of an input -> text, labels of options, or a time as on the wall: "2026-12-10T13:00".
using Values = std::map<std::string, std::vector<std::string>>;

class Platform {
 public:
  virtual ~Platform() = default;
  virtual std::string name() const = 0;
  // Of the platform behind the group's channel.
  virtual core::Capabilities capabilities() const = 0;

  // People are called by the names of the script ("kari"). These throw where there is no such button (as
  // above) or form.
  virtual Seen command(const std::string& person, const std::string& text) = 0;
  // The platform brings the person's last command once more, as it does when it is unsure.
  virtual Seen again(const std::string& person) = 0;
  // The newest button of that label that the person can reach.
  virtual Seen press(const std::string& person, const std::string& label) = 0;
  // Fills in the form that is open and sends it. What is longer than an input takes cannot be written there:
  // then nothing is sent, and the errors say so in takes_no_more().
  virtual Seen fill(const std::string& person, const Values& values) = 0;
  // Messages of the group's channel as they stand now, oldest first: "words [button] [button]".
  virtual std::vector<std::string> channel() = 0;
  // The bot's messages to one person.
  virtual std::vector<std::string> letters(const std::string& person) = 0;
  // Nothing that is posted gets through, and the platform says so; until up().
  virtual void down() = 0;
  virtual void up() = 0;

  virtual const std::vector<Traffic>& traffic() const = 0;
};

// How a group and its people stand in the configuration for a platform, and how the platform is set up.
struct Kind {
  std::string name;
  std::string people_workspace, group_workspace, channel;
  std::function<std::string(const std::string& person)> user;  // the platform's id of somebody
  std::function<std::unique_ptr<Platform>(Town&)> make;        // before Town::open()
};
const std::vector<Kind>& kinds();

Kind sandbox_kind();
Kind webhook_kind();
Kind slack_kind();
Kind teams_kind();
Kind mattermost_kind();
Kind nextcloud_kind();

// Seven staff, a leader and a coordinator (tests/support/whole_bot.hpp) on that platform. `suffix` is put
// behind every name, to tell groups apart.
app::Config town_of(const Kind& kind, const std::string& suffix = {});

std::size_t letters_in(const std::string& utf8);
std::string takes_no_more(std::size_t letters);

// Tidies words for reading on one line; what never stays the same (codes, addresses) gets a fixed word.
std::string tidy(const std::string& words);
std::string with_buttons(const std::string& words, const std::vector<std::string>& labels);

}  // namespace contract
