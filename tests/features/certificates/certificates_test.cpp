#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bot/features/certificates/feature.hpp"
#include "tests/support/feature_test.hpp"

namespace certificates {
namespace {

using core::Role;
using support::at;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

// Five sessions, four of which the certificate takes.
class CertificatesTest : public support::FeatureTest {
 protected:
  CertificatesTest() : FeatureTest("2026-11-17T10:00:00Z") {
    people = {fay, per, lea};
    group = support::group("a", people);
    group.members[0].role = Role::facilitator;
    group.members[2].role = Role::leader;
    know();
    core::Programme pack;
    pack.title = core::Localized("Palliasjon");
    pack.certificate = 4;
    for (const char* theme : {"En", "To", "Tre", "Fire", "Fem"}) {
      core::SessionPlan plan;
      plan.theme = core::Localized(theme);
      pack.sessions.push_back(plan);
    }
    programmes["pack"] = pack;
    sessions::Run run;
    run.group = group.id;
    run.programme = "pack";
    stores.sessions->save(run);
    Options options;
    options.print = [this](const Certificate& paper) {
      printed.push_back(paper);
      return "%PDF " + paper.code;
    };
    options.address = [this](const core::Person&, const core::Button&) { return address; };
    play(make(*stores.certificates, programmes, options));
  }
  void held(int number, const std::vector<core::Person>& came) {
    core::Session one;
    one.id = core::SessionId("s" + std::to_string(number));
    one.group = group.id;
    one.number = number;
    one.starts = at("2026-11-24T12:00:00Z") + std::chrono::days{14} * (number - 1);
    one.ends = one.starts + std::chrono::minutes{90};
    one.state = core::Session::State::held;
    stores.sessions->save(one);
    context.set_now(one.ends + std::chrono::hours{1});
    if (came.empty()) return;
    attendance::Register all{fay.id, 1, static_cast<int>(came.size()), 2, {}};
    for (const core::Person& person : came) all.people.push_back(person.id);
    stores.attendance->take(one.id, all, one.ends);
    feature->on(context, core::AttendanceTaken{one, "fay"});
  }
  static std::string said(const core::Reply& reply) {
    return reply.whisper ? core::plain_text(*reply.whisper) : "(no whisper)";
  }
  std::string asked(const core::Person& person) { return said(front->say(person, "kursbevis")); }
  core::Reply fetch(const core::Person& person) {
    return front->press(person, "certificates/paper/form", group.id.text + "|1");
  }

  core::Person fay = support::person("fay"), per = support::person("per"), lea = support::person("lea");
  core::Programmes programmes;
  std::string address = "https://refleks.test/s/x";
  std::vector<Certificate> printed;
};

TEST_F(CertificatesTest, FourOfFiveIsEnoughAndTheRestHearsWhatIsMissing) {
  held(1, {fay, per});
  held(2, {fay});
  held(3, {});
  EXPECT_THAT(asked(per), AllOf(HasSubstr("én samling. Beviset krever 4"), HasSubstr("Det mangler 3"),
                                HasSubstr("tirsdag 8. desember 2026: du er ikke krysset av"),
                                HasSubstr("tirsdag 22. desember 2026: fasilitatoren har ikke krysset av")));
  EXPECT_THAT(said(fetch(per)), HasSubstr("Det mangler 3"));
  held(3, {fay, per});
  held(4, {fay, per});
  EXPECT_THAT(context.posts, SizeIs(1)) << "fay has been at four";
  held(5, {fay, per});
  ASSERT_THAT(context.posts, SizeIs(2)) << "per too; each is told once";
  EXPECT_EQ(context.posts[1].to, core::destination_of(per));
  const auto paper = fetch(per);
  ASSERT_TRUE(paper.file);
  EXPECT_EQ(paper.file->type, "application/pdf");
  EXPECT_THAT(said(paper), HasSubstr("på papir"));
  ASSERT_THAT(printed, SizeIs(1));
  EXPECT_EQ(printed[0].name, "per");
  EXPECT_EQ(printed[0].came, 4);
  EXPECT_EQ(printed[0].held, 5);
  EXPECT_EQ(printed[0].from, "tirsdag 24. november 2026");
  EXPECT_EQ(printed[0].themes.back(), "Fem");
}

TEST_F(CertificatesTest, TheCodeSaysThatItWasIssuedAndNothingMore) {
  for (int number = 1; number <= 4; ++number) held(number, {per});
  EXPECT_THAT(front->say(per, "kursbevis").whisper->blocks, Not(SizeIs(0)));
  fetch(per);
  fetch(per);
  ASSERT_THAT(printed, SizeIs(2));
  EXPECT_EQ(printed[0].code, printed[1].code) << "the same paper";
  const auto known = checked(*stores.certificates, " " + printed[0].code, core::Language::nb);
  ASSERT_TRUE(known);
  const std::string words = core::plain_text(*known);
  EXPECT_THAT(words, HasSubstr("utstedt"));
  for (const char* more : {"per", "Palliasjon", "2026", "Gruppe"}) EXPECT_THAT(words, Not(HasSubstr(more)));
  EXPECT_FALSE(checked(*stores.certificates, "0000-0000-00", core::Language::nb));
  EXPECT_FALSE(checked(*stores.certificates, "nonsense", core::Language::nb));
}

TEST_F(CertificatesTest, ItWaitsOnOnesOwnPageUntilItWasFetched) {
  for (int number = 1; number <= 4; ++number) held(number, {per});
  const auto waits = [&] {
    std::vector<core::Block> blocks;
    feature->waiting(context, features::Here({per, &group, {}}, group), blocks);
    return blocks.size();
  };
  EXPECT_EQ(waits(), 2U);
  fetch(per);
  EXPECT_EQ(waits(), 0U);
}

TEST_F(CertificatesTest, APickOfFewerThemesTakesNoMoreThanThereAre) {
  sessions::Run run;
  run.group = group.id;
  run.programme = "pack";
  run.plans = {2, 4};
  stores.sessions->save(run);
  held(1, {per});
  held(2, {per});
  fetch(per);
  ASSERT_THAT(printed, SizeIs(1));
  EXPECT_THAT(printed[0].themes, testing::ElementsAre("To", "Fire"));
}

TEST_F(CertificatesTest, WithoutPagesOrAProgrammeItSaysSo) {
  for (int number = 1; number <= 4; ++number) held(number, {per});
  address.clear();
  EXPECT_THAT(said(fetch(per)), HasSubstr("nettleseren"));
  programmes["pack"].certificate = 0;
  EXPECT_THAT(asked(per), HasSubstr("ikke fulgt noe opplegg"));
}

}  // namespace
}  // namespace certificates
