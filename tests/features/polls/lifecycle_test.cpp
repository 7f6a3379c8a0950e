// From the opening of a poll to its end: who may answer, what an answer is, extending, cancelling, closing,
// and what a start finds.

#include "bot/core/reply.hpp"
#include "bot/features/polls/events.hpp"
#include "tests/features/polls/world.hpp"

namespace polls_world {
namespace {

using support::button;
using support::buttons;
using support::text;
using support::words;
using namespace std::chrono_literals;

const std::vector<std::string> all_seven{"marit", "kari", "amina", "jonas", "lien", "sigrun", "tomasz"};

class PollLife : public World {
 protected:
  core::Reply asked(const std::string& label) {
    return press("marit", button(say("marit", "avstemninger"), label));
  }
  // Pressed in the list, and answered with yes where that is asked.
  std::string listed(const std::string& label) {
    const core::Reply reply = asked(label);
    const auto yes = buttons(*reply.whisper);
    return words(yes.empty() ? reply : press("marit", yes.front()));
  }
  void all_answer(const core::Message& ask, const std::string& label) {
    for (const std::string& user : all_seven) press(user, button(ask, label));
  }
  // Out of the file, the poll's; gives who was there.
  core::Directory take_group_out() {
    const core::Directory there = context.people();
    std::vector<core::Group> others = there.groups();
    std::erase_if(others, [](const core::Group& group) { return group.key == "hjemme-nord"; });
    context.set_people({there.people(), others});
    return there;
  }
  void make_newcomers(const std::vector<std::string>& users, core::Date since) {
    const core::Directory there = context.people();
    std::vector<core::Group> groups = there.groups();
    for (core::Group& group : groups)
      for (core::Member& member : group.members)
        if (std::ranges::find(users, there.person(member.person)->user) != users.end()) member.since = since;
    context.set_people({there.people(), groups});
  }
  const core::Poll& the_poll() const { return store.polls.begin()->second; }
};

TEST_F(PollLife, OpeningPostsOnceAndNamesWhoMayAnswer) {
  const auto open_now = button(say("marit", a_question), "Åpne nå");
  EXPECT_EQ(words(press("marit", open_now)), text("polls.opened", {{"group", "Hjemmetjenesten nord"}}));
  EXPECT_EQ(words(press("marit", open_now)), text("polls.not_planned"));
  ASSERT_EQ(context.posts.size(), 1U);
  EXPECT_EQ(context.posts[0].to.id, "hjemme-nord");
  EXPECT_HAS(told_last(), "Anonym avstemning");
  EXPECT_HAS(told_last(), "Kan svare: Amina, Jonas, Kari, Lien, Marit, Sigrun og Tomasz");
  EXPECT_LACKS(told_last(), "Berit");
  EXPECT_EQ(the_poll().roster, 7);
  EXPECT_EQ(the_poll().boot, "boot-1");
}

TEST_F(PollLife, TenMinutesCountFromTheOpeningAndNotFromTheDraft) {
  const auto preview = say("marit", R"(avstemning "Q?" "A" "B" 10 min)");
  advance("2026-11-09T08:07:00Z");
  press("marit", button(preview, "Åpne nå"));
  EXPECT_HAS(told_last(), "kl. 09.17");
}

TEST_F(PollLife, WithoutABoxAnAnonymousOneStaysADraft) {
  const auto open_now = button(say("marit", a_question), "Åpne nå");
  boxes.refused = "ballot_box.directory is no tmpfs";
  EXPECT_EQ(words(press("marit", open_now)), text("polls.refused"));
  EXPECT_EQ(the_poll().state, core::Poll::State::planned) << "it can be opened when that is mended";
  EXPECT_TRUE(context.posts.empty());
  boxes.refused.clear();
  press("marit", open_now);
  EXPECT_EQ(told().size(), 1U);
}

TEST_F(PollLife, ThoseWhoAreNotAskedCannotAnswer) {
  const auto ask = open(a_question);
  for (const char* user : {"berit", "henrik", "eivind"})
    EXPECT_EQ(words(press(user, button(ask, "Tid"))), text("polls.not_eligible")) << user;
}

TEST_F(PollLife, WhoJoinsAfterTheOpeningWaitsForTheNext) {
  const auto ask = open(a_question);
  join("oda", std::nullopt);
  EXPECT_EQ(words(press("oda", button(ask, "Tid"))), text("polls.not_eligible"));
}

TEST_F(PollLife, ANewcomerAnswersButDoesNotCountTowardsK) {
  join("oda", 2026y / 11 / 9);
  const auto first = open(R"(avstemning "En?" ja/nei 10 min)");
  for (const char* user : {"kari", "amina", "jonas", "oda"})
    EXPECT_HAS(words(press(user, button(first, "Ja"))), "mottatt");
  advance("2026-11-09T08:10:00Z");
  EXPECT_HAS(told_last(), "For få svar");
  advance("2026-11-16T08:00:00Z");  // a week later
  const auto second = open(R"(avstemning "To?" ja/nei 10 min)");
  for (const char* user : {"kari", "amina", "jonas", "oda"}) press(user, button(second, "Ja"));
  advance("2026-11-16T08:10:00Z");
  EXPECT_HAS(told_last(), "Minst halvparten svarte Ja");
}

// Whoever adds a name knows that nobody answers behind it: were it counted, a tie would be said, and where
// none is said the others would all have answered otherwise.
TEST_F(PollLife, BehindNewcomersWhoStaySilentNoTieIsSaid) {
  make_newcomers({"lien", "sigrun", "tomasz"}, 2026y / 11 / 9);
  for (const char* question : {R"(avstemning "Er det nok folk?" ja/nei 10 min)",
                               R"(avstemning "Hva mangler?" "Tid" "Ro" "Rom" 10 min)"}) {
    const auto ask = open(question);
    for (const char* user : {"marit", "kari"}) press(user, buttons(ask).at(0));
    for (const char* user : {"amina", "jonas"}) press(user, buttons(ask).at(1));
    advance(core::to_text(context.now() + 10min).c_str());
    EXPECT_HAS(told_last(), text("polls.said.lot"));
    EXPECT_HAS(told_last(), text("polls.claim.two"));
    EXPECT_EQ(the_poll().roster, 7) << "as many were asked";
  }
}

// Those who meet see who is not there: were a tie said because seven may answer, the one of four who answered
// no would know from its absence what all the others answered.
TEST_F(PollLife, BehindThoseWhoSaidThatTheyDoNotComeNoTieIsSaid) {
  options.absent = [&](const core::Poll& poll) {
    EXPECT_EQ(poll.title.in(core::Language::nb), "Er det nok folk?");
    return std::set<core::PersonId>{who("lien").id, who("sigrun").id, who("tomasz").id};
  };
  begin();
  const auto ask = open(R"(avstemning "Er det nok folk?" ja/nei 10 min)");
  EXPECT_HAS(core::plain_text(ask), "Tomasz") << "they may answer all the same";
  press("marit", button(ask, "Nei"));
  for (const char* user : {"kari", "amina", "jonas"}) press(user, button(ask, "Ja"));
  advance("2026-11-09T08:10:00Z");
  EXPECT_HAS(told_last(), text("polls.said.lot"));
  EXPECT_HAS(told_last(), text("polls.claim.two"));
  EXPECT_EQ(the_poll().roster, 7) << "as many were asked";
}

// Where a facilitator is asked the same by name, all know what she says: told as a tie among five, two
// against two of the others would say that nobody of them gave a third answer.
TEST_F(PollLife, WhoIsAskedTheSameByNameHasNoPlaceAndIsNoneOfN) {
  options.by_name = [&](const core::Group&, const core::Poll&) {
    return std::set<core::PersonId>{who("marit").id, who("sigrun").id, who("tomasz").id};
  };
  begin();
  const auto ask = open(a_question);
  EXPECT_HAS(core::plain_text(ask), "Kan svare: Amina, Jonas, Kari og Lien");
  EXPECT_EQ(the_poll().roster, 4);
  EXPECT_EQ(words(press("marit", buttons(ask).at(0))), text("polls.not_eligible"));
  for (const char* user : {"kari", "lien"}) press(user, buttons(ask).at(0));
  for (const char* user : {"amina", "jonas"}) press(user, buttons(ask).at(1));
  boxes.boxes.clear();
  begin();
  EXPECT_HAS(told_last(), "Kan svare: Amina, Jonas, Kari og Lien") << "asked again, it is the same";
  for (const char* user : {"kari", "lien"}) press(user, buttons(ask).at(0));
  for (const char* user : {"amina", "jonas"}) press(user, buttons(ask).at(1));
  advance("2026-11-10T11:00:00Z");
  EXPECT_HAS(told_last(), text("polls.said.lot"));
}

TEST_F(PollLife, OneAnswerAPersonChangeableUntilTheClose) {
  const auto ask = open(R"(avstemning "Er det nok tid?" ja/nei til 12:00)");
  // Everybody says no, twice, then five change to yes and one withdraws: 5 yes, 1 no.
  for (int round = 0; round < 2; ++round) all_answer(ask, "Nei");
  core::Reply receipt;
  for (std::size_t i = 0; i < 5; ++i) receipt = press(all_seven[i], button(ask, "Ja"));
  EXPECT_HAS(words(receipt), "svaret er mottatt");
  EXPECT_HAS(words(receipt), "Er det nok tid?");
  const auto mine = press("tomasz", button(ask, "Nei"));
  EXPECT_EQ(words(press("tomasz", button(mine, "Withdraw answer"))),
            text("polls.withdrawn", {}, core::Language::en));
  EXPECT_EQ(boxes.boxes.begin()->second.ballots.size(), 6U);
  advance("2026-11-09T10:59:59Z");
  EXPECT_EQ(told().size(), 1U) << "nothing is said until the close";
  advance("2026-11-09T11:00:00Z");
  ASSERT_EQ(told().size(), 2U);
  EXPECT_HAS(told_last(), "Minst halvparten svarte Ja.");
  EXPECT_LACKS(told_last(), "5");
  EXPECT_HAS(changed_last(), "Avstemningen er stengt");
  EXPECT_EQ(the_poll().state, core::Poll::State::closed);
  EXPECT_TRUE(boxes.all().empty()) << "wiped after the commit";
  EXPECT_EQ(context.facts_of<core::PollClosed>().size(), 1U);
}

TEST_F(PollLife, TheResultComesAtTheCloseAlsoWhenAllHaveAnswered) {
  all_answer(open(a_question), "Tid");
  advance("2026-11-10T10:59:00Z");
  EXPECT_EQ(told().size(), 1U);
  advance("2026-11-10T11:00:00Z");
  EXPECT_EQ(told().size(), 2U);
  advance("2026-11-13T12:00:00Z");
  EXPECT_EQ(told().size(), 2U);
}

TEST_F(PollLife, ALateAnswerIsRefused) {
  const auto ask = open(a_question);
  set_clock("2026-11-10T11:00:00Z");  // the close is due, but has not run
  EXPECT_EQ(words(press("kari", button(ask, "Tid"))), text("polls.not_open"));
  EXPECT_TRUE(boxes.boxes.begin()->second.ballots.empty());
  advance("2026-11-10T12:00:00Z");
  EXPECT_EQ(words(press("kari", button(ask, "Tid"))), text("polls.not_open"));
  EXPECT_HAS(told_last(), "For få svar");
}

TEST_F(PollLife, ANamedAnswerAtTheClosingSecondIsTooLate) {
  const auto ask = open(R"(avstemning "Hvem kommer?" "Jeg" "Ikke jeg" navn til 12:00)");
  set_clock("2026-11-09T10:59:59Z");
  EXPECT_HAS(words(press("kari", button(ask, "Jeg"))), "mottatt");
  set_clock("2026-11-09T11:00:00Z");
  EXPECT_EQ(words(press("kari", button(ask, "Ikke jeg"))), text("polls.not_open"));
}

TEST_F(PollLife, CancelWipesAndAnotherMayTakeItsPlace) {
  const auto ask = open(a_question);
  all_answer(ask, "Tid");
  EXPECT_EQ(listed("Stopp og slett svarene"), text("polls.cancelled", {{"title", "Hva trenger vi mest?"}}));
  EXPECT_HAS(changed_last(), "Avstemningen er avlyst");
  EXPECT_EQ(words(press("kari", button(ask, "Tid"))), text("polls.not_open"));
  EXPECT_TRUE(boxes.all().empty());
  EXPECT_EQ(context.facts_of<core::PollCalledOff>().size(), 1U);
  const auto other = open(a_question);
  EXPECT_HAS(words(press("kari", button(other, "Tid"))), "mottatt");
  advance("2026-11-12T12:00:00Z");
  EXPECT_EQ(told().size(), 3U) << "asked, asked, one result";
  EXPECT_EQ(context.updates.size(), 2U) << "cancelled, closed";
}

TEST_F(PollLife, OneThatWasAskedOfOnePersonMoreIsKnown) {
  const core::PollId one("one"), other("other");
  store.polls[one].roster = 7;
  for (const auto& [roster, apart] : {std::pair{5, false}, {6, true}, {7, false}, {8, true}, {9, false}}) {
    store.polls[other].roster = roster;
    EXPECT_EQ(polls::asked_of_one_more(store, one, other), apart) << roster;
  }
  EXPECT_FALSE(polls::asked_of_one_more(store, one, core::PollId("gone")));
}

TEST_F(PollLife, CancellingAsksAndSaysHowItEnds) {
  const auto ask = open(a_question);
  all_answer(ask, "Tid");
  const auto preview = asked("Stopp og slett svarene");
  EXPECT_HAS(words(preview), "Svarene slettes, og det blir ikke noe resultat");
  EXPECT_EQ(words(press("marit", button(preview, "Nei, la den stå"))),
            text("polls.kept", {{"title", "Hva trenger vi mest?"}}));
  EXPECT_EQ(told().size(), 1U);
  EXPECT_HAS(words(press("kari", button(ask, "Tid"))), "mottatt");
  const auto list = say("marit", "avstemninger");
  for (const core::Block& block : list.whisper->blocks) {
    const auto* actions = std::get_if<core::Actions>(&block);
    EXPECT_TRUE(!actions || actions->buttons.size() == 1) << "apart";
  }
  press("marit", button(preview, "Ja, stopp og slett"));
  EXPECT_EQ(words(press("marit", button(preview, "Nei, la den stå"))), text("polls.not_open"))
      << "it does not stand";
}

TEST_F(PollLife, ExtendingIsAskedAboutAndTwiceIsOnce) {
  open(a_question);
  const auto preview = asked("Forleng en arbeidsdag");
  EXPECT_HAS(words(preview), "onsdag 11. november kl. 12.00");
  EXPECT_TRUE(context.updates.empty());
  const auto yes = button(preview, "Ja, forleng");
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(words(press("marit", yes)),
              text("polls.extended", {{"closes", "onsdag 11. november kl. 12.00"}}));
  core::Button forged = yes;
  forged.value = forged.value.substr(0, forged.value.find('|')) + "|2027-11-11T11:00:00Z";
  EXPECT_EQ(words(press("marit", forged)), text("polls.extend.longest"));
  forged.value = forged.value.substr(0, forged.value.find('|')) + "|2027-01-08T08:00:01Z";
  EXPECT_EQ(words(press("marit", forged)), text("polls.extend.longest")) << "a second more than sixty days";
  listed("Forleng en arbeidsdag");
  EXPECT_EQ(words(press("marit", yes)), text("polls.preview.stale")) << "it would shorten it";
  for (int i = 0; i < 60; ++i) listed("Forleng en arbeidsdag");
  EXPECT_EQ(words(asked("Forleng en arbeidsdag")), text("polls.extend.longest")) << "sixty days and no more";
}

TEST_F(PollLife, ExtendingMovesTheCloseAndKeepsTheAnswers) {
  const auto ask = open(a_question);
  all_answer(ask, "Tid");
  EXPECT_EQ(listed("Forleng en arbeidsdag"),
            text("polls.extended", {{"closes", "onsdag 11. november kl. 12.00"}}));
  EXPECT_HAS(changed_last(), "stenger onsdag 11. november kl. 12.00");
  set_clock("2026-11-10T11:00:30Z");  // before anything else has run
  EXPECT_HAS(words(press("jonas", button(ask, "Tid"))), "mottatt") << "it holds for the box at once";
  advance("2026-11-11T10:59:00Z");
  EXPECT_HAS(words(press("kari", button(ask, "Kunnskap"))), "mottatt");
  EXPECT_EQ(told().size(), 1U);
  advance("2026-11-11T11:00:00Z");
  EXPECT_HAS(told_last(), "svarte Tid");
}

TEST_F(PollLife, NothingIsExtendedFromTheClosingSecondOn) {
  open(a_question);
  const auto yes = button(asked("Forleng en arbeidsdag"), "Ja, forleng");
  set_clock("2026-11-10T11:00:00Z");  // the close is due, but has not run
  EXPECT_EQ(words(press("marit", yes)), text("polls.not_open"));
}

TEST_F(PollLife, ANamedPollSaysSoAndTellsNames) {
  const auto ask = open(R"(avstemning "Hvem tar neste?" "Jeg" "Ikke jeg" navn)");
  EXPECT_HAS(core::plain_text(ask), "navnet ditt vises sammen med svaret i gruppa, og lederen får tallene");
  EXPECT_TRUE(boxes.all().empty()) << "it needs no box, and extending it looks for none";
  press("kari", button(ask, "Jeg"));
  press("kari", button(ask, "Ikke jeg"));
  press("jonas", button(ask, "Jeg"));
  const auto receipt = press("lien", button(ask, "Jeg"));
  EXPECT_EQ(words(press("lien", button(receipt, "Trekk svaret"))), text("polls.withdrawn"));
  EXPECT_EQ(words(press("berit", button(ask, "Jeg"))),
            text("who.needs.answering", {{"group", "Hjemmetjenesten nord"}}));
  EXPECT_EQ(listed("Forleng en arbeidsdag"),
            text("polls.extended", {{"closes", "onsdag 11. november kl. 12.00"}}));
  EXPECT_HAS(words(press("amina", button(ask, "Jeg"))), "mottatt");
  advance("2026-11-11T11:00:00Z");
  EXPECT_HAS(told_last(), "Amina: Jeg\nJonas: Jeg\nKari: Ikke jeg");
  EXPECT_LACKS(told_last(), "Lien");
  EXPECT_EQ(words(press("kari", button(ask, "Jeg"))), text("polls.not_open"));
}

TEST_F(PollLife, ALargeGroupSeesCounts) {
  const auto ask = open(R"(avstemning "Q?" "A" "B" 10 min)", "henrik", "sykehjem");
  int n = 0;
  for (const char* user :
       {"henrik", "anne", "bodil", "elif", "fatima", "grete", "ingvild", "maria", "nils", "oda"})
    press(user, button(ask, n++ < 6 ? "A" : "B"));
  advance("2026-11-09T08:10:00Z");
  EXPECT_HAS(told_last("sykehjem"), "A: 6\nB: 4\n10 har svart.");
}

TEST_F(PollLife, TextsAreAnsweredInAFormAndGuarded) {
  const auto ask = open(R"(avstemning "Hva bør vi snakke om?" fritekst til 12:00)");
  const auto form = press("kari", button(ask, "Svar")).form;
  ASSERT_TRUE(form);
  EXPECT_EQ(submit("kari", *form, {{"q0", {""}}}).errors.count("q0"), 1U);
  EXPECT_HAS(words(submit("kari", *form, {{"q0", {"ring 22 33 44 55"}}})), "telefonnummer");
  // 600 letters, however many bytes they are.
  std::string fits;
  for (int i = 0; i < 600; ++i) fits += "ø";
  EXPECT_EQ(submit("kari", *form, {{"q0", {fits + "ø"}}}).errors.at("q0"),
            core::too_long(core::Language::nb, 601, 600));
  EXPECT_HAS(words(submit("kari", *form, {{"q0", {fits}}})), "mottatt");
  const auto warned = submit("kari", *form, {{"q0", {"fru Hansen på rom 12"}}});
  ASSERT_TRUE(warned.form);
  EXPECT_EQ(warned.form->inputs[0].initial, std::vector<std::string>{"fru Hansen på rom 12"});
  EXPECT_TRUE(submit("kari", *warned.form, {{"q0", {"fru Hansen på rom 14"}}}).form)
      << "it was not about this";
  EXPECT_HAS(words(submit("kari", *warned.form, {{"q0", {"fru Hansen på rom 12"}}})), "mottatt");
  EXPECT_HAS(words(submit("kari", *warned.form, {{"q0", {"pårørende"}}})), "mottatt");
  int n = 0;
  for (const char* user : {"amina", "jonas", "lien", "sigrun"})
    EXPECT_FALSE(submit(user, *form, {{"q0", {"tekst " + std::to_string(n++)}}}).form);
  advance("2026-11-09T11:00:00Z");
  for (const char* one : {"pårørende", "tekst 0", "tekst 1", "tekst 2", "tekst 3"})
    EXPECT_HAS(told_last(), one);
  EXPECT_LACKS(told_last(), "Hansen");
}

// --- asked for by others, before a session

core::Poll wanted(const char* id, core::Instant opens, core::Instant closes) {
  core::Poll poll;
  poll.id = core::PollId(id);
  poll.group = core::GroupId("group-home");
  poll.session = core::SessionId("s1");
  poll.purpose = core::Poll::Purpose::topic;
  poll.title = core::Localized("Hva skal vi snakke om?");
  poll.questions.push_back({core::Question::Kind::choices,
                            poll.title,
                            {core::Localized("Nattevakter"), core::Localized("Pårørende")},
                            true});
  poll.opens = opens;
  poll.closes = closes;
  return poll;
}

TEST_F(PollLife, OneThatIsWantedOpensAtItsTimeAndOnce) {
  const core::Instant now = context.now();
  hear(core::PollRequested{wanted("t1", now + 1h, now + 24h)});
  hear(core::PollRequested{wanted("t1", now, now + 24h)});
  EXPECT_TRUE(told().empty()) << "the same poll, asked for twice, is one and opens at its own time";
  hear(core::PollRequested{wanted("t2", now - 24h, now)});
  EXPECT_FALSE(store.find(core::PollId("t2"))) << "it would be over";
  advance("2026-11-09T09:00:00Z");
  ASSERT_EQ(told().size(), 1U);
  EXPECT_TRUE(context.posts[0].respect_quiet) << "it can wait for the morning";
  EXPECT_EQ(the_poll().state, core::Poll::State::open);
}

TEST_F(PollLife, OneThatSleptPastItsCloseIsNotOpened) {
  const core::Instant now = context.now();
  hear(core::PollRequested{wanted("t1", now + 1h, now + 2h)});
  set_clock("2026-11-09T11:00:00Z");
  advance("2026-11-09T11:00:00Z");
  EXPECT_EQ(the_poll().state, core::Poll::State::cancelled);
  EXPECT_TRUE(told().empty());
  EXPECT_EQ(context.facts_of<core::PollCalledOff>().size(), 1U) << "whoever wanted it is told";
}

TEST_F(PollLife, WithoutABoxTheCoordinatorHearsOfItAndTheGroupDoesNotWait) {
  boxes.refused = "ballot_box.directory is no tmpfs";
  hear(core::PollRequested{wanted("t1", context.now(), context.now() + 24h)});
  EXPECT_EQ(the_poll().state, core::Poll::State::cancelled);
  EXPECT_TRUE(told().empty());
  ASSERT_EQ(context.posts.size(), 1U);
  EXPECT_EQ(context.posts[0].to.id, "eivind");
  EXPECT_EQ(context.facts_of<core::PollCalledOff>().size(), 1U) << "whoever wanted it is told";
  advance("2026-11-12T12:00:00Z");
  EXPECT_TRUE(told().empty());
}

TEST_F(PollLife, ThoseOfASessionAreCancelledWhenItIsMoved) {
  const core::Instant now = context.now();
  hear(core::PollRequested{wanted("t1", now, now + 24h)});
  hear(core::PollRequested{wanted("t2", now + 2h, now + 24h)});
  const auto form = press("kari", button(context.posts[0].message, "Svar")).form;
  ASSERT_TRUE(form);
  EXPECT_HAS(words(submit("kari", *form, {{"q0", {"0"}}})), "mottatt");
  core::Session session;
  session.id = core::SessionId("s1");
  hear(core::SessionChanged{session});
  EXPECT_EQ(words(submit("kari", *form, {{"q0", {"0"}}})), text("polls.not_open"));
  EXPECT_TRUE(boxes.all().empty());
  EXPECT_EQ(context.facts_of<core::PollCalledOff>().size(), 2U) << "the one that was to open as well";
  advance("2026-11-12T12:00:00Z");
  EXPECT_EQ(told().size(), 1U) << "no result, and the other one never opens";
}

TEST_F(PollLife, VotesThatShowAnIdeaThatWasHiddenAreOverAndForgotten) {
  const core::Instant now = context.now();
  hear(core::PollRequested{wanted("t1", now, now + 24h)});
  hear(core::PollRequested{wanted("t2", now + 2h, now + 24h)});
  core::Poll other = wanted("t3", now, now + 24h);
  other.questions[0].options[1] = core::Localized("Pårørende om natten");
  hear(core::PollRequested{other});
  const auto form = press("kari", button(context.posts[0].message, "Svar")).form;
  ASSERT_TRUE(form);
  hear(core::IdeaHidden{core::GroupId("group-nursing"), "Pårørende"});
  EXPECT_HAS(words(submit("kari", *form, {{"q0", {"0"}}})), "mottatt") << "another group's";
  hear(core::IdeaHidden{core::GroupId("group-home"), "Pårørende"});
  EXPECT_EQ(words(submit("kari", *form, {{"q0", {"0"}}})), text("polls.not_open"));
  EXPECT_EQ(boxes.all(), std::vector{other.id});
  EXPECT_FALSE(store.find(core::PollId("t1")));
  EXPECT_FALSE(store.find(core::PollId("t2")));
  EXPECT_HAS(changed_last(), "Hva skal vi snakke om?");
  EXPECT_LACKS(changed_last(), "Pårørende");
  advance("2026-11-12T12:00:00Z");
  EXPECT_EQ(told().size(), 3U) << "two were asked, and one has a result";
}

// Closed, and nobody was told yet: it is quiet, or the chat is not there.
TEST_F(PollLife, AResultThatWaitsIsNotToldWhereAnIdeaInItIsHidden) {
  const core::Instant now = context.now();
  hear(core::PollRequested{wanted("t1", now, now + 2h)});
  begin_turn("2026-11-09T12:00:00Z");
  ASSERT_EQ(told().size(), 2U);
  hear(core::IdeaHidden{core::GroupId("group-home"), "Pårørende"});
  EXPECT_EQ(told().size(), 1U) << told_last();
  EXPECT_EQ(context.updates.back().first, "poll:t1");
  EXPECT_HAS(changed_last(), text("polls.ended.cancelled"));
}

// Two results of one question could be compared, and the first stands in the channel.
TEST_F(PollLife, WhatAForgottenVoteAskedIsNotAskedAnewForItsTime) {
  const std::string again = "avstemning \"Hva skal vi snakke om?\" \"Nattevakter\" \"Pårørende\"";
  const core::Instant now = context.now();
  hear(core::PollRequested{wanted("t1", now, now + 2h)});
  const auto form = press("kari", button(context.posts[0].message, "Svar")).form;
  ASSERT_TRUE(form);
  for (const std::string& user : all_seven) submit(user, *form, {{"q0", {"0"}}});
  advance("2026-11-09T12:00:00Z");
  store.told.insert(core::PollId("t1"));
  const std::size_t changes = context.updates.size();
  hear(core::IdeaHidden{core::GroupId("group-home"), "Pårørende"});
  EXPECT_EQ(told().size(), 2U) << "what was told stays told";
  EXPECT_EQ(context.updates.size(), changes);
  EXPECT_LACKS(words(say("marit", "resultat")), "Hva skal vi snakke om?");
  EXPECT_HAS(words(say("marit", again)), "ligner på");
}

TEST_F(PollLife, AVoteThatGoesOnWithWordsThatWereChangedIsOver) {
  const core::Instant now = context.now();
  hear(core::PollRequested{wanted("t1", now, now + 24h)});
  hear(core::IdeaReworded{core::GroupId("group-home"), "Ro"});
  EXPECT_EQ(boxes.all().size(), 1U);
  hear(core::IdeaReworded{core::GroupId("group-home"), "Pårørende"});
  EXPECT_TRUE(boxes.all().empty());
  EXPECT_EQ(store.find(core::PollId("t1"))->state, core::Poll::State::cancelled);
}

// Whoever ended it was told that open polls have no result; nobody can answer, and nothing waits for it.
TEST_F(PollLife, WhatIsOpenInAGroupThatIsNoneAnyMoreIsOver) {
  const auto ask = open(a_question);
  all_answer(ask, "Tid");
  const core::Instant now = context.now();
  hear(core::PollRequested{wanted("later", now + 24h, now + 48h)});
  const core::GroupId home("group-home");
  hear(core::GroupStopped{home});
  hear(core::GroupStopped{core::GroupId("another"), {}, true});
  EXPECT_EQ(boxes.all().size(), 1U) << "its sessions are over and the group is not, or it is another";
  hear(core::GroupStopped{home, {}, true});
  EXPECT_TRUE(boxes.all().empty());
  EXPECT_HAS(changed_last(), text("polls.ended.cancelled"));
  EXPECT_EQ(store.find(core::PollId("later"))->state, core::Poll::State::cancelled);
  advance("2026-11-14T12:00:00Z");
  EXPECT_EQ(told().size(), 1U) << "asked, and no result: " << told_last();
}

// --- what a start finds

TEST_F(PollLife, AStartAsksAgainForLostAnswersOnceWithTheSameWordsForAll) {
  const auto ask = open(a_question);
  all_answer(ask, "Tid");
  begin();
  EXPECT_EQ(told().size(), 1U) << "the process died and the memory did not: nobody notices";
  boxes.boxes.clear();
  boxes.boot_id = "boot-2";
  begin();
  ASSERT_EQ(told().size(), 2U);
  EXPECT_HAS(told_last(), "Serveren ble startet på nytt. Svar igjen, også om du har svart.");
  EXPECT_EQ(the_poll().boot, "boot-2");
  press("kari", button(context.posts.back().message, "Støtte"));
  begin();
  EXPECT_EQ(told().size(), 2U) << "asked again once";
  advance("2026-11-10T11:00:00Z");
  EXPECT_HAS(told_last(), "For få svar");
}

// Boxes are made before the commit that asks everybody again.
TEST_F(PollLife, AStartThatDiesBeforeItHasAskedAgainLeavesThatToTheNext) {
  all_answer(open(a_question), "Tid");
  boxes.boxes.clear();
  boxes.boot_id = "boot-2";
  core::Poll again = the_poll();
  again.boot = boxes.boot();
  boxes.create(again, {{who("kari").id, true}});
  begin();
  ASSERT_EQ(told().size(), 2U);
  EXPECT_HAS(told_last(), "Svar igjen, også om du har svart.");
  EXPECT_EQ(the_poll().boot, "boot-2");
  EXPECT_GT(boxes.find(the_poll().id)->voters.size(), 1U);
  begin();
  EXPECT_EQ(told().size(), 2U) << "asked again once";
}

// A folder that was emptied, or a box that was damaged: the run of the machine is the same.
TEST_F(PollLife, EachAskingInOneRunOfTheMachineIsKnownFromTheOneBefore) {
  all_answer(open(a_question), "Tid");
  const core::Poll before = the_poll();
  boxes.boxes.clear();
  begin();
  ASSERT_EQ(told().size(), 2U);
  EXPECT_NE(boxes.find(before.id)->poll.boot, before.boot)
      << "or who finds it without its commit asks nobody";
  begin();
  EXPECT_EQ(told().size(), 2U) << "asked again once";
  boxes.boxes.clear();
  begin();
  EXPECT_EQ(told().size(), 3U)
      << "lost once more: by a message of its own, for one that was sent is not sent again";
}

TEST_F(PollLife, WhoDiedBeforeItHadAskedAgainAndIsBackTooLateSaysThatAnswersAreLost) {
  all_answer(open(a_question), "Tid");
  boxes.boot_id = "boot-2";
  core::Poll again = the_poll();
  again.boot = boxes.boot();
  boxes.create(again, {{who("kari").id, true}});
  set_clock("2026-11-10T12:00:00Z");
  begin();
  advance("2026-11-10T12:00:00Z");
  EXPECT_HAS(told_last(), "svarene finnes ikke lenger");
  EXPECT_EQ(the_poll().state, core::Poll::State::lost);
}

TEST_F(PollLife, AnswersLostTooLateAreToldToBeLost) {
  open(a_question);
  boxes.boxes.clear();
  set_clock("2026-11-10T12:00:00Z");
  begin();
  advance("2026-11-10T12:00:00Z");
  EXPECT_HAS(told_last(), "svarene finnes ikke lenger");
  EXPECT_EQ(the_poll().state, core::Poll::State::lost);
  begin();
  advance("2026-11-12T12:00:00Z");
  EXPECT_EQ(told().size(), 2U) << "asked, told";
  EXPECT_EQ(context.updates.size(), 1U);
}

TEST_F(PollLife, ABoxThatCannotBeReadIsWaitedForAndItsResultIsLate) {
  all_answer(open(a_question), "Tid");
  boxes.hide();
  begin();
  EXPECT_EQ(context.posts.back().to.id, "eivind") << "the coordinator is told";
  EXPECT_EQ(told().size(), 1U) << "and nobody is asked again";
  advance("2026-11-10T12:00:00Z");
  EXPECT_EQ(the_poll().state, core::Poll::State::open);
  boxes.away = false;
  advance("2026-11-10T13:00:00Z");
  EXPECT_EQ(the_poll().state, core::Poll::State::closed);
  EXPECT_HAS(told_last(), "svarte Tid");
}

// A group that has gone from the file by a slip is back when somebody sees it.
TEST_F(PollLife, OfAGroupThatIsGoneTheResultWaitsADayForIt) {
  all_answer(open(a_question), "Tid");
  const core::Directory there = take_group_out();
  advance("2026-11-10T20:00:00Z");
  EXPECT_EQ(the_poll().state, core::Poll::State::open);
  EXPECT_FALSE(boxes.all().empty());
  context.set_people(there);
  advance("2026-11-10T21:00:00Z");
  EXPECT_EQ(the_poll().state, core::Poll::State::closed);
  EXPECT_HAS(told_last(), "svarte Tid");
}

TEST_F(PollLife, OfAGroupThatStaysGoneNothingIsKept) {
  all_answer(open(a_question), "Tid");
  take_group_out();
  advance("2026-11-11T12:00:00Z");
  EXPECT_EQ(the_poll().state, core::Poll::State::closed);
  EXPECT_TRUE(boxes.all().empty());
}

TEST_F(PollLife, OfAGroupThatComesBackLaterTheResultIsPostedThen) {
  all_answer(open(a_question), "Tid");
  const core::Directory there = take_group_out();
  const auto before = told();
  advance("2026-11-13T09:00:00Z");
  EXPECT_TRUE(boxes.all().empty());
  EXPECT_EQ(told(), before);
  context.set_people(there);
  advance("2026-11-13T09:00:00Z");
  EXPECT_EQ(told().size(), before.size() + 1);
  EXPECT_HAS(told_last(), "svarte Tid");
  EXPECT_HAS(changed_last(), "stengt");
}

TEST_F(PollLife, ABoxThatIsWaitedForTooLongIsLost) {
  all_answer(open(a_question), "Tid");
  boxes.hide();
  begin();
  advance("2026-11-11T10:45:00Z");
  EXPECT_EQ(the_poll().state, core::Poll::State::open) << "its answers may come back";
  advance("2026-11-11T12:00:00Z");
  EXPECT_EQ(the_poll().state, core::Poll::State::lost);
  EXPECT_HAS(told_last(), "svarene finnes ikke lenger");
}

TEST_F(PollLife, ABoxOfNoOpenPollIsSetAsideWithItsAnswersAndWipedWithoutAny) {
  const auto ask = open(a_question);
  press("kari", button(ask, "Tid"));
  store.polls.begin()->second.state = core::Poll::State::lost;
  const core::PollId other("0123456789abcdef0123456789abcdef");
  boxes.create(wanted(other.text.c_str(), context.now(), context.now()), {{who("kari").id, true}});
  begin();
  EXPECT_TRUE(boxes.all().empty());
  EXPECT_TRUE(boxes.aside.contains(the_poll().id)) << "nothing that may hold an answer is destroyed";
  EXPECT_FALSE(boxes.aside.contains(other)) << "it would keep the names of its voters";
}

// After days in which nobody was here the close and the daily look at the boxes are due in one turn.
TEST_F(PollLife, ALookAtTheBoxesWipesNoneBeforeItsCloseIsCommitted) {
  all_answer(open(R"(avstemning "Hva trenger vi mest?" "Tid" "Kunnskap" 30 min)"), "Tid");
  begin_turn("2026-11-13T12:00:00Z");
  EXPECT_GT(context.jobs.at(std::string(polls::events::boxes_job)).due, context.now())
      << "they were looked at";
  EXPECT_EQ(the_poll().state, core::Poll::State::closed);
  EXPECT_TRUE(boxes.boxes.contains(the_poll().id)) << "if the commit fails, the answers are there alone";
  commit();
  EXPECT_TRUE(boxes.boxes.empty());
}

}  // namespace
}  // namespace polls_world
