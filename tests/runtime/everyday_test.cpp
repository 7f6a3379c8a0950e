#include "bot/runtime/everyday.hpp"

#include <gmock/gmock.h>

namespace runtime {
namespace {

std::string first_meant(const char* typed) {
  const auto meant = meant_by(core::parse_command(typed));
  return meant.empty() ? "" : std::string(meant[0].command) + meant[0].rest;
}

TEST(Everyday, FindsWhatIsMeantAmongTheWords) {
  const std::pair<const char*, const char*> table[] = {
      {"når er neste samling", "sessions"},
      {"Når møtes vi?", "sessions"},
      {"Hvor er møtet?", "sessions"},
      {"Nar er motet", "sessions"},
      {"jeg er syk 🤒", "sessions"},
      {"Eg kan ikkje på tysdag.", "sessions"},
      {"I can’t come", "sessions"},
      {"when is the next session?", "sessions"},
      {"jeg vil foreslå et tema", "idea"},
      {"suggest a topic", "idea"},
      {"jeg har ferie til 15. januar", "pause til 15. januar"},
      {"kan du flytte samlingen til torsdag", "move samlingen til torsdag"},
      {"ny samling 4.12 kl 9", "plan"},
      {"er det anonymt?", "privacy"},
      {"hva ble resultatet", "results"},
      {"min side", "page"},
      {"bokmål", "language"},
      {"hva kan du gjøre", "help"},
      {"kan du hjelpe meg?", "help"},
      {"hvem er med i gruppa?", "members"},
      {"bananer", ""},
      {"\"samling\"", ""},
      {"", ""},
  };
  for (const auto& [typed, command] : table) EXPECT_EQ(first_meant(typed), command) << typed;
}

// «Det kjenner jeg ikke igjen» was a cold answer to it.
TEST(Everyday, KnowsWhoSaysThatTheyAreIll) {
  for (const char* typed : {"jeg er syk 🤒", "eg er sjuk", "I'm sick", "Jeg er sykmeldt, kommer ikke"}) {
    EXPECT_EQ(first_meant(typed), "sessions") << typed;
    EXPECT_TRUE(meant_by(core::parse_command(typed)).at(0).unwell) << typed;
  }
  for (const char* typed : {"når er neste samling", "jeg kommer ikke", "avbud på tirsdag"})
    EXPECT_FALSE(meant_by(core::parse_command(typed)).at(0).unwell) << typed;
}

TEST(Everyday, KnowsGoodManners) {
  const auto manner = [](const char* typed) { return manner_of(core::parse_command(typed)); };
  for (const char* typed : {"hei", "Hei Refleks 😊", "God morgen!", "Hello"})
    EXPECT_EQ(manner(typed), Manner::greeting) << typed;
  for (const char* typed : {"Takk!", "tusen takk", "ok", "👍", "Thanks."})
    EXPECT_EQ(manner(typed), Manner::thanks) << typed;
  for (const char* typed :
       {"ja", "Nei.", "yes", "Nei takk", "ja, takk!", "Ja, gjerne", "no thanks", "yes please"})
    EXPECT_EQ(manner(typed), Manner::yes_or_no) << typed;
  for (const char* typed :
       {"hei, når er neste samling?", "!!!!", "", "\"hei\"", "takk for sist alle sammen her"})
    EXPECT_EQ(manner(typed), std::nullopt) << typed;
}

}  // namespace
}  // namespace runtime
