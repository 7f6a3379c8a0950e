#include "adapters/web/tokens.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <set>
#include <stdexcept>

#include "adapters/web/ticket.hpp"
#include "tests/adapters/web/world.hpp"

namespace web_test {
namespace {

using web::Link;
using web::Tokens;

Link press_link() {
  Link link;
  link.kind = Link::Kind::press;
  link.person = id_of("kari");
  link.name = "box/polls/form";
  link.value = "p1|2";
  link.label = "Svar på «utsjekk»";
  link.expires = core::instant_from_text("2026-12-24T12:00:00Z");
  return link;
}
Link sheet_link() {
  Link link;
  link.group = group_id("nord");
  link.sheet = 1234;
  return link;
}
Link calendar_link() {
  Link link;
  link.kind = Link::Kind::calendar;
  link.person = id_of("ola");
  link.serial = "7";
  return link;
}

struct TokensTest : testing::Test {
  Folder folder;
  Tokens tokens{folder.path() / "keys", folder.path() / "memory"};
};

TEST_F(TokensTest, EveryKindComesBackWhole) {
  for (const Link& link : {press_link(), sheet_link(), calendar_link()})
    EXPECT_EQ(tokens.open(tokens.seal(link)), link);
}

TEST_F(TokensTest, LooksRandomAndHoldsNoId) {
  const std::string token = tokens.seal(sheet_link());
  EXPECT_EQ(token.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"),
            std::string::npos);
  EXPECT_NE(token, tokens.seal(sheet_link()));
  EXPECT_EQ(token.find(group_id("nord").text.substr(0, 6)), std::string::npos);
}

TEST_F(TokensTest, AGroupsHomeIsShortEnoughForACode) {
  EXPECT_LT(tokens.seal(sheet_link()).size(), 90u);
}

TEST_F(TokensTest, AnyChangedLetterIsRefused) {
  const std::string token = tokens.seal(press_link());
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string other = token;
    other[i] = other[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(tokens.open(other)) << "at " << i;
    EXPECT_FALSE(tokens.open(token.substr(0, i))) << "cut at " << i;
  }
  EXPECT_FALSE(tokens.open(token + "A"));
  EXPECT_FALSE(tokens.open(token + "="));
  EXPECT_FALSE(tokens.open(""));
  EXPECT_FALSE(tokens.open(std::string(1'000'000, 'A')));
}

TEST_F(TokensTest, HalvesOfTwoDoNotMakeAThird) {
  const std::string a = tokens.seal(sheet_link()), b = tokens.seal(sheet_link());
  EXPECT_FALSE(tokens.open(a.substr(0, 40) + b.substr(40)));
}

TEST_F(TokensTest, KeysLastInTheirFolders) {
  const std::string sheet = tokens.seal(sheet_link()), press = tokens.seal(press_link());
  EXPECT_TRUE(Tokens(folder.path() / "keys", folder.path() / "memory").open(sheet));
  EXPECT_TRUE(Tokens(folder.path() / "keys", folder.path() / "memory").open(press));
}

TEST_F(TokensTest, PersonalPressesDieWithTheMemoryAndTheOthersDoNot) {
  const std::string sheet = tokens.seal(sheet_link()), calendar = tokens.seal(calendar_link()),
                    press = tokens.seal(press_link());
  const Tokens after(folder.path() / "keys", folder.path() / "fresh");
  EXPECT_TRUE(after.open(sheet));
  EXPECT_TRUE(after.open(calendar));
  EXPECT_FALSE(after.open(press));
}

TEST_F(TokensTest, AnotherKeyOpensNothing) {
  const Tokens others(folder.path() / "a", folder.path() / "b");
  EXPECT_FALSE(others.open(tokens.seal(sheet_link())));
}

TEST_F(TokensTest, PagesOpenUnderTheirTokenAlone) {
  const std::string sealed = tokens.seal_page("what it holds", "token-a");
  EXPECT_EQ(tokens.open_page(sealed, "token-a"), "what it holds");
  EXPECT_FALSE(tokens.open_page(sealed, "token-b"));
  EXPECT_FALSE(tokens.open_page("x" + sealed, "token-a"));
  // What was sealed for one purpose is nothing for another.
  EXPECT_FALSE(tokens.open_page(tokens.seal(press_link()), "token-a"));
  EXPECT_FALSE(tokens.open(sealed));
}

TEST_F(TokensTest, AKeyIsForTheOwnerAlone) {
  const auto file = folder.path() / "keys" / "web.key";
  struct stat about {};
  ASSERT_EQ(::stat(file.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
  EXPECT_EQ(about.st_size, 32);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path() / "keys"), {}), 1);
  ::chmod(file.c_str(), 0640);
  EXPECT_THROW(Tokens(folder.path() / "keys", folder.path() / "memory"), std::runtime_error);
}

TEST_F(TokensTest, AKeyThatIsNoneIsNotReplacedInSilence) {
  std::filesystem::resize_file(folder.path() / "keys" / "web.key", 31);
  try {
    Tokens(folder.path() / "keys", folder.path() / "memory");
    FAIL() << "it was taken";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("web.key"), std::string::npos);
  }
}

TEST_F(TokensTest, ALinkHasOneOwner) {
  Link both = sheet_link();
  both.person = id_of("kari");
  EXPECT_THROW(tokens.seal(both), std::invalid_argument);
  EXPECT_THROW(tokens.seal(Link{}), std::invalid_argument);
}

web::Ticket full_ticket() {
  web::Ticket ticket;
  ticket.kind = web::Ticket::Kind::form;
  ticket.issued = core::instant_from_text("2026-11-24T12:00:00Z");
  ticket.sitting = id_of("a").text;
  ticket.mark = id_of("b").text;
  ticket.language = core::Language::en;
  ticket.form = form_of("box/ideas/idea");
  ticket.form.intro = {core::Span("see "),
                       core::Span("this", core::Span::Style::strong, "https://a.example/")};
  core::Input input;
  input.kind = core::Input::Kind::choices;
  input.id = "next";
  input.hint = "more";
  input.options = {{"0", "first"}, {"1", "second"}};
  ticket.form.inputs.push_back(input);
  return ticket;
}

TEST(Ticket, ComesBackWhole) {
  const web::Ticket ticket = full_ticket();
  const auto back = web::unpack(web::pack(ticket));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->form, ticket.form);
  EXPECT_EQ(back->sitting, ticket.sitting);
  EXPECT_EQ(back->mark, ticket.mark);
  EXPECT_EQ(back->language, ticket.language);
  EXPECT_EQ(back->issued, ticket.issued);
  web::Ticket press;
  press.sitting = press.mark = id_of("a").text;
  press.name = "box/a";
  press.value = "v";
  EXPECT_EQ(web::unpack(web::pack(press))->value, "v");
  EXPECT_FALSE(web::unpack(web::pack(press))->language);
}

TEST(Ticket, WhatIsCutIsNone) {
  const std::string bytes = web::pack(full_ticket());
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(web::unpack(bytes.substr(0, size)));
  EXPECT_FALSE(web::unpack(bytes + "x"));
}

}  // namespace
}  // namespace web_test
