// Many organisations in one process: what is theirs, what is shared, and when one starts, ends and starts
// anew.

#include <gmock/gmock.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "bot/app/chats.hpp"
#include "bot/app/host_file.hpp"
#include "bot/app/host_rules.hpp"
#include "bot/app/tenant.hpp"
#include "bot/app/turnstile.hpp"
#include "tests/support/store_fixture.hpp"

namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using app::Phase;
using support::TempDirectory;
using testing::Contains;
using testing::HasSubstr;

const char* const town = R"([organisation]
name = "%"
[sandbox]
enabled = true
listen = "127.0.0.1:0"
[server]
public_url = "http://%.localhost:8090"
[pages]
enabled = true
[people.marit]
name = "Marit"
workspace = "pages"
[groups.nord]
name = "Nord"
workspace = "sandbox"
channel = "nord"
facilitators = ["marit"]
)";
std::string town_called(const std::string& name) {
  std::string text = town;
  for (auto at = text.find('%'); at != text.npos; at = text.find('%')) text.replace(at, 1, name);
  return text;
}

app::Environment environment_in(const fs::path& folder) {
  return [folder](const std::string& name) -> std::optional<std::string> {
    if (name == "STATE_DIRECTORY") return (folder / "state").string() + ":" + (folder / "keys").string();
    if (name == "RUNTIME_DIRECTORY") return (folder / "run").string();
    return std::nullopt;
  };
}

TEST(HostFile, GivesEachAFolderOfItsOwnAndSharesTheRest) {
  TempDirectory folder;
  std::ofstream(folder / "host.toml") << "[server]\nlisten = \"127.0.0.1:7000\"\n[log]\nlevel = \"debug\"\n"
                                         "[health]\nlisten = \"127.0.0.1:7001\"\n";
  const auto around = environment_in(folder.path());
  const app::HostFile host = app::read_host(folder / "host.toml", folder / "organisations/", around);
  EXPECT_EQ(host.organisations, folder / "organisations");
  EXPECT_EQ(host.shared.chats->server.port, 7000);
  EXPECT_EQ(host.shared.health.port, 7001);
  const std::string file = (folder / "organisations" / "fjordvik.toml").string();
  const app::Config config = app::read_organisation(host, town_called("fjordvik"), file, around);
  EXPECT_EQ(config.organisation.data, folder / "state" / "fjordvik");
  EXPECT_EQ(config.ballot_box.directory, folder / "run" / "fjordvik" / "box");
  EXPECT_EQ(config.log.level, "debug");
  EXPECT_EQ(app::host_name(config), "fjordvik.localhost");
  const app::HostFile plain = app::read_host("", folder / "organisations", around);
  EXPECT_EQ(plain.shared.chats->server.port, 8090);
  EXPECT_TRUE(plain.shared.health.host.empty());
}

// With a listener that all share nobody needs to be told in each file that there must be one.
TEST(HostFile, LetsAnOrganisationWaitForAnotherMachine) {
  TempDirectory folder;
  const auto around = environment_in(folder.path());
  const std::string text =
      town_called("fjordvik") + "[storage]\nurl = \"service=fjordvik\"\nstandby = true\n";
  for (const bool is_heard : {false, true}) {
    std::ofstream(folder / "host.toml", std::ios::trunc)
        << (is_heard ? "[health]\nlisten = \"127.0.0.1:7001\"\n" : "");
    const app::HostFile host = app::read_host(folder / "host.toml", folder / "organisations", around);
    const app::Config config = app::read_organisation(host, text, "organisations/fjordvik.toml", around);
    EXPECT_TRUE(config.storage.standby);
    EXPECT_EQ(std::ranges::any_of(config.warnings,
                                  [](const std::string& one) {
                                    return one.find("nobody can be told which process serves") != one.npos;
                                  }),
              !is_heard);
  }
}

// One way for all of them; whose boxes cannot go has none.
TEST(HostFile, HasTheWayByWhichBoxesAreHandedOver) {
  TempDirectory folder;
  const auto around = environment_in(folder.path());
  const std::string readable = "\"/etc/hostname\"";
  const std::string way =
      "[handover]\nlisten = \"10.0.0.11:9465\"\npeer = \"b.example:9465\"\ncertificate_file = " + readable +
      "\nkey_file = " + readable + "\nca_file = " + readable + "\n";
  std::ofstream(folder / "host.toml") << way;
  const app::HostFile host = app::read_host(folder / "host.toml", folder / "organisations", around);
  EXPECT_EQ(host.shared.handover.port, 9465);
  const auto read = [&](const std::string& more) {
    return app::read_organisation(host, town_called("fjordvik") + more, "organisations/fjordvik.toml",
                                  around);
  };
  const std::string waits = "[storage]\nurl = \"service=fjordvik\"\nstandby = true\n";
  EXPECT_EQ(read(waits).handover.peer_host, "b.example");
  EXPECT_EQ(read(waits).handover.organisation, "fjordvik");
  EXPECT_EQ(read("").handover.peer_host, "") << "a file has no other machine";
  EXPECT_EQ(
      read(waits + "[ballot_box]\nmode = \"disk\"\nkey_directory = \"/elsewhere\"\n").handover.peer_host, "");
  try {
    read(waits + way);
    FAIL() << "it was taken";
  } catch (const app::ConfigError& error) {
    EXPECT_THAT(error.problems, Contains(HasSubstr("handover.listen: is the same for all")));
  }
}

TEST(HostFile, RefusesWhatIsNotItsOwn) {
  TempDirectory folder;
  const auto around = environment_in(folder.path());
  const app::HostFile host = app::read_host("", folder / "organisations", around);
  std::string text = town_called("fjordvik");
  text.replace(text.find("[server]\n"), 9, "[server]\nlisten = \"127.0.0.1:1\"\n");
  text += "[log]\nlevel = \"debug\"\n[net]\nproxy = \"none\"\n[health]\nlisten = \"127.0.0.1:2\"\n";
  try {
    app::read_organisation(host, text, "organisations/fjordvik.toml", around);
    FAIL() << "it was taken";
  } catch (const app::ConfigError& error) {
    EXPECT_EQ(error.problems.size(), 4u);
    EXPECT_THAT(error.problems, Contains(HasSubstr("organisations/fjordvik.toml:7: server.listen: ")));
  }
  for (const char* of_one :
       {"[organisation]\nname = \"x\"\n", "[server]\npublic_url = \"https://a.example\"\n"}) {
    std::ofstream(folder / "host.toml", std::ios::trunc) << of_one;
    EXPECT_THROW(app::read_host(folder / "host.toml", folder / "organisations", around), app::ConfigError);
  }
}

// Two in one process, without its signals and listener.
class TenantsTest : public testing::Test {
 protected:
  void write(const std::string& name, const std::string& text) {
    fs::create_directories(folder / "organisations");
    std::ofstream(folder / "organisations" / (name + ".toml"), std::ios::trunc) << text;
  }
  std::shared_ptr<app::Tenant> made(const std::string& name) {
    return std::make_shared<app::Tenant>(around, name, folder / "organisations" / (name + ".toml"));
  }
  // The I/O thread, until what is waited for is so.
  void until(const std::function<bool()>& done) {
    const auto patience = std::chrono::steady_clock::now() + std::chrono::minutes(2);
    while (!done())
      if (io.run_one_for(std::chrono::seconds(30)) == 0 || std::chrono::steady_clock::now() > patience)
        throw std::runtime_error("nothing happens any more");
  }
  int asked(const std::shared_ptr<app::Tenant>& tenant, const std::string& path) {
    std::optional<int> status;
    net::Request request;
    request.method = "GET";
    request.path = path;
    request.headers.add("Host", tenant->name() + ".localhost:8090");
    asio::co_spawn(io, tenant->answer(std::move(request)),
                   [&](std::exception_ptr, net::Response response) { status = response.status; });
    until([&] { return status.has_value(); });
    return *status;
  }
  ~TenantsTest() override {
    starters.join();
    readers.join();
    patient.join();
  }

  TempDirectory folder;
  asio::thread_pool readers{2}, patient{1}, starters{2};
  asio::io_context io{1};
  app::Turnstile deliveries{io.get_executor()};
  app::WaitingRoom waiting_room{io.get_executor()};
  app::WatchOfMany watch;
  app::Receptions receptions;
  app::WaitingLine handing_over{1};
  std::atomic<int> being_opened = 0;
  const asio::executor_work_guard<asio::io_context::executor_type> work = asio::make_work_guard(io);
  app::HostFile host = [this] {
    app::HostFile made = app::read_host("", folder / "organisations", environment_in(folder.path()));
    made.shared.log.level = "off";
    return made;
  }();
  app::Claims claims;
  int changes = 0, claimed = 0;
  app::Neighbours around{io.get_executor(),
                         readers.get_executor(),
                         patient.get_executor(),
                         starters.get_executor(),
                         deliveries,
                         waiting_room,
                         watch,
                         receptions,
                         handing_over,
                         being_opened,
                         nullptr,
                         host,
                         "test",
                         [this](const std::string& name, const app::Config& config) {
                           ++claimed;
                           if (!claims.take(name, app::claim_of(config)).empty())
                             throw app::ConfigError({"it is another's"});
                         },
                         [this](const std::string&) { ++changes; }};
};

TEST_F(TenantsTest, ComeAndGoWhileTheOthersServe) {
  write("fjordvik", town_called("fjordvik"));
  write("nordvik", town_called("nordvik"));
  const auto first = made("fjordvik"), second = made("nordvik");
  EXPECT_EQ(asked(first, "/hjelp/"), 503) << "it has not begun";
  first->start("1");
  second->start("1");
  until([&] { return first->phase() == Phase::serving && second->phase() == Phase::serving; });
  EXPECT_EQ(asked(first, "/hjelp/"), 200);
  EXPECT_TRUE(fs::exists(folder / "state" / "fjordvik" / "refleks.db"));
  EXPECT_TRUE(fs::exists(folder / "state" / "nordvik" / "refleks.db"));
  first->leave();
  until([&] { return first->phase() == Phase::refused; });
  EXPECT_EQ(asked(first, "/hjelp/"), 503);
  EXPECT_EQ(asked(second, "/hjelp/"), 200);
  first->start("1");
  until([&] { return first->phase() == Phase::serving; });
  EXPECT_EQ(asked(first, "/hjelp/"), 200);
  for (const auto& each : {first, second}) each->leave();
  until([&] { return first->phase() == Phase::refused && second->phase() == Phase::refused; });
}

TEST_F(TenantsTest, WithAFaultHinderNobody) {
  write("broken", "[organisation\n");
  write("twin", town_called("fjordvik"));
  write("fjordvik", town_called("fjordvik"));
  write("unmounted", "[organisation]\ndata = \"/proc/none\"\n" + town_called("unmounted").substr(15));
  const auto good = made("fjordvik"), broken = made("broken"), unmounted = made("unmounted");
  for (const auto& each : {good, broken, unmounted}) each->start("1");
  until([&] {
    return good->phase() == Phase::serving && broken->phase() == Phase::refused &&
           unmounted->phase() == Phase::failed;
  });
  EXPECT_THAT(broken->why(), HasSubstr("broken.toml:1"));
  EXPECT_THAT(unmounted->why(), HasSubstr("/proc/none"));
  const auto twin = made("twin");
  twin->start("1");
  until([&] { return twin->phase() == Phase::refused; });
  EXPECT_EQ(twin->why(), "it is another's");
  EXPECT_EQ(asked(good, "/hjelp/"), 200);
  EXPECT_EQ(asked(broken, "/hjelp/"), 503);
  unmounted->leave();
  good->leave();
  until([&] { return good->phase() == Phase::refused; });
}

TEST_F(TenantsTest, WhoseFileIsBrokenServeOnAndSayThatItIsNotTaken) {
  write("fjordvik", town_called("fjordvik"));
  const auto tenant = made("fjordvik");
  tenant->start("1");
  until([&] { return tenant->phase() == Phase::serving; });
  EXPECT_TRUE(tenant->is_at_rest());
  EXPECT_EQ(tenant->wrong(), "");
  write("fjordvik", town_called("fjordvik") + "broken\n");
  const int before = changes;
  tenant->reload("2");
  until([&] { return tenant->is_at_rest(); });
  EXPECT_THAT(tenant->wrong(), HasSubstr("not taken"));
  EXPECT_THAT(tenant->wrong(), HasSubstr("fjordvik.toml:"));
  EXPECT_GT(changes, before);
  EXPECT_EQ(asked(tenant, "/hjelp/"), 200);
  write("fjordvik", town_called("fjordvik"));
  tenant->reload("3");
  until([&] { return tenant->is_at_rest(); });
  EXPECT_EQ(tenant->wrong(), "");
  tenant->leave();
  until([&] { return tenant->phase() == Phase::refused; });
}

// With chats that are being called, nothing of which may run once the organisation is gone.
TEST_F(TenantsTest, EndInTheMiddleOfTheirCalls) {
  ::setenv("REFLEKS_TEST_TOKEN", "abcdefghijklmnopqrstuvwxyz", 1);
  ::setenv("REFLEKS_TEST_BOT", "xoxb-1234567890-abcdefghijklmnop", 1);
  ::setenv("REFLEKS_TEST_APP", "xapp-1-A1234567890-1234567890-abcdefghijklmnop", 1);
  write("fjordvik", town_called("fjordvik") + R"(
[mattermost.kommunen]
url = "http://127.0.0.1:9"
allow_http = true
bot_token_env = "REFLEKS_TEST_TOKEN"
[slack.kommunen2]
api_url = "https://127.0.0.1:9/api/"
bot_token_env = "REFLEKS_TEST_BOT"
app_token_env = "REFLEKS_TEST_APP"
[nextcloud.sky]
url = "http://127.0.0.1:9"
allow_http = true
secret_env = "REFLEKS_TEST_TOKEN"
[teams.laget]
app_id = "11111111-2222-3333-4444-555555555555"
tenant = "66666666-7777-8888-9999-000000000000"
app_secret_env = "REFLEKS_TEST_TOKEN"
service_url = "https://127.0.0.1:9/emea/"
service_hosts = ["127.0.0.1"]
[mail.epost]
host = "127.0.0.1"
port = 9
encryption = "none"
from = "refleks@fjordvik.example"
)");
  const auto one = made("fjordvik");
  for (int round = 0; round < 3; ++round) {
    one->start("1");
    until([&] { return one->phase() != Phase::starting; });
    ASSERT_EQ(one->phase(), Phase::serving) << one->why();
    for (int turns = 0; turns < 5 * round; ++turns) io.run_one();
    one->leave();
    until([&] { return one->phase() == Phase::refused; });
  }
  io.poll();  // what still waited is dropped
}

// No server is there, as while its copy takes its place.
TEST_F(TenantsTest, WaitForADatabaseThatAnotherMachineServes) {
  write("fjordvik",
        town_called("fjordvik") + "[storage]\nurl = \"postgresql:///x?host=/nowhere\"\nstandby = true\n");
  write("nordvik", town_called("nordvik"));
  const auto waits = made("fjordvik"), serves = made("nordvik");
  waits->start("1");
  serves->start("1");
  until([&] { return waits->phase() == Phase::waiting && serves->phase() == Phase::serving; });
  EXPECT_THAT(waits->why(), HasSubstr("standby: "));
  EXPECT_EQ(asked(waits, "/hjelp/"), 503);
  EXPECT_EQ(asked(serves, "/hjelp/"), 200);
  waits->reload("2");
  until([&] { return waits->phase() == Phase::starting; });
  until([&] { return waits->phase() == Phase::waiting; });
  EXPECT_EQ(waits->print(), "2");
  for (const auto& each : {waits, serves}) each->leave();
  until([&] { return waits->phase() == Phase::refused && serves->phase() == Phase::refused; });
  EXPECT_TRUE(waits->leaving());
}

// It is not known yet whether it waits, and for what: a look at its server may take seconds.
TEST_F(TenantsTest, LeaveBeforeTheFirstLookAtTheirServer) {
  write("fjordvik",
        town_called("fjordvik") + "[storage]\nurl = \"postgresql:///x?host=/nowhere\"\nstandby = true\n");
  const auto one = made("fjordvik");
  one->start("1");
  until([&] { return claimed == 1; });  // what comes next, the wait, is of the same step
  EXPECT_EQ(one->phase(), Phase::starting);
  one->leave();
  until([&] { return one->phase() == Phase::refused; });
}

TEST_F(TenantsTest, WhoseDatabaseIsLostFailAlone) {
  write("fjordvik", town_called("fjordvik"));
  write("nordvik", town_called("nordvik"));
  const auto lost = made("fjordvik"), other = made("nordvik");
  lost->start("1");
  other->start("1");
  until([&] { return lost->phase() == Phase::serving && other->phase() == Phase::serving; });
  for (const char* file : {"refleks.db", "refleks.db-wal"})
    std::ofstream(folder / "state" / "fjordvik" / file, std::ios::trunc) << std::string(100'000, 'x');
  // What lies in its memory it may still read: each change asks for more.
  for (int i = 2; lost->phase() != Phase::failed && i < 100; ++i) {
    write("fjordvik", town_called("fjordvik") + "[people.kari" + std::to_string(i) +
                          "]\nname = \"Kari\"\nworkspace = \"sandbox\"\n");
    lost->reload(std::to_string(i));
    asked(other, "/hjelp/");
  }
  until([&] { return lost->phase() == Phase::failed; });
  EXPECT_EQ(lost->why(), "its database could not be used");
  EXPECT_EQ(asked(lost, "/hjelp/"), 503);
  EXPECT_EQ(asked(other, "/hjelp/"), 200);
  lost->start("2");
  until([&] { return lost->phase() == Phase::failed; });
  EXPECT_THAT(lost->why(), HasSubstr("damaged"));
  for (const auto& each : {lost, other}) each->leave();
  until([&] { return other->phase() == Phase::refused; });
}

TEST_F(TenantsTest, AreStartedOverWhereReadingAnewIsNotEnough) {
  write("fjordvik", town_called("fjordvik"));
  const auto one = made("fjordvik");
  one->start("1");
  until([&] { return one->phase() == Phase::serving; });
  write("fjordvik", town_called("fjordvik") + "[people.kari]\nname = \"Kari\"\nworkspace = \"sandbox\"\n");
  one->reload("2");
  std::optional<app::State> state;
  asio::co_spawn(io, one->state(),
                 [&](std::exception_ptr, std::optional<app::State> found) { state = found; });
  until([&] { return state.has_value(); });
  EXPECT_TRUE(state->database);
  EXPECT_EQ(one->phase(), Phase::serving) << "people are taken while it serves";
  write("fjordvik", town_called("fjordvik") + "[retention]\nresults_months = 6\n");
  one->reload("3");
  until([&] { return one->phase() != Phase::serving; });
  until([&] { return one->phase() == Phase::serving; });
  EXPECT_EQ(asked(one, "/hjelp/"), 200);
  one->leave();
  until([&] { return one->phase() == Phase::refused; });
}

}  // namespace
