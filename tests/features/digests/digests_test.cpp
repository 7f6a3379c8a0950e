#include "bot/features/digests/feature.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>

#include "bot/core/reply.hpp"
#include "bot/core/texts.hpp"
#include "bot/core/written_time.hpp"
#include "bot/features/digests/said.hpp"
#include "bot/features/digests/view.hpp"
#include "bot/features/digests/weeks.hpp"
#include "bot/features/sessions/feature.hpp"
#include "tests/support/digest_weeks.hpp"
#include "tests/support/interactions.hpp"
#include "tests/support/store_fixture.hpp"

namespace digests {
namespace {

using core::Role;
using support::at;

// Says what the test has put there, whoever asks about whichever week, and remembers what it was asked.
class FakeStore final : public DigestStore {
 public:
  std::vector<GroupWeek> weeks(std::span<const core::GroupId> groups, const WeekSpan& span) override {
    asked.emplace_back(span.from, span.to);
    known = {span.known_from, span.known_to};
    groups_asked += groups.size();
    std::vector<GroupWeek> all;
    for (const core::GroupId& group : groups) all.push_back(of[group]);
    return all;
  }
  std::map<core::GroupId, GroupWeek> of;
  std::size_t groups_asked = 0;
  std::vector<std::pair<core::Instant, core::Instant>> asked;
  std::pair<core::Instant, core::Instant> known;  // of the last
};

class DigestsTest : public ::testing::Test {
 protected:
  DigestsTest() {
    lea.language = core::Language::en;
    a = support::group("a", {fay, leo, lea});
    b = support::group("b", {fay, leo});
    a.members[0].role = b.members[0].role = Role::facilitator;
    a.members[1].role = a.members[2].role = b.members[1].role = Role::leader;
    leo.email = "leo@kommune.example";
    context.set_people({{fay, leo, lea}, {a, b}});
    feature->start(context);
  }
  void matter(const core::Group& group, const std::string& title) {
    store.of[group.id].waiting.push_back({core::MatterId("m-" + title),
                                          title,
                                          at("2026-11-05T10:00:00Z"),
                                          core::MatterState::lifted,
                                          {},
                                          false});
  }
  const core::Post* to(const core::Person& person) const {
    const core::Post* last = nullptr;
    for (const core::Post& post : context.posts)
      if (post.to == core::destination_of(person)) last = &post;
    return last;
  }
  std::string told(const core::Person& person) const {
    const core::Post* post = to(person);
    return post ? core::plain_text(post->message) : "";
  }
  core::Instant next() const { return context.jobs.at("digests/weekly").due; }
  core::Reply ask(const core::Person& person) { return front.say(person, "ukesammendrag"); }

  core::Person fay = support::person("fay"), leo = support::person("leo"), lea = support::person("lea");
  core::Group a, b;
  FakeStore store;
  support::FakeContext context{at("2026-11-06T09:00:00Z")};  // a Friday
  std::unique_ptr<features::Feature> feature = make(store, {"Europe/Oslo"});
  support::Interactions front{context, {feature.get()}};
};

TEST_F(DigestsTest, AreDueOnMondayAtEightOnTheWall) {
  EXPECT_EQ(next(), at("2026-11-09T07:00:00Z"));
  context.wake_at(next(), *feature);
  EXPECT_EQ(next(), at("2026-11-16T07:00:00Z"));
}

TEST_F(DigestsTest, StayAtEightWhenTheClocksChange) {
  context.set_now(at("2026-10-20T09:00:00Z"));
  feature->start(context);
  EXPECT_EQ(next(), at("2026-10-26T07:00:00Z")) << "winter";
  context.set_now(at("2026-10-19T06:00:00Z"));
  feature->due(context, {"digests/weekly", "digests/weekly", "", next()});
  EXPECT_EQ(store.asked.back().second - store.asked.back().first, std::chrono::hours{168});
  context.wake_at(at("2026-10-26T07:00:00Z"), *feature);
  EXPECT_EQ(store.asked.back().second - store.asked.back().first, std::chrono::hours{169})
      << "a week with an hour more";
  context.set_now(at("2027-03-22T07:00:00Z"));
  feature->due(context, {"digests/weekly", "digests/weekly", "", context.now()});
  EXPECT_EQ(next(), at("2027-03-29T06:00:00Z")) << "summer";
}

TEST_F(DigestsTest, CoverTheWeekBeforeFromMondayToMonday) {
  context.wake_at(next(), *feature);
  ASSERT_FALSE(store.asked.empty());
  EXPECT_EQ(store.asked[0].first, at("2026-11-01T23:00:00Z"));
  EXPECT_EQ(store.asked[0].second, at("2026-11-08T23:00:00Z"));
  EXPECT_EQ(store.known, std::pair(at("2026-11-02T07:00:00Z"), at("2026-11-09T07:00:00Z")))
      << "what is known on Monday at seven is told at eight";
  store.asked.clear();
  context.wake_at(at("2026-11-19T12:00:00Z"), *feature);  // late, on a Thursday
  EXPECT_EQ(store.asked[0].second, at("2026-11-15T23:00:00Z"));
}

TEST_F(DigestsTest, TellAfterWeeksWithoutTheProgramOfTheFirstThatWasMissed) {
  store.asked.clear();
  context.wake_at(at("2026-12-10T12:00:00Z"), *feature);  // down since before 9 November
  ASSERT_FALSE(store.asked.empty());
  for (const auto& [from, until] : store.asked) EXPECT_EQ(until, at("2026-11-08T23:00:00Z"));
  EXPECT_EQ(next(), at("2026-12-14T07:00:00Z"));
}

TEST_F(DigestsTest, NothingToSayIsNoMessage) {
  context.wake_at(next(), *feature);
  EXPECT_TRUE(context.posts.empty());
  EXPECT_EQ(core::plain_text(*ask(leo).whisper), "Det er ingenting å melde for 2.–8. november.");
}

TEST_F(DigestsTest, WordsWithoutDaysAreSaidWhereThereIsAPage) {
  std::string address = "https://refleks.example/s/leo";
  Options with{"Europe/Oslo"};
  with.page = [&](const core::PersonId&) { return address; };
  feature = make(store, with);
  support::Interactions asking{context, {feature.get()}};
  const auto told = [&](const char* words) { return core::plain_text(*asking.say(leo, words).whisper); };
  EXPECT_NE(told("rapport for Halfdan").find("Jeg fant ingen dager"), std::string::npos);
  EXPECT_EQ(told("rapport november").find("Jeg fant ingen dager"), std::string::npos);
  address.clear();
  EXPECT_EQ(told("rapport for Halfdan"), core::text(core::Language::nb, "overview.unavailable"));
}

TEST_F(DigestsTest, GoToEachLeaderAboutTheirGroupsInTheirLanguage) {
  matter(a, "Vikarer");
  matter(b, "Nøkler");
  context.wake_at(next(), *feature);
  EXPECT_EQ(context.posts.size(), 2U);
  EXPECT_EQ(to(fay), nullptr) << "a facilitator gets none";
  EXPECT_NE(told(leo).find("Ukesammendrag for 2.–8. november"), std::string::npos) << told(leo);
  EXPECT_NE(told(leo).find("Venter på deg: 2 saker"), std::string::npos) << told(leo);
  EXPECT_NE(told(leo).find("Vikarer (Gruppe a): venter på svar"), std::string::npos) << told(leo);
  EXPECT_NE(told(leo).find("Nøkler"), std::string::npos);
  EXPECT_NE(told(lea).find("Weekly digest for 2–8 November"), std::string::npos) << told(lea);
  EXPECT_NE(told(lea).find("Vikarer"), std::string::npos);
  EXPECT_EQ(told(lea).find("Nøkler"), std::string::npos) << "she does not lead that group";
  EXPECT_TRUE(to(leo)->respect_quiet) << "on a holiday the outbox moves it to the first working morning";
}

TEST_F(DigestsTest, AreSentOnceAWeek) {
  matter(a, "Vikarer");
  context.wake_at(next(), *feature);
  const std::size_t sent = context.posts.size();
  feature->due(context, {"digests/weekly", "digests/weekly", "", context.now()});
  EXPECT_EQ(context.posts.size(), sent);
  context.wake_at(next(), *feature);
  EXPECT_EQ(context.posts.size(), 2 * sent);
}

TEST_F(DigestsTest, OfManyLeadersReadEachGroupOnce) {
  std::vector<core::Person> leaders;
  std::vector<core::Group> groups;
  for (int i = 0; i < 60; ++i) {
    leaders.push_back(support::person("leader-" + std::to_string(i)));
    groups.push_back(support::group("g" + std::to_string(i), {leaders.back()}));
    groups.back().members = {{leaders.back().id, Role::leader, {}}, {leaders.front().id, Role::leader, {}}};
    if (i == 0) groups.back().members.pop_back();
  }
  context.set_people({leaders, groups});
  matter(groups[7], "Vikarer");
  context.wake_at(next(), *feature);
  EXPECT_EQ(context.posts.size(), 2U);
  EXPECT_NE(to(leaders[7]), nullptr);
  EXPECT_NE(to(leaders[0]), nullptr);
  EXPECT_EQ(store.groups_asked, 60U);
  std::size_t all = 0;
  std::set<core::PersonId> once;
  for (const Portion& portion : portions_of(context.people(), 7)) {
    EXPECT_LE(portion.size(), 8U);
    all += portion.size();
    once.insert(portion.begin(), portion.end());
  }
  EXPECT_EQ(all, 60U);
  EXPECT_EQ(once.size(), 60U);
}

// --- beside the engine

class BesideTest : public DigestsTest {
 protected:
  BesideTest() {
    options.make_beside = [this](core::Date monday) { wanted.push_back(monday); };
    feature = make(store, options);
    matter(a, "Vikarer");
    matter(b, "Nøkler");
    context.wake_at(next(), *feature);
    run_effects();
  }
  void run_effects() {
    for (auto& effect : std::exchange(context.commit_effects, {})) effect();
  }
  std::vector<Made> made() {
    std::vector<Made> all;
    for (const Portion& portion : portions_of(context.people(), 1))
      for (Made& one :
           made_for(store, context.people(), portion, wanted.back(), core::Zone::named("Europe/Oslo"), false))
        all.push_back(std::move(one));
    return all;
  }
  Options options{"Europe/Oslo"};
  std::vector<core::Date> wanted;
};

TEST_F(BesideTest, TheyAreAskedForAndComeOnceHoweverOftenTheyAreMade) {
  EXPECT_TRUE(context.posts.empty());
  EXPECT_EQ(core::date_text(wanted.at(0)), "2026-11-09");
  auto all = made();
  ASSERT_EQ(all.size(), 2U);
  post_made(context, store, options, {all[0]});
  // The process ends here: what is left is asked for again.
  context.wake_at(context.now() + std::chrono::minutes{10}, *feature);
  run_effects();
  ASSERT_EQ(wanted.size(), 2U);
  EXPECT_EQ(wanted[1], wanted[0]);
  post_made(context, store, options, made());
  all_posted(context);
  EXPECT_EQ(context.posts.size(), 2U);
  context.wake_at(context.now() + std::chrono::hours{24}, *feature);
  run_effects();
  EXPECT_EQ(wanted.size(), 2U) << "that was all of them";
}

// The program was away for weeks, and ends once more before all have theirs.
TEST_F(BesideTest, WhatIsLeftIsOfTheSameWeek) {
  wanted.clear();
  all_posted(context);
  context.wake_at(at("2026-12-03T09:00:00Z"), *feature);
  run_effects();
  ASSERT_EQ(wanted.size(), 1U);
  context.wake_at(context.now() + std::chrono::minutes{10}, *feature);
  run_effects();
  ASSERT_EQ(wanted.size(), 2U);
  EXPECT_EQ(core::date_text(wanted[0]), "2026-11-16");
  EXPECT_EQ(wanted[1], wanted[0]);
}

TEST_F(BesideTest, WhoeverLeadsOtherGroupsByThenReadsOfThose) {
  const auto all = made();
  b.members[1].role = Role::participant;
  lea.language = core::Language::nn;
  context.set_people({{fay, leo, lea}, {a, b}});
  post_made(context, store, options, all);
  EXPECT_NE(told(leo).find("Vikarer"), std::string::npos);
  EXPECT_EQ(told(leo).find("Nøkler"), std::string::npos) << told(leo);
  EXPECT_NE(told(lea).find("Vekesamandrag"), std::string::npos) << told(lea);
}

TEST_F(BesideTest, WhoeverIsGoneOrAwayGetsNone) {
  const auto all = made();
  const core::Local here = core::Zone::named("Europe/Oslo").to_local(context.now());
  leo.away = {core::Closed{here - std::chrono::hours{1}, here + std::chrono::hours{100}}};
  a.members.pop_back();
  context.set_people({{fay, leo}, {a, b}});
  post_made(context, store, options, all);
  EXPECT_TRUE(context.posts.empty());
}

TEST_F(BesideTest, WhoeverComesBackReadsWhereTheWeeksBetweenStand) {
  const core::Zone zone = core::Zone::named("Europe/Oslo");
  const core::Local here = zone.to_local(context.now());
  leo.away = {core::Closed{here - std::chrono::hours{24 * 21}, here - std::chrono::hours{24}}};
  context.set_people({{fay, leo, lea}, {a, b}});
  store.of.clear();  // and nothing else to tell
  std::string mail;
  const auto of = [&](bool has_page) {
    std::string words;
    mail.clear();
    for (const Made& one :
         made_for(store, context.people(), {leo.id, lea.id}, wanted.back(), zone, has_page)) {
      words += core::plain_text(one.message);
      if (one.message.mail) mail += core::plain_text({one.message.mail->blocks});
    }
    return words;
  };
  const std::string told =
      "Ukesammendrag for 2.–8. november\nDu har vært borte. Det som skjedde imens, står på siden om "
      "gruppene.";
  EXPECT_EQ(of(true), told + "\n[Siden om gruppene]");
  EXPECT_EQ(mail, told);
  EXPECT_EQ(of(false), "") << "there is no page";
  matter(a, "Vikarer");
  EXPECT_EQ(of(true).find(told + "\n"), 0U);
  EXPECT_EQ(mail.find(told + "\n"), 0U) << mail;
  store.of.clear();
  for (const core::Group* group : {&a, &b}) store.of[group->id].began = at("2026-11-03T09:00:00Z");
  EXPECT_EQ(of(true), "") << "there was nothing to miss";
  store.of.clear();
  a.stopped = b.stopped = true;
  context.set_people({{fay, leo, lea}, {a, b}});
  EXPECT_EQ(of(true), "");
}

// A restored installation withholds what its former self has posted, and knows it by the job.
TEST_F(BesideTest, WhatWasDueBeforeARestoreIsMadeAtOnce) {
  options.at_once_until = at("2026-11-17T09:00:00Z");
  feature = make(store, options);
  context.wake_at(next(), *feature);
  run_effects();
  EXPECT_EQ(wanted.size(), 1U);
  EXPECT_EQ(context.posts.size(), 4U) << "those that were left of the week before, and this week's";
}

// --- what they say

TEST_F(DigestsTest, SayWhatAMatterIsAndWhichMinutesWereReleased) {
  matter(a, "Fortell politikerne");
  matter(b, "Besøk av NAV");
  store.of[a.id].waiting[0].kind = "decision";
  store.of[b.id].waiting[0].kind = "wish";
  store.of[b.id].minutes.push_back({"Vi prøver stille time", at("2026-11-04T10:00:00Z")});
  context.wake_at(next(), *feature);
  for (const char* line : {"Fortell politikerne (Gruppe a), til dem som bestemmer: venter på svar",
                           "Besøk av NAV (Gruppe b), ønske om kurs eller besøk: venter på svar",
                           "Har vist fram noe de ble enige om: Gruppe b.",
                           "Vist fram: onsdag 4. november · Vi prøver stille time"})
    EXPECT_NE(told(leo).find(line), std::string::npos) << line << "\n" << told(leo);
  EXPECT_EQ(told(lea).find("agreed"), std::string::npos) << told(lea);
  core::Message by_mail;
  by_mail.blocks = to(leo)->message.mail->blocks;
  EXPECT_EQ(core::plain_text(by_mail).find("stille time"), std::string::npos);
  EXPECT_NE(core::plain_text(by_mail).find("Har vist fram"), std::string::npos);
}

TEST_F(DigestsTest, AWishWaitsForTheOneWhoIsNamedAndForTheOthersWhenItWasPassedOn) {
  matter(a, "Kurs i demens");
  WaitingMatter& wish = store.of[a.id].waiting.back();
  wish.kind = "wish";
  a.wishes_to = lea.id;
  context.set_people({{fay, leo, lea}, {a, b}});
  context.wake_at(next(), *feature);
  EXPECT_NE(told(lea).find("Kurs i demens"), std::string::npos) << told(lea);
  EXPECT_EQ(told(leo).find("Kurs i demens"), std::string::npos) << told(leo);
  wish.state = core::MatterState::received;
  EXPECT_EQ(core::plain_text(*ask(leo).whisper).find("Kurs i demens"), std::string::npos);
  wish.passed_on = true;
  EXPECT_EQ(core::plain_text(*ask(leo).whisper).find("Kurs i demens"), std::string::npos)
      << "it may have reached one above who is named, and nobody else";
  wish.sent_on = true;
  EXPECT_NE(core::plain_text(*ask(leo).whisper).find("Kurs i demens"), std::string::npos);
  a.wishes_to = fay.id;  // who leads nothing any more
  wish.passed_on = wish.sent_on = false;
  context.set_people({{fay, leo, lea}, {a, b}});
  EXPECT_NE(core::plain_text(*ask(leo).whisper).find("Kurs i demens"), std::string::npos);
}

TEST_F(DigestsTest, ThatAPageWasOpenedIsNotedAndThatAProgramFetchedIt) {
  const auto noted = [&](const char* value) {
    front.press(leo, "digests/opened", value);
    const auto acts = context.facts_of<core::AdministrativeAct>();
    return acts.empty() ? std::string() : acts.back().what + " " + acts.back().detail;
  };
  EXPECT_EQ(noted("groups"), "page.opened groups");
  EXPECT_EQ(noted("tables-xlsx"), "page.downloaded tables-xlsx");
  EXPECT_EQ(noted("groups||program"), "page.fetched groups");
}

TEST_F(DigestsTest, ReleasedMinutesAloneAreSomethingToSay) {
  store.of[a.id].minutes.push_back({"Vi prøver stille time", at("2026-11-04T10:00:00Z")});
  context.wake_at(next(), *feature);
  EXPECT_NE(told(leo).find("stille time"), std::string::npos) << told(leo);
}

SessionLine ticked_session(const core::Group& group, const char* starts, int came, const char* ticked) {
  SessionLine line;
  line.session.group = group.id;
  line.session.starts = at(starts);
  line.session.ends = at(starts) + std::chrono::minutes{90};
  line.came = came;
  line.listed = 6;
  line.known = at(ticked);
  return line;
}

// Facilitators are asked on Monday who came on Friday, when the leaders' digest of that week is out.
TEST_F(DigestsTest, TellLaterWhoCameWhereItWasTickedOnlyAfterThem) {
  store.of[a.id].late = {ticked_session(a, "2026-10-30T08:00:00Z", 2, "2026-11-02T09:00:00Z")};
  context.wake_at(next(), *feature);
  EXPECT_NE(told(leo).find("Holdt tidligere: fredag 30. oktober kl. 09.00 · 2 av 6 kom"), std::string::npos)
      << told(leo);
  EXPECT_NE(told(leo).find("bare 2 kom"), std::string::npos) << told(leo);
}

// What was ticked while the digest was on its way stands in the next one, and so not in this one; whoever
// asks later for the same week reads what is known by then.
TEST_F(DigestsTest, TellNotWhoCameWhereItWasTickedSince) {
  store.of[a.id].held = {ticked_session(a, "2026-11-05T08:00:00Z", 4, "2026-11-09T06:59:59Z"),
                         ticked_session(a, "2026-11-06T08:00:00Z", 5, "2026-11-09T07:00:00Z")};
  context.wake_at(next(), *feature);
  EXPECT_NE(told(leo).find("4 av 6 kom"), std::string::npos) << told(leo);
  EXPECT_EQ(told(leo).find("5 av 6 kom"), std::string::npos) << told(leo);
  EXPECT_NE(told(leo).find("fredag 6. november kl. 09.00 · oppmøte ikke registrert"), std::string::npos)
      << told(leo);
  EXPECT_NE(core::plain_text(*ask(leo).whisper).find("5 av 6 kom"), std::string::npos);
}

TEST_F(DigestsTest, TellNumbersOfSessionsAndWordsOfResultsButNoTexts) {
  GroupWeek& week = store.of[a.id];
  core::Session held;
  held.starts = at("2026-11-03T12:00:00Z");
  held.topic = "Pårørende";
  week.held.push_back({held, 6});
  core::Session coming = held;
  coming.starts = at("2026-11-10T12:00:00Z");
  coming.topic.clear();
  week.coming.push_back({coming, 0});
  core::Poll poll;
  poll.title = core::Localized("Var det nyttig?");
  poll.questions.push_back({core::Question::Kind::scale,
                            poll.title,
                            {core::Localized("Lite"), core::Localized("Noe"), core::Localized("Mye")},
                            true});
  poll.questions.push_back({core::Question::Kind::text, core::Localized("Hvorfor?"), {}, false});
  ResultForLeader result;
  result.asked = std::make_shared<const core::Poll>(poll);
  result.lines = {{0, core::ResultLine::Audience::leader, core::ResultLine::Part::half, 2, 0, {}}};
  week.results.push_back(result);
  context.wake_at(next(), *feature);
  const std::string words = told(leo);
  EXPECT_NE(words.find("Var satt opp: tirsdag 3. november kl. 13.00 · Pårørende · " +
                       core::text_n(core::Language::nb, "digests.said_yes", 6)),
            std::string::npos)
      << words;
  EXPECT_NE(words.find("Neste samling: tirsdag 10. november kl. 13.00\n"), std::string::npos) << words;
  EXPECT_NE(words.find("Minst halvparten svarte Mye."), std::string::npos) << words;
  EXPECT_EQ(words.find("Hvorfor?"), std::string::npos) << words;
}

TEST_F(DigestsTest, LinesForTheGroupAreNeverShownToALeader) {
  core::Poll poll;
  poll.title = core::Localized("Var det nyttig?");
  poll.questions.push_back(
      {core::Question::Kind::scale, poll.title, {core::Localized("Lite"), core::Localized("Mye")}, true});
  ResultForLeader result;
  result.asked = std::make_shared<const core::Poll>(poll);
  result.lines = {{0, core::ResultLine::Audience::group, core::ResultLine::Part::half, 0, 0, {}}};
  store.of[a.id].results.push_back(result);
  context.wake_at(next(), *feature);
  EXPECT_EQ(told(leo).find("halvparten"), std::string::npos) << told(leo);
  EXPECT_EQ(told(leo).find("Lite"), std::string::npos) << told(leo);
}

TEST_F(DigestsTest, AMatterIsAnsweredFromTheDigest) {
  matter(a, "Vikarer");
  const auto reply = ask(leo);
  std::vector<std::string> values;
  for (const core::Block& block : reply.whisper->blocks)
    if (const auto* actions = std::get_if<core::Actions>(&block))
      for (const core::Button& button : actions->buttons) {
        EXPECT_EQ(button.name, "matters/open");
        values.push_back(button.value);
      }
  EXPECT_EQ(values, (std::vector<std::string>{"m-Vikarer"}));
}

TEST_F(DigestsTest, MattersAgeAndAreNotRepeatedWordForWord) {
  a.above = {lea.id};
  context.set_people({{fay, leo, lea}, {a, b}});
  matter(a, "Vikarer");
  store.of[a.id].waiting[0].passes_on = at("2026-12-03T08:00:00Z");
  std::set<std::string> said;
  for (int week = 0; week < 4; ++week) {
    context.wake_at(next(), *feature);
    const std::string words = told(leo);
    said.insert(
        words.substr(words.find("Vikarer"), words.find('\n', words.find("Vikarer")) - words.find("Vikarer")));
  }
  EXPECT_EQ(said, (std::set<std::string>{
                      "Vikarer (Gruppe a): venter på svar", "Vikarer (Gruppe a): 1 uke uten svar",
                      "Vikarer (Gruppe a): 2 uker uten svar, går torsdag 3. desember til lederen over",
                      "Vikarer (Gruppe a): 3 uker uten svar, går torsdag 3. desember til lederen over"}));
}

TEST_F(DigestsTest, WhatIsInWorkAndForgottenAgesToo) {
  matter(a, "Vikarer");
  WaitingMatter& waiting = store.of[a.id].waiting[0];
  waiting.state = core::MatterState::in_work;
  waiting.look_again = waiting.raised + std::chrono::days{14};
  std::set<std::string> said;
  for (int weeks = 0; weeks < 14; ++weeks)
    said.insert(say_wait(waiting, a, waiting.look_again + std::chrono::days{7 * weeks}, core::Language::nb));
  EXPECT_EQ(said.size(), 14U) << "no week says what another said";
  EXPECT_TRUE(said.contains("tid for å se på den igjen"));
  EXPECT_TRUE(said.contains("skulle vært sett på igjen for 1 uke siden"));
  EXPECT_TRUE(said.contains("skulle vært sett på igjen for 13 uker siden"));
}

TEST_F(DigestsTest, WhomAMatterReachesNextIsSaidAsItIs) {
  matter(a, "Vikarer");
  WaitingMatter waiting = store.of[a.id].waiting[0];
  const core::Instant to = waiting.raised + std::chrono::days{21};
  waiting.passes_on = to + std::chrono::days{7};
  const auto said = [&] { return say_wait(waiting, a, to, core::Language::nb); };
  EXPECT_NE(said().find(" til koordinatoren"), std::string::npos) << said() << ": nobody leads from above";
  a.above = {lea.id};
  EXPECT_NE(said().find(" til lederen over"), std::string::npos) << said();
  waiting.kind = "decision";  // the leaders above have it from the first
  EXPECT_NE(said().find(" til koordinatoren"), std::string::npos) << said();
  waiting.kind = "wish";
  EXPECT_NE(said().find(" videre"), std::string::npos) << said();
}

TEST_F(DigestsTest, TheNextLevelHearsOfAMatterOnlyWhenItHasBeenPassedOn) {
  a.above = {lea.id};
  context.set_people({{fay, leo, lea}, {a, b}});
  matter(a, "Vikarer");
  matter(a, "Nøkler");
  store.of[a.id].waiting[1].passed_on = true;
  context.wake_at(next(), *feature);
  EXPECT_NE(told(leo).find("Vikarer"), std::string::npos);
  EXPECT_EQ(told(lea).find("Vikarer"), std::string::npos) << told(lea);
  EXPECT_NE(told(lea).find("Nøkler"), std::string::npos) << told(lea);
}

TEST_F(DigestsTest, ADecisionWaitsForTheNextLevelAlone) {
  a.above = {lea.id};
  context.set_people({{fay, leo, lea}, {a, b}});
  matter(a, "Fast tid");
  matter(a, "Nøkler");
  store.of[a.id].waiting[0].kind = "decision";
  store.of[a.id].waiting[0].passed_on = true;
  context.wake_at(next(), *feature);
  EXPECT_EQ(told(leo).find("Fast tid"), std::string::npos) << told(leo) << ": it was not lifted to him";
  EXPECT_NE(told(leo).find("Venter på deg: 1 sak"), std::string::npos) << told(leo);
  EXPECT_NE(told(lea).find("Fast tid"), std::string::npos) << told(lea);
}

TEST_F(DigestsTest, BothSidesAreShownAndWhatIsUnusualIsSaid) {
  GroupWeek& week = store.of[a.id];
  week.noticed.push_back({core::MatterId("d"),
                          "Ny dagsplan",
                          {{0, core::ResultLine::Audience::leader, core::ResultLine::Part::half, 1, 0, {}}}});
  core::Session session;
  session.starts = at("2026-11-03T12:00:00Z");
  session.ends = at("2026-11-03T13:30:00Z");
  week.cancelled.push_back({session, 0});
  week.cancelled.back().known = session.ends;
  week.held.push_back({session, 2});
  week.last_ended = at("2026-10-08T12:00:00Z");
  context.wake_at(next(), *feature);
  for (const char* line : {"Ny dagsplan (Gruppe a): Minst halvparten av svarene sier «ikke ennå».",
                           "Gruppe a: samlingen tirsdag 3. november ble ikke holdt",
                           "Gruppe a: bare 2 hadde sagt ja til samlingen tirsdag 3. november",
                           "Gruppe a: ingen samling på 4 uker, og ingen er satt opp"})
    EXPECT_NE(told(leo).find(line), std::string::npos) << line << "\n" << told(leo);
  EXPECT_EQ(told(leo).find("Går som det skal"), std::string::npos) << told(leo);
}

// Of a Tuesday's session it was said on Monday; leaders are asked of a Friday's on Wednesday.
TEST_F(DigestsTest, SayOnceThatCoverIsNotArranged) {
  const auto line = [](const char* starts, const char* covered, const char* cover) {
    SessionLine made;
    made.session.starts = at(starts);
    made.session.ends = at(starts) + std::chrono::minutes{90};
    made.cover = cover;
    made.covered = at(covered);
    return made;
  };
  GroupWeek& week = store.of[a.id];
  week.held = {line("2026-11-03T12:00:00Z", "2026-10-30T09:30:00Z", "asked"),
               line("2026-11-04T12:00:00Z", "2026-11-02T09:30:00Z", "not"),
               line("2026-11-06T12:00:00Z", "2026-11-04T09:30:00Z", "asked")};
  week.coming = {line("2026-11-10T12:00:00Z", "2026-11-06T09:30:00Z", "asked")};
  context.wake_at(next(), *feature);
  EXPECT_EQ(told(leo).find("tirsdag 3. november: ikke svart"), std::string::npos) << told(leo);
  for (const char* said : {"onsdag 4. november: dekning ikke ordnet", "fredag 6. november: ikke svart",
                           "tirsdag 10. november: ikke svart"})
    EXPECT_NE(told(leo).find(said), std::string::npos) << said << "\n" << told(leo);
}

// Also of one that was to be in the week that is over: what was called off in time, or while it went on, is
// no session that nobody held.
TEST_F(DigestsTest, SayOfWhatWasCancelledBeforeItWasOverThatItWasCancelled) {
  core::Session ahead, begun;
  ahead.starts = at("2026-12-03T12:00:00Z");
  ahead.ends = at("2026-12-03T13:30:00Z");
  begun.starts = at("2026-11-03T12:00:00Z");
  begun.ends = at("2026-11-03T13:30:00Z");
  store.of[a.id].cancelled = {{ahead, 0}, {begun, 0}};
  store.of[a.id].cancelled[1].known = at("2026-11-03T12:20:00Z");
  context.wake_at(next(), *feature);
  for (const char* said : {"Gruppe a: samlingen torsdag 3. desember ble avlyst",
                           "Gruppe a: samlingen tirsdag 3. november ble avlyst"})
    EXPECT_NE(told(leo).find(said), std::string::npos) << said << "\n" << told(leo);
}

TEST_F(DigestsTest, NothingIsSaidOfAGroupThatHasEnded) {
  b.stopped = true;
  b.quiet.closed = {core::Closed{core::at(core::Date{std::chrono::year{2026} / 11 / 3}, core::Minutes{0}),
                                 core::at(core::Date{std::chrono::year{2026} / 11 / 15}, core::Minutes{0})}};
  context.set_people({{fay, leo, lea}, {b}});
  core::Session session;
  session.starts = at("2026-11-02T12:00:00Z");
  session.ends = session.starts + std::chrono::minutes{90};
  store.of[b.id].cancelled.push_back({session, 0});
  store.of[b.id].last_ended = at("2026-10-08T12:00:00Z");
  context.wake_at(next(), *feature);
  EXPECT_EQ(told(leo), "");
}

// Over the real store, and what a pause makes of sessions.
TEST(DigestOfAPause, IsSaidOnceInsteadOfItsSessions) {
  using namespace std::chrono;
  const auto november = [](int day) { return core::Date{year{2026} / 11 / day}; };
  storage::Database database{support::ready(":memory:")};
  const storage::Stores stores = storage::open_stores(database);
  const core::Person leo = support::person("leo");
  core::Group a = support::group("a", {leo});
  a.members[0].role = Role::leader;
  a.cadence = core::cadence_from_text("hver tirsdag 13:00-14:30", november(3));
  stores.people->apply({leo}, {a});
  support::FakeContext context(at("2026-10-26T09:00:00Z"), core::Directory({leo}, {a}));
  const core::Programmes programmes;
  const auto planning = sessions::make(*stores.sessions, programmes, {});
  planning->start(context);
  const core::Session by_hand = stores.sessions->next(a.id, at("2026-11-05T00:00:00Z")).value();
  a.quiet.closed = {{core::at(november(4), core::Minutes{0}), core::at(november(28), core::Minutes{0})}};
  context.set_people(core::Directory({leo}, {a}));
  planning->on(context, core::PausesChanged{a.id, a.quiet.closed.front()});
  context.wake_at(context.now(), *planning);
  ASSERT_EQ(stores.sessions->find(by_hand.id)->state, core::Session::State::cancelled);
  const auto said = [&](core::Date monday) {
    return core::plain_text(
        digest(week_of(*stores.digests, context.people(), leo, monday, core::Zone::named("Europe/Oslo")),
               core::Language::nb));
  };
  const std::string first = said(november(9));
  const auto once = first.find("Gruppe a: pause til og med fredag 27. november");
  ASSERT_NE(once, std::string::npos) << first;
  EXPECT_EQ(first.find("Gruppe a: pause", once + 1), std::string::npos) << first;
  core::Session cancelled = *stores.sessions->find(by_hand.id);
  cancelled.number = 2;  // somebody did, before there was a pause
  stores.sessions->save(cancelled);
  for (const int monday : {16, 23}) {
    EXPECT_EQ(said(november(monday)).find("ause"), std::string::npos) << said(november(monday));
    EXPECT_EQ(said(november(monday)).find("ble ikke holdt"), std::string::npos) << said(november(monday));
  }
}

TEST_F(DigestsTest, WeeksAreNamedByTheirDays) {
  using core::Language;
  const auto monday = [](int month, unsigned day) {
    return core::Date{std::chrono::year{2026}, std::chrono::month{static_cast<unsigned>(month)},
                      std::chrono::day{day}};
  };
  EXPECT_EQ(say_week(Language::nb, monday(11, 16)), "9.–15. november");
  EXPECT_EQ(say_week(Language::nn, monday(12, 7)), "30. november – 6. desember");
  EXPECT_EQ(say_week(Language::en, monday(12, 7)), "30 November – 6 December");
}

// --- many groups

std::vector<std::string> lines_of(const std::string& words) {
  std::vector<std::string> lines{""};
  for (const char c : words)
    if (c == '\n')
      lines.emplace_back();
    else
      lines.back() += c;
  return lines;
}

TEST(DigestScreen, IsOneScreenWhateverTheNumberOfGroupsAndOldestFirst) {
  for (const int groups : {1, 12, 60, 400}) {
    const support::DigestWeeks many(groups);
    for (const core::Language language : core::all_languages) {
      const core::Message message = digest(many.week, language);
      std::size_t rows = 0;
      for (const std::string& line : lines_of(core::plain_text(message)))
        rows += 1 + core::letters_in(line) / 44;
      EXPECT_LE(rows, 34U) << groups << "\n" << core::plain_text(message);
      EXPECT_LE(message.blocks.size(), 20U) << groups;
    }
  }
}

TEST(DigestScreen, WhatIsNotSaidAtOnceIsAllBehindTheButton) {
  const support::DigestWeeks many(60);
  std::string all;
  std::size_t pages = 0;
  for (int page = 0;; ++page) {
    const core::Message message = unfolded(many.week, core::Language::nb, page);
    if (message.blocks.empty()) break;
    ++pages;
    EXPECT_LE(lines_of(core::plain_text(message)).size(), 80U) << page;
    all += core::plain_text(message) + "\n";
  }
  EXPECT_GT(pages, 3U);
  for (const OneGroup& one : many.week.groups) {
    EXPECT_NE(all.find(one.group->name), std::string::npos) << one.group->name;
    for (const WaitingMatter& matter : one.week.waiting) {
      const auto listed = matter.title + " (" + one.group->name + ")";
      EXPECT_NE(all.find(listed), std::string::npos) << listed;
    }
  }
  EXPECT_EQ(unfolded(many.week, core::Language::nb, 99).blocks.size(), 0U);
}

// As a leader reads it. To write them anew: REFLEKS_WRITE_TRANSCRIPTS=1.
TEST(DigestScreen, ReadsAsItsTranscripts) {
  for (const int groups : {1, 12, 60})
    for (const core::Language language : core::all_languages) {
      const support::DigestWeeks many(groups);
      const std::string words = core::plain_text(digest(many.week, language)) + "\n";
      const std::string file = std::string(REFLEKS_SOURCE_DIR) + "/tests/features/digests/transcripts/" +
                               std::to_string(groups) + "." + std::string(core::code(language)) + ".txt";
      if (std::getenv("REFLEKS_WRITE_TRANSCRIPTS")) std::ofstream(file) << words;
      EXPECT_EQ(words, support::content_of(file)) << file;
    }
}

}  // namespace
}  // namespace digests
