// What is written in the private situation log comes back to its writer, and is in no byte of any file.

#include <filesystem>

#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;

// Every byte that the bot has: database with its log, boxes.
std::string all_bytes(const std::filesystem::path& data, const std::filesystem::path& box) {
  std::string bytes;
  for (const auto& folder : {data, box})
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
      if (entry.is_regular_file()) bytes += content_of(entry.path());
  return bytes;
}

TEST(SituationLog, ComesBackToItsWriterAndIsKeptNowhere) {
  const TempDirectory data;
  WholeBot bot(with_sessions(municipality(), "2026-11-24"), "2026-11-09T08:00:00Z", data / "refleks.db");
  bot.forget();
  const auto before = all_bytes(data.path(), bot.box.path());
  const auto form = bot.say("kari", "hjemme-nord", "situasjonslogg");
  ASSERT_TRUE(form.form);
  EXPECT_EQ(form.form->inputs.size(), 6U);
  EXPECT_TRUE(form.form->name.starts_with("box/")) << "sealed by its name";
  const auto back = bot.submit("kari", *form.form,
                               {{"happened", {"Kanarifugl en sang hele natta"}}, {"felt", {"Kanarifugl to"}}},
                               "delivery-1");
  ASSERT_TRUE(back.form);
  EXPECT_TRUE(back.form->inputs.empty()) << "only to read";
  EXPECT_NE(core::plain_text(back.form->intro).find("Kanarifugl en sang hele natta"), std::string::npos);
  EXPECT_NE(core::plain_text(back.form->intro).find("Kanarifugl to"), std::string::npos);
  bot.submit("kari", *back.form, {});
  EXPECT_EQ(all_bytes(data.path(), bot.box.path()), before) << "not a byte more than before";
  bot.advance("2026-11-10T08:00:00Z");
  bot.stop();
  EXPECT_EQ(all_bytes(data.path(), bot.box.path()).find("Kanarifugl"), std::string::npos);
  for (const Said& one : bot.said) EXPECT_EQ(one.words().find("Kanarifugl"), std::string::npos);
}

TEST(SituationLog, GivesBackNothingWithIdentifiers) {
  WholeBot bot;
  const auto form = bot.say("kari", "hjemme-nord", "situasjonslogg");
  EXPECT_FALSE(bot.submit("kari", *form.form, {{"happened", {"Ring 01.01.1950 12345"}}}).errors.empty());
  EXPECT_FALSE(bot.submit("kari", *form.form, {{"happened", {""}}}).errors.empty());
}

}  // namespace
