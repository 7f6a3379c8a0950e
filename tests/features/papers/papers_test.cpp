#include "bot/features/papers/feature.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/interactions.hpp"
#include "tests/support/store_fixture.hpp"

namespace papers {
namespace {

using core::Language;
using core::Role;
using support::at;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class PapersTest : public ::testing::Test {
 protected:
  PapersTest() {
    group = support::group("a", {fay, per, lea});
    group.members[0].role = Role::facilitator;
    group.members[2].role = Role::leader;
    group.place = "Møterom 2";
    context.set_people({{fay, per, lea}, {group}});
    options.print = [this](const std::string& name, const core::Message& page, Language) {
      printed = core::plain_text(page);
      return "%PDF " + name;
    };
    options.address = [this](const core::Person&, const core::Button&) { return address; };
    options.contract = [](core::Context&, const core::Group&, Language) {
      return std::optional<core::Message>();
    };
    options.methods = [](core::Context&, const core::Group&, Language) {
      return std::optional(core::Message{{core::Heading{"Sola"}}});
    };
  }
  core::Reply ask(const core::Person& person, const std::string& what) {
    auto feature = make(options);
    support::Interactions front(context, std::vector{feature.get()});
    return what.empty() ? front.say(person, "papir")
                        : front.press(person, "papers/print/form", group.id.text + "|" + what);
  }
  static std::string said(const core::Reply& reply) {
    return reply.whisper ? core::plain_text(*reply.whisper) : "(no whisper)";
  }

  core::Person fay = support::person("fay"), per = support::person("per"), lea = support::person("lea"),
               top = support::person("top");
  core::Group group;
  support::FakeContext context{at("2026-11-17T10:00:00Z")};
  std::string address = "https://refleks.test/s/x", printed;
  Options options;
};

TEST_F(PapersTest, OfferWhatThereIs) {
  EXPECT_THAT(said(ask(fay, "")), AllOf(HasSubstr("[Brev til deltakerne]"), HasSubstr("[Metodekort]"),
                                        Not(HasSubstr("[Kontrakten]")), Not(HasSubstr("[Kjøreplanen]"))));
  EXPECT_THAT(said(ask(fay, "contract")), HasSubstr("finnes ikke"));
}

TEST_F(PapersTest, TheLetterNamesWhoLeadsAndWhenAndIsAFileOnAPage) {
  core::Session next;
  next.starts = at("2026-11-24T12:00:00Z");
  options.next = [next](const core::Group&, core::Instant) { return std::optional(next); };
  const auto paper = ask(fay, "letter");
  ASSERT_TRUE(paper.file);
  EXPECT_EQ(paper.file->name, "Brev til deltakerne.pdf");
  EXPECT_THAT(said(paper), HasSubstr("på papir"));
  EXPECT_THAT(printed,
              AllOf(HasSubstr("tirsdag 24. november kl. 13.00"), HasSubstr("Møterom 2"), HasSubstr("fay"),
                    HasSubstr("lea"), HasSubstr("frivillig"), Not(HasSubstr("per,"))));
}

// Who is above the leaders never comes, whatever they do.
TEST_F(PapersTest, TheLetterSaysOfTheLeadersWhoComes) {
  group.members.push_back({top.id, Role::leader, {}});
  group.above = {top.id};
  group.leaders_take_part = true;
  context.set_people({{fay, per, lea, top}, {group}});
  ask(fay, "letter");
  EXPECT_THAT(printed, AllOf(HasSubstr("er med på samlingene: lea\n"), HasSubstr("følger opp: top\n")));
  group.leaders_take_part = false;
  context.set_people({{fay, per, lea, top}, {group}});
  ask(fay, "letter");
  EXPECT_THAT(printed, AllOf(HasSubstr("følger opp: lea og top\n"), Not(HasSubstr("er med på samlingene"))));
}

TEST_F(PapersTest, TheLetterSaysThatOneIsExpectedWhereOneIs) {
  group.expected = true;
  context.set_people({{fay, per, lea}, {group}});
  ask(fay, "letter");
  EXPECT_THAT(printed, AllOf(HasSubstr("forventet at du kommer"), Not(HasSubstr("frivillig")),
                             Not(HasSubstr("Du kan slutte"))));
}

// Whoever is handed it has not met the bot.
TEST_F(PapersTest, NobodyInTheLetterSaysI) {
  core::Group daily = group;
  daily.cadence.emplace();
  daily.cadence->working_days = true;
  for (const core::Group& one : {group, daily})
    for (const Language language : core::all_languages) {
      const core::Message words =
          letter(core::Directory({fay, per, lea}, {one}), one, nullptr, nullptr, language);
      const std::string said = "\n" + core::plain_text(words);
      for (const char* i : {"Jeg ", " jeg ", "Eg ", " eg ", "I never", "I show"})
        EXPECT_THAT(said, Not(HasSubstr(i))) << core::code(language);
    }
}

TEST_F(PapersTest, WithoutPagesItSaysSo) {
  address.clear();
  const auto paper = ask(fay, "methods");
  EXPECT_FALSE(paper.file);
  EXPECT_THAT(said(paper), HasSubstr("nettleseren"));
}

}  // namespace
}  // namespace papers
