#pragma once
// A house with a coordinator and no group, and what is typed into the three steps of a set-up there.

#include "bot/app/load_packs.hpp"
#include "tests/support/whole_bot.hpp"

namespace support {

inline app::Config empty_house() {
  app::Config config = municipality();
  config.groups.clear();
  std::erase_if(config.people, [](const core::Person& person) { return !person.coordinator; });
  config.sandbox.enabled = true;
  config.programmes = app::load_packs({});
  return config;
}

inline const core::FormValues set_up_where{{"name", {"Hjemmetjenesten sør"}},
                                           {"channel", {"#hjemme-sor"}},
                                           {"place", {"Møterom 2"}},
                                           {"link", {"https://meet.example/987654321"}}};
inline const core::FormValues set_up_when{{"when", {"annenhver onsdag 13.30"}},
                                          {"first", {"18.11"}},
                                          {"programme", {"palliasjon"}},
                                          {"attendance", {"expected"}}};
inline const core::FormValues set_up_who{
    {"facilitators", {"Marit Solheim"}},
    {"leaders", {"Berit Aas"}},
    {"above", {""}},
    {"members", {"Kari Nes\nJonas Vik, Lien Tran; Amina Warsame\nTomasz Nowak"}}};

// To the preview, with other words in a step.
inline core::Reply preview_of_set_up(WholeBot& bot, core::FormValues when = set_up_when,
                                     core::FormValues who = set_up_who) {
  core::Reply reply = bot.say("eivind", "", "oppsett");
  for (const auto& values : {set_up_where, std::move(when), std::move(who)})
    reply = bot.submit("eivind", reply.form.value(), values);
  return reply;
}
inline core::Reply start_group(WholeBot& bot, core::FormValues when = set_up_when,
                               core::FormValues who = set_up_who) {
  return bot.press("eivind", button(preview_of_set_up(bot, std::move(when), std::move(who)), "Start gruppa"));
}
// How many messages to somebody hold these words.
inline std::size_t told(const WholeBot& bot, const std::string& who, const std::string& part) {
  std::size_t count = 0;
  for (const Said& one : bot.said_in(who)) count += one.words().find(part) != std::string::npos;
  return count;
}

}  // namespace support
