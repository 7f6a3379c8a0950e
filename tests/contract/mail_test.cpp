// E-mail beside pages: a group without a chat through a session, by a relay on the loopback. Each letter on a
// page is told of once; what may stand in the mail is when and where, and nothing that anybody wrote or
// answered.

#include <gtest/gtest.h>

#include <algorithm>

#include "adapters/mail/adapter.hpp"
#include "bot/app/chats.hpp"
#include "bot/core/texts.hpp"
#include "tests/adapters/mail/fake_smtp.hpp"
#include "tests/contract/platform.hpp"

namespace contract {
namespace {

struct OnePage final : runtime::Links {
  std::optional<std::string> to(const core::Destination&, const core::Button&) override {
    return std::nullopt;
  }
  std::optional<std::string> home(const core::Destination& to) override {
    return "https://refleks.example/s/" + to.id;
  }
};

class ByMailToo : public ::testing::Test {
 protected:
  static Kind kind() {
    Kind kind = webhook_kind();
    kind.group_workspace = "pages";
    return kind;
  }
  static app::Config config() {
    app::Config config = town_of(kind());
    app::Chats chats;
    chats.pages = "pages";
    chats.mail = "epost";
    config.chats = std::make_shared<app::Chats>(std::move(chats));
    for (core::Person& person : config.people) {
      const bool mailed = person.name == "Kari" || person.name == "Tomasz" || person.name == "Berit";
      if (mailed) person.email = person.name + "@kommune.example";
    }
    return config;
  }
  ByMailToo() : town(config()), platform(kind().make(town)) {
    mail::Options options;
    options.workspace = "epost";
    options.relay = {"127.0.0.1", relay.port(), net::SmtpRelay::Security::none, "", "", "fjordvik.example"};
    options.from = options.bounces_to = "refleks@fjordvik.example";
    options.from_name = "Refleks";
    options.organisation = "Fjordvik kommune";
    letters = mail::make_mail(
        town.io.get_executor(), options, [this] { return town.people(); }, &links, town.clock, town.timing());
    town.connect("epost", *letters);
    town.open();
  }
  ~ByMailToo() override { town.close(); }

  std::vector<std::string> mails_to(const std::string& name) {
    std::vector<std::string> all;
    for (const mail_test::Taken& one : relay.taken())
      if (one.to == name + "@kommune.example") all.push_back(one.text);
    return all;
  }
  static std::ptrdiff_t with(const std::vector<std::string>& mails, const std::string& words) {
    return std::ranges::count_if(
        mails, [&](const std::string& one) { return one.find(words) != std::string::npos; });
  }

  mail_test::FakeSmtp relay;
  OnePage links;
  Town town;
  std::unique_ptr<Platform> platform;
  std::unique_ptr<mail::Mail> letters;
};

TEST_F(ByMailToo, ASessionIsInvitedToMovedAndCancelledAndAnswersStayOnThePage) {
  town.advance("2026-11-17T12:00:00Z");
  EXPECT_EQ(with(mails_to("Kari"), "method=REQUEST"), 1) << "the invitation, for the calendar";
  platform->command("marit", "flytt 24.11 til 25.11 13:00");
  platform->press("marit", core::text(core::Language::nb, "sessions.move.yes"));
  town.settle();
  EXPECT_EQ(with(mails_to("Kari"), "method=REQUEST"), 2);

  platform->command("marit", R"(avstemning "Hva med heisvarmeren?" fritekst til 14:00)");
  platform->press("marit", core::text(core::Language::nb, "polls.open_now"));
  for (const char* person : {"kari", "amina", "jonas", "lien", "marit"}) {
    platform->press(person, core::text(core::Language::nb, "polls.answer"));
    platform->fill(person, {{"Hva med heisvarmeren?", {std::string("skrotnisse ") + person}}});
  }
  town.advance("2026-11-18T09:00:00Z");
  platform->command("marit", "avlys 25.11");
  platform->press("marit", core::text(core::Language::nb, "sessions.cancel.yes"));
  town.settle();
  EXPECT_EQ(with(mails_to("Kari"), "method=CANCEL"), 1);

  for (const char* name : {"Kari", "Tomasz"}) {
    const auto mails = mails_to(name);
    EXPECT_GE(mails.size(), 5U) << name << ": the poll and its result too";
    for (const char* hidden : {"skrotnisse", "heisvarmeren", "Jeg kommer"})
      EXPECT_EQ(with(mails, hidden), 0) << hidden;
    EXPECT_EQ(with(mails, "https://refleks.example/s/"), static_cast<std::ptrdiff_t>(mails.size()));
  }
  EXPECT_TRUE(mails_to("Jonas").empty()) << "has no address";
  EXPECT_EQ(mails_to("Berit").size(), 1U) << "of her part; she leads, and nothing was lifted";
}

}  // namespace
}  // namespace contract
