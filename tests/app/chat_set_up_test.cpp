// An administrator signs in to have the chat set up, and again where that was not all.

#include "bot/app/chat_set_up.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/awaitable.hpp>
#include <deque>
#include <sstream>

namespace app {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct ChatSetUpTest : testing::Test {
  ChatSetUpTest() {
    how.who = "who";
    how.what = "makes it";
    how.make = [this](runtime::SetUp::Wanted, runtime::SetUp::SignIn sign_in,
                      boost::asio::any_io_executor) -> boost::asio::awaitable<runtime::SetUp::Made> {
      signed_in.push_back(std::move(sign_in));
      runtime::SetUp::Made made = answers.front();
      if (answers.size() > 1) answers.pop_front();
      co_return made;
    };
  }
  ChatSetUp asked(const std::string& lines, const std::optional<std::string>& admin = {}) {
    std::istringstream in(lines);
    std::ostringstream out;
    const ChatSetUp result = set_up_chat(how, {}, admin, in, out);
    said = out.str();
    return result;
  }
  static runtime::SetUp::Made stopped(const std::string& why) {
    runtime::SetUp::Made made;
    made.problem = why;
    return made;
  }

  runtime::SetUp how;
  std::deque<runtime::SetUp::Made> answers{stopped("a command is in the way"), runtime::SetUp::Made{}};
  std::vector<runtime::SetUp::SignIn> signed_in;
  std::string said;
};

TEST_F(ChatSetUpTest, TakesASecondTry) {
  const ChatSetUp result = asked("root\none\nroot\ntwo\n");
  EXPECT_TRUE(result.done);
  EXPECT_TRUE(result.tried);
  ASSERT_THAT(signed_in, SizeIs(2));
  EXPECT_EQ(signed_in[1].password, "two");
  EXPECT_THAT(said, HasSubstr("   a command is in the way\n   When that is put right, sign in once more"));
}

TEST_F(ChatSetUpTest, AsksForAnotherNameThanTheGivenOneTheSecondTime) {
  EXPECT_TRUE(asked("one\nother\ntwo\n", "root").done);
  ASSERT_THAT(signed_in, SizeIs(2));
  EXPECT_EQ(signed_in[0].user, "root");
  EXPECT_EQ(signed_in[1].user, "other");
}

TEST_F(ChatSetUpTest, IsLeftAtAnEmptyNameAndWhereNobodyAnswers) {
  for (const char* end : {"\n", ""}) {
    answers = {stopped("a command is in the way")};
    const ChatSetUp result = asked(std::string("root\none\n") + end);
    EXPECT_FALSE(result.done);
    EXPECT_TRUE(result.tried);
  }
  EXPECT_FALSE(asked("\n").tried);
  EXPECT_THAT(signed_in, SizeIs(2));
  EXPECT_THAT(asked("").secrets, IsEmpty());
}

}  // namespace
}  // namespace app
