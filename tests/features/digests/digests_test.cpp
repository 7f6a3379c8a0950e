#include "bot/features/digests/feature.hpp"

#include <gtest/gtest.h>

#include "bot/core/reply.hpp"
#include "bot/core/texts.hpp"
#include "tests/support/front.hpp"
#include "tests/support/store_fixture.hpp"

namespace digests {
namespace {

using core::Role;
using support::at;

// Says what the test has put there, whoever asks about whichever week, and remembers what it was asked.
class FakeStore final : public DigestStore {
 public:
  GroupWeek week(const core::GroupId& group, core::Instant from, core::Instant to) override {
    asked.emplace_back(from, to);
    return weeks[group];
  }
  std::map<core::GroupId, GroupWeek> weeks;
  std::vector<std::pair<core::Instant, core::Instant>> asked;
};

class DigestsTest : public ::testing::Test {
 protected:
  DigestsTest() {
    lea.language = core::Language::en;
    a = support::group("a", {fay, leo, lea});
    b = support::group("b", {fay, leo});
    a.members[0].role = b.members[0].role = Role::facilitator;
    a.members[1].role = a.members[2].role = b.members[1].role = Role::leader;
    context.set_people({{fay, leo, lea}, {a, b}});
    feature->start(context);
  }
  void matter(const core::Group& group, const std::string& title) {
    store.weeks[group.id].waiting.push_back(
        {core::MatterId("m-" + title), title, at("2026-11-05T10:00:00Z")});
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
  std::unique_ptr<features::Feature> feature = make(store, "Europe/Oslo");
  support::Front front{context, {feature.get()}};
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
  feature->due(context, {"digests/weekly", "digests/weekly", "", next()});
  EXPECT_EQ(next(), at("2027-03-29T06:00:00Z")) << "summer";
}

TEST_F(DigestsTest, CoverTheWeekBeforeFromMondayToMonday) {
  context.wake_at(next(), *feature);
  ASSERT_FALSE(store.asked.empty());
  EXPECT_EQ(store.asked[0].first, at("2026-11-01T23:00:00Z"));
  EXPECT_EQ(store.asked[0].second, at("2026-11-08T23:00:00Z"));
  store.asked.clear();
  context.wake_at(at("2026-11-19T12:00:00Z"), *feature);  // late, on a Thursday
  EXPECT_EQ(store.asked[0].second, at("2026-11-15T23:00:00Z"));
}

TEST_F(DigestsTest, NothingToSayIsNoMessage) {
  context.wake_at(next(), *feature);
  EXPECT_TRUE(context.posts.empty());
  EXPECT_EQ(core::plain_text(*ask(leo).whisper),
            core::plain_text(core::rich(core::Language::nb, "digests.nothing")));
}

TEST_F(DigestsTest, GoToEachLeaderAboutTheirGroupsInTheirLanguage) {
  matter(a, "Vikarer");
  matter(b, "Nøkler");
  context.wake_at(next(), *feature);
  EXPECT_EQ(context.posts.size(), 2U);
  EXPECT_EQ(to(fay), nullptr) << "a facilitator gets none";
  EXPECT_NE(told(leo).find("Ukesammendrag, mandag 9. november"), std::string::npos) << told(leo);
  EXPECT_NE(told(leo).find("Venter på deg siden torsdag 5. november: Vikarer"), std::string::npos);
  EXPECT_NE(told(leo).find("Nøkler"), std::string::npos);
  EXPECT_NE(told(lea).find("Monday 9 November"), std::string::npos) << told(lea);
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

TEST_F(DigestsTest, TellNumbersOfSessionsAndWordsOfResultsButNoTexts) {
  GroupWeek& week = store.weeks[a.id];
  core::Session held;
  held.starts = at("2026-11-03T12:00:00Z");
  held.topic = "Pårørende";
  week.held.push_back({held, 6});
  core::Session coming = held;
  coming.starts = at("2026-11-10T12:00:00Z");
  coming.topic.clear();
  week.coming.push_back({coming, 0});
  ResultForLeader result;
  result.poll.title = core::Localized("Var det nyttig?");
  result.poll.questions.push_back({core::Question::Kind::scale,
                                   result.poll.title,
                                   {core::Localized("Lite"), core::Localized("Noe"), core::Localized("Mye")},
                                   true});
  result.poll.questions.push_back({core::Question::Kind::text, core::Localized("Hvorfor?"), {}, false});
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
  ResultForLeader result;
  result.poll.title = core::Localized("Var det nyttig?");
  result.poll.questions.push_back({core::Question::Kind::scale,
                                   result.poll.title,
                                   {core::Localized("Lite"), core::Localized("Mye")},
                                   true});
  result.lines = {{0, core::ResultLine::Audience::group, core::ResultLine::Part::half, 0, 0, {}}};
  store.weeks[a.id].results.push_back(result);
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
        EXPECT_EQ(button.name, "matters/answer");
        values.push_back(button.value);
      }
  EXPECT_EQ(values, (std::vector<std::string>{"m-Vikarer|doing", "m-Vikarer|later", "m-Vikarer|no"}));
}

}  // namespace
}  // namespace digests
