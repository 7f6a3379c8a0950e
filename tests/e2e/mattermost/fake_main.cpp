// The fake Mattermost by itself, for peers in other languages: prints its address, then takes one order a
// line on its standard input and answers each with a line of JSON, until the input ends. Argument: the
// address of the integration that /refleks, buttons and dialogs call.
//   user NAME TOKEN | channel TEAM NAME PEOPLE...   more of them than are there
//   admin NAME PASSWORD TEAM PEOPLE...              who may sign in and set things up; a team and who is in
//   it command URL post|get [OAUTH]                    what /refleks calls, and how time SECONDS of the clock
//   that everything is dated by hook ID CHANNEL yes|no                          an incoming webhook that Ola
//   made; whether it is locked hooks yes|no                                    whether they are switched on
//   fail METHOD PATH status|limit|hang_up|lose_answer [STATUS [TEXT]]     the next such call
//   down | up | cut | forget | lose                 the server, its sockets, its memory of them, one event
//   site URL                                        the SiteURL; without one: none
//   state                                           what came, what is there, what was wrong
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <cstdio>
#include <istream>
#include <sstream>

#include "tests/adapters/mattermost/fake_mattermost.hpp"

namespace {

using mattermost_test::FakeMattermost;
using mattermost_test::Fault;
using mattermost_test::Json;

Json state_of(const FakeMattermost& fake) {
  Json calls = Json::array(), posts = Json::array();
  for (const mattermost_test::ApiCall& call : fake.calls)
    calls.push_back({{"method", call.method},
                     {"path", call.path},
                     {"body", call.body},
                     {"bot", call.authorization.ends_with(" token-bot")}});
  for (const std::string& id : fake.order) posts.push_back(fake.posts.at(id));
  return {{"calls", calls},
          {"posts", posts},
          {"sockets", fake.sockets()},
          {"upgrades", fake.upgrades},
          {"complaints", fake.complaints}};
}

Json obey(FakeMattermost& fake, const std::string& line) {
  std::istringstream words(line);
  std::string order, one, two, three;
  words >> order >> one >> two;
  if (order == "state") return state_of(fake);
  if (order == "user") return {{"id", fake.add_user(one, two).id}};
  if (order == "admin") {
    fake.add_user(one, "token-" + one).roles = "system_user system_admin";
    fake.office.passwords[one] = two;
    words >> order;
    while (words >> three) fake.office.teams[order].insert(fake.user(three).id);
    return Json::object();
  }
  if (order == "channel") {
    std::vector<std::string> people;
    while (words >> three) people.push_back(three);
    return {{"id", fake.add_channel(one, two, people).id}};
  }
  if (order == "command") {
    words >> three;
    fake.commands = {{"refleks", "command-token", one, two == "get", three}};
  } else if (order == "time") {
    fake.millis = [now = std::stoll(one) * 1'000] { return std::int64_t{now}; };
  } else if (order == "hook") {
    words >> three;
    fake.hooks.by_id[one] = {mattermost_test::id_of("c" + two), fake.user("ola").id, three == "yes"};
  } else if (order == "hooks") {
    fake.hooks.enabled = one == "yes";
  } else if (order == "fail") {
    static const std::map<std::string, Fault::Kind> kinds{{"status", Fault::Kind::status},
                                                          {"limit", Fault::Kind::limit},
                                                          {"hang_up", Fault::Kind::hang_up},
                                                          {"lose_answer", Fault::Kind::lose_answer}};
    int status = 500;
    std::string text;
    words >> three >> status >> text;
    fake.fail(one + " " + two, {kinds.at(three), status, text});
  } else if (order == "down") {
    fake.go_down();
  } else if (order == "up") {
    fake.come_back();
  } else if (order == "cut") {
    fake.cut_sockets();
  } else if (order == "forget") {
    fake.forget_connections = true;
  } else if (order == "lose") {
    fake.lose_next_event = true;
  } else if (order == "site") {
    fake.site_url = one;
  } else {
    return {{"unknown", order}};
  }
  return Json::object();
}

}  // namespace

int main(int count, char** arguments) {
  namespace asio = boost::asio;
  asio::io_context io(1);
  FakeMattermost fake(io.get_executor());
  fake.add_user("kari", "token-kari");
  fake.add_user("ola", "token-ola");
  fake.add_user("refleks", "token-bot", true);
  fake.add_channel("omsorg", "fredag", {"kari", "ola", "refleks"});
  fake.add_channel("omsorg", "mandag", {"ola", "refleks"});
  if (count > 1) fake.commands = {{"refleks", "command-token", std::string(arguments[1]) + "/command"}};
  std::printf("%s\n", fake.url().c_str());
  std::fflush(stdout);
  asio::streambuf typed;
  asio::posix::stream_descriptor input(io, ::dup(STDIN_FILENO));
  std::function<void()> listen = [&] {
    asio::async_read_until(input, typed, '\n', [&](boost::system::error_code error, std::size_t) {
      if (error) {
        io.stop();
        return;
      }
      std::istream lines(&typed);
      std::string line;
      std::getline(lines, line);
      Json answer;
      try {
        answer = obey(fake, line);
      } catch (const std::exception& wrong) {
        answer = {{"wrong", wrong.what()}};
      }
      std::printf("%s\n", answer.dump().c_str());
      std::fflush(stdout);
      listen();
    });
  };
  listen();
  io.run();
}
