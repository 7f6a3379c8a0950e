// What nobody sees in a command changes nothing on any platform: it is answered as the line without it is,
// whatever the adapter does with a line before the bot reads it.

#include <gtest/gtest.h>

#include "bot/core/utf8.hpp"
#include "tests/contract/platform.hpp"

namespace contract {
namespace {

// Of each kind some; tests/app/whole_bot_words_test.cpp has them all, behind the adapters.
const char* const characters[] = {"\x01",   "\t",     "\n",        "\x0b",   "\x0c",   "\r",     "\x1f",
                                  "\x7f",   "\u0081", "\u0085",    "\u00a0", "\u00ad", "\u034f", "\u061c",
                                  "\u1680", "\u180e", "\u2009",    "\u200b", "\u200d", "\u200f", "\u2028",
                                  "\u202d", "\u2060", "\u2066",    "\u2800", "\u3000", "\u3164", "\ufe0f",
                                  "\ufeff", "\uffa0", "\U000e0041"};

class Unseen : public ::testing::TestWithParam<Kind> {};

TEST_P(Unseen, InACommandChangesNothing) {
  Town town(town_of(GetParam()));
  const auto platform = GetParam().make(town);
  town.open();
  const auto shown = [&](const std::string& text) {
    town.advance(town.clock.now() +
                 std::chrono::seconds{10});  // nobody types so fast that they are slowed down
    const Seen seen = platform->command("kari", text);
    std::string all = seen.words + (seen.to_all ? " to all" : "");
    for (const std::string& each : seen.buttons) all += "[" + each + "]";
    for (const std::string& each : seen.inputs) all += "<" + each + ">";
    return all;
  };
  std::map<std::string, std::string> plain;  // by the line as it reads
  for (const std::string c : characters)
    for (const std::string& text : {"id" + c + "é", c + "idé" + c, "idé" + c + "tema", "hje" + c + "lp"}) {
      const std::string line = core::trimmed(core::cleaned(text));
      if (!plain.contains(line)) plain[line] = shown(line);
      ASSERT_EQ(shown(text), plain[line]) << ::testing::PrintToString(text);
    }
  town.close();
}

INSTANTIATE_TEST_SUITE_P(OnEveryPlatform, Unseen, ::testing::ValuesIn(kinds()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace contract
