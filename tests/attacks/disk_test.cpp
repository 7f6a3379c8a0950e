// T18: the ballot box on a disk, for those who chose it: what an image of the disk tells without the key.

#include <algorithm>
#include <set>

#include "tests/attacks/world.hpp"

namespace {

using namespace attacks;
namespace fs = std::filesystem;

class DiskWorld : public World {
 public:
  DiskWorld() {
    bot.stop();
    bot.config().ballot_box.mode = app::Config::BallotBox::Mode::disk;
    bot.config().ballot_box.directory = disk / "box";
    bot.config().ballot_box.key_directory = keys / "keys";
    bot.begin();
  }
  std::uintmax_t size() const {
    std::uintmax_t all = 0;
    for (const auto& entry : fs::recursive_directory_iterator(disk.path()))
      if (entry.is_regular_file()) all += entry.file_size();
    return all;
  }
  bool somewhere(const std::string& marker) const {
    return on_disk(marker) || holds(disk.path(), marker) || holds(keys.path(), marker);
  }
  std::size_t boxes_and_keys() const {
    std::size_t found = 0;
    for (const auto& place : {disk.path(), keys.path()})
      for (const auto& entry : fs::recursive_directory_iterator(place))
        found +=
            entry.is_regular_file() && entry.path().filename().string().find(".box") != std::string::npos;
    return found;
  }
  TempDirectory disk{"/var/tmp"}, keys{"/var/tmp"};
};

TEST(Attack, T18_ABoxOnDiskTellsNeitherWhatNorHowMuchAndGoesWithItsKey) {
  DiskWorld world;
  ASSERT_EQ(world.bot.bot().box_refusal(), "");
  const auto why = world.open(R"(avstemning "Hvorfor?" fritekst til 14:00)");
  const auto quick = world.open(R"(avstemning "Er det nok tid?" ja/nei til 14:00)");
  auto grows = [&, before = world.size()]() mutable {
    const auto by = world.size() - before;
    before += by;
    return by;
  };
  std::set<std::uintmax_t> sizes;
  for (const std::string& words : {std::string("zt"), "ztext " + std::string(200, 'a'),
                                   "ztext " + std::string(core::answer_letters - 6, 'o')}) {
    EXPECT_HAS(support::words(world.write("kari", why, words)), "mottatt");
    sizes.insert(grows());
  }
  world.bot.press("kari", {"", "box/polls/withdraw", buttons(why).front().value});
  sizes.insert(grows());
  EXPECT_EQ(sizes.size(), 1U) << "short, long and taken back look the same";
  for (const char* user : {"amina", "jonas"}) {
    world.write(user, why, "ztext");
    world.bot.press(user, buttons(quick)[1]);
  }
  EXPECT_FALSE(world.somewhere("ztext"));
  for (const char* user : {"kari", "amina", "jonas"})
    EXPECT_FALSE(holds(world.disk.path(), core::id_from_name(std::string("person ") + user))) << "nor who";
  EXPECT_EQ(world.boxes_and_keys(), 4U) << "two polls";
  EXPECT_FALSE(holds(world.disk.path(), ".key")) << "keys lie elsewhere";
  world.bot.restart();
  world.bot.press("lien", buttons(quick)[1]);
  world.bot.press("sigrun", buttons(quick)[1]);
  world.bot.advance("2026-11-09T13:00:00Z");
  EXPECT_HAS(world.posted("result:"), "Ja") << "the box was read again";
  EXPECT_EQ(world.boxes_and_keys(), 0U);
  EXPECT_FALSE(world.somewhere("ztext")) << "too few wrote: nothing of it is left";
}

}  // namespace
