#include "bot/app/certificate.hpp"

#include <gmock/gmock.h>

#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "bot/app/chats.hpp"
#include "bot/app/clocks.hpp"
#include "bot/app/connections.hpp"
#include "bot/app/front_door.hpp"
#include "bot/app/toml_reader.hpp"
#include "bot/core/log.hpp"
#include "tests/support/authority.hpp"
#include "tests/support/store_fixture.hpp"

namespace {

using std::chrono::days;

// Whoever renews it may have stopped, and nobody looks at the doctor every day.
TEST(CertificateKeeper, TellsTheLogOnceADayThatItRunsOut) {
  const support::TempDirectory folder;
  const support::Authority authority(folder.path());
  authority.issue("ours", "DNS:localhost");  // good for a hundred days
  app::Chats::Server server;
  server.certificate = folder / "ours.pem";
  server.key = folder / "ours.key";
  server.public_url = "https://localhost:8443";
  boost::asio::io_context io;
  app::CertificateKeeper keeper(io.get_executor(), server);
  const std::filesystem::path log = folder / "refleks.log";
  const auto told = [&](core::Instant when) {
    core::set_up_log("info", log.string());
    keeper.tell(when);
    core::set_up_log("off", "");
    std::ifstream in(log);
    const std::string said{std::istreambuf_iterator<char>(in), {}};
    std::filesystem::remove(log);
    return said;
  };
  const core::Instant now = app::SystemClock().now();
  EXPECT_EQ(told(now), "");
  EXPECT_THAT(told(now + days{90}), testing::HasSubstr("warning the certificate runs out on "));
  EXPECT_EQ(told(now + days{90}), "") << "once a day";
  EXPECT_THAT(told(now + days{101}), testing::HasSubstr("error the certificate has run out on "));
}

// It is mended by hand, and not by starting again (docs/refleks.service).
TEST(FrontDoor, SaysABrokenCertificateOfTheConfiguration) {
  const support::TempDirectory folder;
  std::ofstream(folder / "ours.pem") << "-----BEGIN CERTIFICATE-----\nnone\n";
  const support::Authority authority(folder.path());
  authority.issue("other", "DNS:localhost");
  app::Chats chats;
  chats.server.host = "127.0.0.1";
  chats.server.certificate = folder / "ours.pem";
  chats.server.key = folder / "other.key";
  app::Config config;
  config.file = "refleks.toml";
  config.lines["server.certificate_file"] = 7;
  config.chats = std::make_shared<const app::Chats>(std::move(chats));
  boost::asio::io_context io;
  EXPECT_THAT(([&] { app::FrontDoor(io.get_executor(), config, {}); }),
              testing::ThrowsMessage<app::ConfigError>(
                  testing::AllOf(testing::StartsWith("refleks.toml:7: server.certificate_file: "),
                                 testing::HasSubstr("holds no certificate in PEM"))));
}

TEST(Listening, SaysOfNoCertificateWhatIsNotAboutOne) {
  const auto make = [] { return std::filesystem::create_directories("/dev/null/sandbox"); };
  EXPECT_THROW(app::listening(app::Config(), "sandbox.listen", "127.0.0.1", 0, make),
               std::filesystem::filesystem_error);
}

}  // namespace
