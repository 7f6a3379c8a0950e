#pragma once
// What a pair is of words by which meant_by knows a command, and the words that stand in more than one.

#include <cstddef>
#include <string_view>

#include "bot/runtime/bare_words.hpp"
#include "bot/runtime/everyday.hpp"

namespace runtime {

// What neither of two words says alone. `rest`: what the command is given, and `rest_behind`: what stands
// behind the first. `told` and `other`: as in Meant.
struct Pair {
  std::string_view command, words, beside, rest{};
  Told told = Told::nothing;
  std::string_view other{};
  std::size_t most = longest_read;  // words of such a line
  std::string_view unless{};        // one of these makes it mean something else
  bool oneself = false;             // "meg" or nothing stands between the two, or `beside` is the last word
  int weight = 4;
};
inline constexpr int outweighs = 5;  // another pair
inline constexpr std::string_view rest_behind = "*",
                                  rest_beside = "+";  // the latter begins with that of `beside`
// Where a day is named the form asks: "er tilbake 15. januar" is away until then.
inline constexpr std::string_view over = " slutt";
inline constexpr std::string_view poll_words =
    "avstem* avroyst* poll polls vote* stemming* stemme* royste* sporreundersokelse* undersokelse* survey*";

inline constexpr std::string_view session_words = "samling samlingen samlinga mote motet session meeting";
inline constexpr std::string_view called_off =
    "samling samlinga samlingen motet avlyst avlyste session meeting";
inline constexpr std::string_view role_words =
    "deltak* deltek* medlem* fasilitator* leder leiar participant* member* facilitator*";
inline constexpr std::string_view group_words = "gruppe gruppen gruppa group";
inline constexpr std::string_view idea_words =
    "tema* emne* ide ideen ideer idear forslag* framlegg* topic* idea*";
// "Ingen kom med forslag", "var lenka der feil"
inline constexpr std::string_view not_there =
    "tema* emne* ide ideen ideer idear forslag* framlegg* topic* idea* se star sto stod lenk* link* orde";
// What is to be told where it is followed up. "Vald" alone is also elected.
inline constexpr std::string_view harm_words =
    "avvik* varsling klage* uforsvarlig* mobb* trakasser* deviation whistleblow* complain* bullied bullying "
    "harass* vold volden voldelig* valden valdeleg* valdsbruk* valdshending* overgrep* trussel* trusler "
    "truslar* trugsmal* truer truet trugar truga violence violent assault* threat*";
inline constexpr std::string_view day_words =
    "mandag* tirsdag* tysdag* onsdag* torsdag* fredag* monday tuesday wednesday thursday friday";
inline constexpr std::string_view leader_words =
    "leder lederen ledelsen leiar leiaren leiinga sjef sjefen boss manager leader";
inline constexpr std::string_view who_words =
    "hvem kven kem who sjef* leder* leiar* fasilitator* boss manager leader* facilitator*";

inline constexpr std::string_view no_next_step =
    "skjer hender happening svar* tema* stem* avstem* avroyst* answer* vote* syk* sjuk* sick ill kode* "
    "slutt* "
    "dato code date leave quit";
// What is made for a group, and is no new one.
inline constexpr std::string_view for_a_group =
    "avstem* avroyst* poll* samling* mote* tema* emne* ide* forslag* tid* rom* deltak* deltek* medlem* "
    "kontrakt* regl* avtale* plakat* paus* ferie* rapport* contract* agreement* poster* report*";

}  // namespace runtime
