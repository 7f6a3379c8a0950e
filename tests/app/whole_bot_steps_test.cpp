// The three steps of a set-up, and the ways between them.

#include "tests/support/set_up.hpp"

namespace {

using namespace support;

TEST(SetupSteps, TheLastStepLeadsBackAndKeepsWhatWasWritten) {
  WholeBot bot(empty_house(), "2026-11-09T08:00:00Z");
  core::Reply reply = bot.say("eivind", "", "oppsett");
  for (const auto& values : {set_up_where, set_up_when})
    reply = bot.submit("eivind", reply.form.value(), values);
  const core::Form last = reply.form.value();
  const auto initial = [](const core::Form& form, const std::string& id) {
    for (const core::Input& input : form.inputs)
      if (input.id == id) return input.initial;
    return std::vector<std::string>{"no such field"};
  };
  EXPECT_EQ(initial(last, "go"), std::vector<std::string>{"on"});
  for (const core::Input& input : last.inputs)
    EXPECT_FALSE(input.required && input.kind == core::Input::Kind::text)
        << "nothing keeps one from going back";
  // To the first, with half of the last written; then on again through all three.
  reply = bot.submit("eivind", last, {{"members", {"Kari Nes\nJonas Vik"}}, {"go", {"1"}}});
  EXPECT_EQ(initial(reply.form.value(), "name"), std::vector<std::string>{"Hjemmetjenesten sør"});
  core::FormValues other = set_up_where;
  other["name"] = {"Hjemmetjenesten øst"};
  reply = bot.submit("eivind", *reply.form, other);
  EXPECT_EQ(initial(reply.form.value(), "when"), std::vector<std::string>{"annenhver onsdag 13.30"});
  reply = bot.submit("eivind", *reply.form, set_up_when);
  EXPECT_EQ(initial(reply.form.value(), "members"), std::vector<std::string>{"Kari Nes\nJonas Vik"});
  EXPECT_EQ(initial(*reply.form, "go"), std::vector<std::string>{"on"}) << "on, unless one says otherwise";
  // To the second.
  core::FormValues back = set_up_who;
  back["go"] = {"2"};
  reply = bot.submit("eivind", *reply.form, back);
  EXPECT_EQ(initial(reply.form.value(), "first"), std::vector<std::string>{"18.11"});
  reply = bot.submit("eivind", *reply.form, set_up_when);
  EXPECT_EQ(initial(reply.form.value(), "facilitators"), std::vector<std::string>{"Marit Solheim"});
  // On without a facilitator is not possible, back is.
  EXPECT_TRUE(bot.submit("eivind", *reply.form, {{"members", {""}}}).errors.contains("facilitators"));
  back["members"] = {std::string(4000, 'x')};
  EXPECT_TRUE(bot.submit("eivind", *reply.form, back).errors.contains("members")) << "nor more than fits";
  const auto shown = bot.submit("eivind", *reply.form, set_up_who);
  EXPECT_HAS(words(bot.press("eivind", button(shown, "Start gruppa"))), "Hjemmetjenesten øst er i gang");
}

TEST(SetupSteps, WhatOthersChangedMeanwhileStands) {
  WholeBot bot(empty_house(), "2026-11-09T08:00:00Z");
  start_group(bot);
  const auto opened = [&](const std::string& who) {
    const auto panel = bot.say(who, who == "eivind" ? "" : "hjemme-sor", "gruppe Hjemmetjenesten sør");
    return bot.press(who, button(panel, "Hvem")).form.value();
  };
  const auto typed = [&](const std::string& who, const std::string& field, const std::string& text) {
    const core::Form form = opened(who);
    core::FormValues values;
    for (const core::Input& input : form.inputs) values[input.id] = input.initial;
    values[field] = {text};
    return bot.submit(who, form, values);
  };
  const auto stands = [&] { return words(bot.say("eivind", "", "gruppe Hjemmetjenesten sør")); };
  // Each changes another field, and both are shown before either says yes.
  const auto leader = typed("eivind", "leaders", "Eva Ny");
  const auto members = typed("marit-solheim", "members", "Kari Nes, Jonas Vik, Lien Tran, Amina Warsame");
  bot.press("marit-solheim", button(members, "Ja, endre"));
  bot.press("eivind", button(leader, "Ja, endre"));
  EXPECT_HAS(stands(), "Eva Ny");
  EXPECT_HAS(stands(), "4: Amina Warsame, Jonas Vik, Kari Nes og Lien Tran");
  // Both the same one: the second is asked once more, and may say no.
  const auto five = typed("eivind", "members", "Kari Nes, Jonas Vik, Lien Tran, Amina Warsame, Siri By");
  bot.press("marit-solheim",
            button(typed("marit-solheim", "members", "Kari Nes, Jonas Vik, Lien Tran, Amina Warsame, Tom Li"),
                   "Ja, endre"));
  const auto again = bot.press("eivind", button(five, "Ja, endre"));
  EXPECT_HAS(words(again), "Noen andre har endret det samme imens.");
  EXPECT_HAS(words(again), "Tom Li");
  EXPECT_HAS(stands(), "Tom Li");
  EXPECT_LACKS(stands(), "Siri By");
  bot.press("eivind", button(again, "Ja, endre"));
  EXPECT_HAS(stands(), "Siri By");
  EXPECT_LACKS(stands(), "Tom Li") << "as they said, once they had seen it";
}

}  // namespace
