#pragma once
// The last question of `refleks init`: whether it shall make in the chat itself what an administrator would
// make there by hand.

#include <iosfwd>
#include <map>
#include <optional>
#include <string>

#include "bot/runtime/platform.hpp"

namespace app {

struct ChatSetUp {
  std::map<std::string, std::string> secrets;  // by key, as runtime::SetUp::Made has them
  bool done = false;                           // nothing is left to be made there
  bool tried = false;                          // somebody has signed in, or tried to
};

// Asks for a name (unless `admin` is given) and a password, which a terminal does not show, does it, and says
// what was done; where that was not all, it asks once more. An empty name, or no more input: it is left. Name
// and password are neither kept, logged nor said. Ctrl-C leaves the terminal as it was.
ChatSetUp set_up_chat(const runtime::SetUp& how, const runtime::SetUp::Wanted& wanted,
                      const std::optional<std::string>& admin, std::istream& in, std::ostream& out);

}  // namespace app
