#pragma once
// `refleks init`: the first configuration of an installation, from five questions.

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>

#include "bot/app/config.hpp"

namespace CLI {
class App;
}

namespace app {

// What is asked. An empty optional: nobody has said it yet.
struct FirstSettings {
  std::optional<std::string> organisation;
  std::optional<std::string> chat;         // a kind of platform, or "sandbox"
  std::optional<std::string> address;      // of the chat, or ours, as the chat needs (runtime::Beginning)
  std::optional<std::string> coordinator;  // "Eivind Moe, eivind": name, and account in the chat
  std::optional<std::string> folder;       // for the service's data
  std::optional<std::string> public_url;   // asked for where the chat needs pages; may be given besides
  std::optional<std::string> admin;        // who signs in to have the chat set up; the password is asked for
};

// Writes `file`, which must not be there, and tells on `out` what is to be done next. What `given` leaves
// open is asked for on `in`; an answer that will not do is asked for again. Throws std::runtime_error where
// the file is there already or an answer is missing, and ConfigError where what was answered makes no
// configuration; then nothing is written. Where the chat can be set up from here (runtime::SetUp) it offers
// that when it has asked anything else, or `admin` is given; its secrets are put into their places.
void write_first_configuration(const std::filesystem::path& file, FirstSettings given, std::istream& in,
                               std::ostream& out, const Environment& environment = system_environment);

class InitCommand {
 public:
  explicit InitCommand(CLI::App& cli);
  // False when another command was given.
  bool run(std::istream& in, std::ostream& out) const;

 private:
  CLI::App* cli_;
  std::string file_ = "refleks.toml";
  FirstSettings given_;
};

}  // namespace app
