#pragma once
// The last question of `refleks init`: whether it shall make in the chat itself what an administrator would
// make there by hand.

#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bot/runtime/platform.hpp"

namespace app {

struct ChatSetUp {
  std::map<std::string, std::string> secrets;  // by key, as runtime::SetUp::Made has them
  bool done = false;                           // nothing is left to be made there
  bool tried = false;                          // somebody has signed in, or tried to
  bool led = false;                            // somebody was told the page that makes the bot
};

// Asks for a name (unless `admin` is given) and a password, which a terminal does not show, does it, and says
// what was done; where that was not all, it asks once more. An empty name, or no more input: it is left. Name
// and password are neither kept, logged nor said. Ctrl-C leaves the terminal as it was.
ChatSetUp set_up_chat(const runtime::SetUp& how, const runtime::SetUp::Wanted& wanted,
                      const std::optional<std::string>& admin, std::istream& in, std::ostream& out);

// Tells the address `link` of the page that makes the bot, and asks for each secret that is got there, which
// a terminal does not show; one that does not look like its kind is asked for again. Empty, or no more input:
// it is left.
ChatSetUp lead_to_chat(const runtime::Beginning& begin, const std::string& link,
                       const std::vector<runtime::Beginning::Open>& wanted, std::istream& in,
                       std::ostream& out);

}  // namespace app
