// Every difference from the sandbox that a person may notice, with the ability or limit that explains it.

#include "tests/contract/transcript.hpp"

namespace contract {
namespace {

// A result with these texts, in any order, each with nobody's name.
std::string all_of(const std::string& marker, int first, int last) {
  std::string pattern = "~";
  for (int i = first; i <= last; ++i) pattern += "(?=.*" + marker + "-" + std::to_string(i) + ")";
  return pattern + "new: Resultat: .*Alle som har den delte lenken.*";
}

}  // namespace

const std::vector<Difference>& differences() {
  const std::string any = ".*", group = "the group", form = "~[^\\[]*⟨.*⟩", same = "=";
  const std::string elsewhere = "{words} [Gruppas side (dette gjør du på din egen)]";
  static const std::vector<Difference> all{
      // Without buttons on messages people find the same on a page of their own: a poll as a form, and the
      // sessions behind a command.
      {"leaders do not answer", any, any, "buttons", {"(nothing)"}},
      {"answer|debrief, one tap", any, any, "buttons", {form, same}},
      {"coming", "kari|tomasz", any, "buttons", {"~(Samlinger|Sessions) .*\\[.*\\]", same}},
      // A form's command is written in Talk and once more on the page: the bot has drawn more lots, and texts
      // come in another order.
      {"what for, beside each other",
       group,
       "new: Velkommen til samling.*glimt.*",
       "on Nextcloud",
       {"~new: Velkommen til samling.*glimt.*\\[Foreslå et tema\\]"}},
      // Where nobody can write a command, none is told of.
      {any,
       group,
       "new: .*Skriv /refleks idé\\..*",
       "on Webhook",
       {"~new: (?!.*/refleks).*\\[Foreslå et tema\\].*"}},
      // Nor in a conversation where everybody reads what is written behind one.
      {any,
       group,
       "new: .*Skriv /refleks idé\\..*",
       "on Nextcloud",
       {"~new: (?!.*refleks idé).*\\[Foreslå et tema\\].*"}},
      // Where no button of a message can be a link, one link leads to the group's page.
      {any, group, "new: Hei, jeg er Refleks.*", "buttons", {elsewhere}},
      {any, group, "new: .*\\[Be om veiledning\\]", "buttons", {elsewhere}},
      {any, group, "new: (?!.*Foreslå et tema).*\\[Jeg kommer\\].*", "buttons", {elsewhere}},
      {any,
       group,
       "new: .*\\[Jeg kommer\\].*Foreslå et tema.*",
       "buttons",
       {"~new: .*din egen side.*: Jeg kommer / Jeg kan ikke.*\\[Foreslå et tema\\]"}},
      // Where a chat can only be posted to, the message says how members answer, and what a shared link is.
      {"poll|texts|topic vote|check-out|platform back|what for|check-out, the second|pages|debrief, asked|"
       "first check-in|first check-out|last check-out|period over",
       group,
       "new: .*Kan svare: .*",
       "on Webhook",
       {"~new: .*Kan svare: .*Medlemmer svarer på sin egen side.*"}},
      // Who signs up says their name, which no shared link can: the channel shows the words.
      {"sign-up", group, "new: .*\\[Meld meg på\\].*", "buttons", {"~new: Bli med i .*"}},
      // Each platform has its own name for a channel.
      {"look at gruppe", "marit", any, "a limit", {"~Hjemmetjenesten nord / Kanal.*fra serverens fil.*"}},
      // What is out stays as it is, and what is new comes as a message of its own.
      {any, group, "edited: .*", "edit", {}},
      // The title of a window in Slack holds 24 letters, and an option 150: the whole stands in the window.
      {"change|topic vote|agreement", any, ".*⟨.*", "on Slack", {form}},
      // One that only shows has no title besides.
      {"situation log",
       "kari",
       "Situasjonsloggen / Dette skrev du.*",
       "on Slack",
       {"~Dette skrev du.*mosehumle.*"}},
      // Labels in Mattermost's dialogs hold 24 bytes: the whole stands below the field or above all, and each
      // of
      // several choices is a box to tick.
      {"change|topic vote|check-out|matter|leader answers|move|what for, by name|what for, without|agreement|"
       "attendance|try-out|try-out, told|sign-up|last attendance|questionnaire|given on|network, advisers",
       any,
       ".*⟨.*",
       "on Mattermost",
       {form}},
      // Teams shows an answer and what is written at the same time in one talk.
      {"what for", "marit", "Spurt\\..*", "on Teams", {"~(Spurt|Hjemmetjenesten nord er i gang).*"}},
      {"what for", "marit", "new: Hjemmetjenesten nord er i gang.*", "on Teams", {"(nothing new)"}},
      // Slack's and Teams' own repeats are answered once.
      {"poll, the same delivery twice", "marit", "Slik blir.*", "on Slack", {"(nothing)"}},
      {"poll, the same delivery twice", "marit", "Slik blir.*", "on Teams", {"(nothing)"}},
      {"poll, the same delivery twice", "marit", "Slik blir.*", "on Nextcloud", {"(nothing)"}},
      // A form's command is written in Talk and once more on the page: the bot has drawn more lots, and texts
      // come in another order.
      {"texts, close", group, "new: Resultat.*", "on Nextcloud", {all_of("vannmerke", 103, 109)}},
      {"check-out, close", group, "new: Resultat.*", "on Nextcloud", {all_of("glimt", 110, 116)}},
      {"ideas are shown",
       group,
       "new: Fra idéboksen.*",
       "on Nextcloud",
       {"~(?=.*nattefrost-101)(?=.*tussmark-102)new: Fra idéboksen .*"}},
      // Talk changes no message, to one person either; pages do.
      {"leader answers", "berit", "edited: .*", "on Nextcloud", {"(nothing new)"}},
      {"certificate|guidance, answered", any, "edited: .*", "on Nextcloud", {}},
      // Each platform has its own limit for a command, and says so in its own words.
      {"command too long", "marit", "\"text\" must not be.*", "a limit", {"~.*(for lang|longer than).*"}},
  };
  return all;
}

const std::vector<Addition>& additions() {
  // A chat in Teams keeps what is written in it: a form, and an anonymous answer, come behind a button.
  static const std::vector<Addition> all{
      {".*\\[(Åpne skjemaet|Opne skjemaet|Open the form|Vis svaret|Show the answer)\\]", "on Teams"},
  };
  return all;
}

}  // namespace contract
