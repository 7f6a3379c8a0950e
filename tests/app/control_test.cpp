#include "bot/app/control.hpp"

#include <gmock/gmock.h>

#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <thread>

#include "tests/support/folder.hpp"

namespace app {
namespace {

using nlohmann::json;

// A service with these words for whatever it is asked.
std::string told_of(const std::string& words) {
  const support::TempDirectory folder;
  boost::asio::io_context io;
  const Control control(io.get_executor(), folder.path(),
                        [&](const json&, const Control::Told&) { throw std::runtime_error(words); });
  std::thread service([&] { io.run(); });
  std::string told;
  try {
    ask_service(folder.path(), json{{"do", "note"}});
  } catch (const std::exception& error) {
    told = error.what();
  }
  io.stop();
  service.join();
  return told;
}

TEST(AService, ThatIsNotOfThisVersionIsToBeRestarted) {
  EXPECT_THAT(told_of("this service does not know how to do that: is it of another version?"),
              testing::HasSubstr("restart it first"));
  EXPECT_EQ(told_of("there is nobody of that kind any more"), "there is nobody of that kind any more");
}

// An operator has no use for the place in a library's source.
TEST(AService, ThatCannotBeAskedSaysWhereAndWhyAlone) {
  const support::TempDirectory folder;
  const auto place = folder.path() / control_name;
  std::filesystem::create_directory(place);
  boost::asio::io_context io;
  try {
    const Control control(io.get_executor(), folder.path(), {});
    ADD_FAILURE() << "it can";
  } catch (const std::exception& error) {
    EXPECT_EQ(error.what(), place.string() + ": Address already in use");
  }
}

}  // namespace
}  // namespace app
