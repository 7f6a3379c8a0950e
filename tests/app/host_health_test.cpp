// What watchers are told of a process with many organisations.

#include "bot/app/host_health.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <fstream>
#include <optional>

#include "adapters/net/http_client.hpp"
#include "bot/app/host_file.hpp"
#include "tests/support/store_fixture.hpp"

namespace {

namespace asio = boost::asio;

// Before the folder has been read nobody knows who might be missing.
TEST(HostHealthTest, IsNotReadyBeforeTheFolderHasBeenRead) {
  support::TempDirectory folder;
  asio::io_context io{1};
  asio::ip::tcp::acceptor probe(io, {asio::ip::address_v4::loopback(), 0});
  const std::string place = "127.0.0.1:" + std::to_string(probe.local_endpoint().port());
  probe.close();
  std::ofstream(folder / "host.toml") << "[health]\nlisten = \"" + place + "\"\n";
  const app::HostFile host =
      app::read_host(folder / "host.toml", folder / "organisations", [&](const std::string& name) {
        return name == "STATE_DIRECTORY" ? std::optional(folder.path().string()) : std::nullopt;
      });
  const std::map<std::string, std::shared_ptr<app::Tenant>> nobody;
  app::HostHealth health(io.get_executor(), host.shared, nobody);
  net::HttpClient client{net::HttpClientOptions{}};
  const auto asked = [&](const std::string& path) {
    net::HttpCall call;
    call.url = "http://" + place + path;
    std::optional<net::HttpOutcome> outcome;
    asio::co_spawn(io, client.send(std::move(call)),
                   [&](std::exception_ptr, net::HttpOutcome answer) { outcome = std::move(answer); });
    while (!outcome)
      if (io.run_one_for(std::chrono::seconds(30)) == 0) throw std::runtime_error("nothing happens any more");
    return outcome->reply;
  };
  health.look("the folder cannot be read: Permission denied");
  EXPECT_EQ(asked("/live").status, 200) << "starting it over does not help";
  EXPECT_EQ(asked("/ready").body, "bad  the folder cannot be read: Permission denied\n");
  for (const char* path : {"/ready", "/ready/fjordvik", "/owner/fjordvik", "/metrics"})
    EXPECT_EQ(asked(path).status, 503) << path;
  health.look("");
  for (const char* path : {"/ready", "/metrics"}) EXPECT_EQ(asked(path).status, 200) << path;
  EXPECT_EQ(asked("/ready/fjordvik").status, 404);
}

}  // namespace
