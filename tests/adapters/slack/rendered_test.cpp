#include "adapters/slack/rendered.hpp"

#include <gtest/gtest.h>

namespace slack {
namespace {

core::Message saying(const std::string& words) {
  return core::Message{{core::Paragraph{core::Rich{core::Span(words)}}}};
}

TEST(Rendered, MakesWhatSaysTheSameOnce) {
  Rendered rendered;
  int made = 0;
  const auto of = [&](const std::string& words, const std::string& title) {
    return rendered.of(saying(words), title, [&] {
      ++made;
      return words + " under " + title;
    });
  };
  EXPECT_EQ(of("Mottatt", "Nord"), "Mottatt under Nord");
  EXPECT_EQ(of("Mottatt", "Nord"), "Mottatt under Nord");
  EXPECT_EQ(made, 1);
  EXPECT_EQ(of("Mottatt", "Sør"), "Mottatt under Sør") << "another title is another window";
  EXPECT_EQ(of("Trukket", "Nord"), "Trukket under Nord");
  EXPECT_EQ(made, 3);
}

core::Message receipt(const std::string& poll, const std::string& words) {
  core::Message message = saying(words);
  message.blocks.emplace_back(core::Actions{{core::Button{"Endre", "polls/form", poll}}});
  return message;
}

TEST(Rendered, ForgetsWhatWasNotUsedForLong) {
  Rendered rendered;
  int made = 0;
  const auto of = [&](const std::string& poll) {
    return rendered.of(receipt(poll, "Mottatt"), "", [&] {
      ++made;
      return poll;
    });
  };
  for (int i = 0; i < 1'100; ++i) {
    of(std::to_string(i));
    of("often");
  }
  EXPECT_EQ(made, 1'101);
  EXPECT_EQ(of("1099"), "1099");
  EXPECT_EQ(made, 1'101);
  of("0");
  EXPECT_EQ(made, 1'102);
}

// A poll that was prolonged has a receipt with another time.
TEST(Rendered, ShowsNoOldTextForAReceiptThatChanged) {
  Rendered rendered;
  const auto of = [&](const std::string& words) {
    return rendered.of(receipt("p1", words), "Nord", [&] { return words; });
  };
  EXPECT_EQ(of("til 10.30"), "til 10.30");
  EXPECT_EQ(of("til 11.30"), "til 11.30");
  EXPECT_EQ(of("til 10.30"), "til 10.30");
}

TEST(Rendered, KeepsNothingOfWhatCouldNotBeMade) {
  Rendered rendered;
  EXPECT_THROW(rendered.of(saying("a"), "", []() -> std::string { throw std::length_error("too long"); }),
               std::length_error);
  EXPECT_EQ(rendered.of(saying("a"), "", [] { return std::string("made"); }), "made");
}

}  // namespace
}  // namespace slack
