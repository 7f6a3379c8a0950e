// Groups on different platforms in one bot: nobody of one sees anything of the others.

#include <gtest/gtest.h>

#include "bot/core/texts.hpp"
#include "tests/contract/platform.hpp"

namespace contract {
namespace {

core::Language nb = core::Language::nb;

// What only one group may ever see.
std::vector<std::string> canaries(const Kind& kind) {
  return {kind.name + "-navn", "ugle-" + kind.name, "hare-" + kind.name, "rev-" + kind.name};
}

struct Place {
  const Kind* kind;
  std::unique_ptr<Platform> platform;
  std::string seen;  // by anybody there

  void keep(const Seen& what) {
    seen += what.words + "\n";
    for (const std::string& label : what.buttons) seen += label + "\n";
    for (const std::string& input : what.inputs) seen += input + "\n";
  }
  // Opens a form by a command, in Teams through a button.
  void open(const std::string& person, const std::string& command) {
    const Seen first = platform->command(person, command);
    keep(first);
    if (first.inputs.empty()) keep(platform->press(person, first.buttons.at(0)));
  }
  void answer(const std::string& person, const std::string& question, const std::string& option) {
    if (platform->capabilities().buttons) return keep(platform->press(person, option));
    keep(platform->press(person, core::text(nb, "polls.offer", {{"title", question}})));
    keep(platform->fill(person, {{question, {option}}}));
  }
};

class Together : public ::testing::Test {
 protected:
  // The first platform alone would do the same: what counts is that they are side by side.
  static app::Config all() {
    app::Config config;
    for (const Kind& kind : kinds()) {
      app::Config one = town_of(kind, "-" + kind.name + "-navn");
      for (core::Person& person : one.people)
        person.name = person.name.substr(0, person.name.find('-')) + " " + kind.name + "-navn";
      if (config.people.empty()) {
        config = std::move(one);
        continue;
      }
      config.people.insert(config.people.end(), one.people.begin(), one.people.end());
      config.groups.push_back(one.groups.front());
    }
    return config;
  }
  Together() : town(all()) {
    for (const Kind& kind : kinds()) places.push_back({&kind, kind.make(town), {}});
    town.open();
  }

  Town town;
  std::vector<Place> places;
};

TEST_F(Together, NobodySeesAnythingOfAnotherGroup) {
  for (Place& place : places) {
    const std::string& name = place.kind->name;
    Platform& platform = *place.platform;
    place.keep(platform.command("kari", "medlemmer"));
    place.open("kari", "idé");
    place.keep(platform.fill("kari", {{core::text(nb, "ideas.form.label"), {"En ugle-" + name}}}));
    place.open("jonas", "idé");
    place.keep(platform.fill("jonas", {{core::text(nb, "ideas.form.label"), {"To ugle-" + name}}}));
    const std::string question = "Hva med hare-" + name + "?";
    place.keep(platform.command("marit", "avstemning \"" + question + "\" \"Tid\" \"Ro\" til 14:00"));
    place.keep(platform.press("marit", core::text(nb, "polls.open_now")));
    for (const char* person : {"marit", "kari", "amina", "jonas", "lien"})
      place.answer(person, question, "Ro");
    place.open("marit", "sak");
    place.keep(platform.fill("marit", {{core::text(nb, "matters.lift.what"), {"En rev-" + name}}}));
    const Seen first = platform.press("berit", core::text(nb, "matters.answer.in_work"));
    place.keep(first);
    if (first.inputs.empty()) place.keep(platform.press("berit", first.buttons.at(0)));
    place.keep(platform.fill("berit", {{core::text(nb, "matters.answer.words"), {"Vi tar rev-" + name}}}));
  }
  town.advance("2026-11-30T09:00:00Z");
  for (Place& place : places) {
    Platform& platform = *place.platform;
    for (const std::string& line : platform.channel()) place.seen += line + "\n";
    for (const char* person :
         {"marit", "kari", "amina", "jonas", "lien", "sigrun", "tomasz", "berit", "eivind"})
      for (const std::string& line : platform.letters(person)) place.seen += line + "\n";
    for (const char* command : {"samlinger", "saker", "status", "ukesammendrag", "medlemmer"})
      for (const char* person : {"berit", "kari"}) place.keep(platform.command(person, command));
  }
  for (const Place& place : places) {
    std::string sent;
    for (const Traffic& one : place.platform->traffic()) sent += one.bytes + "\n";
    for (const Place& other : places)
      for (const std::string& canary : canaries(*other.kind)) {
        const bool own = &other == &place;
        EXPECT_EQ(place.seen.find(canary) != place.seen.npos, own)
            << canary << (own ? " is not seen by " : " is seen by ") << place.kind->name;
        EXPECT_TRUE(own || sent.find(canary) == sent.npos) << canary << " was sent to " << place.kind->name;
      }
  }
}

}  // namespace
}  // namespace contract
