// The fake Slack by itself, for Slack's own clients: prints its address, then takes one order a line on its
// standard input and answers each with a line of JSON, until the input ends.
//   fail METHOD KIND [CODE]   refuse, limit, limit_without_header, break_down, html or hang_up, for the next
//   call trigger | send FRAME | drop | deaf yes|no | greets yes|no | conflict yes|no | state
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <cstdio>
#include <istream>
#include <sstream>

#include "tests/adapters/slack/fake_slack.hpp"

namespace {

using slack_test::FakeSlack;
using slack_test::Fault;
using slack_test::Json;

Json state_of(const FakeSlack& fake) {
  Json calls = Json::array(), responses = Json::array();
  for (const slack_test::ApiCall& call : fake.calls)
    calls.push_back({{"method", call.method}, {"args", call.args}, {"type", call.content_type}});
  for (const auto& [id, body] : fake.responses) responses.push_back({{"id", id}, {"body", body}});
  return {{"calls", calls},      {"responses", responses},    {"acks", fake.acks},
          {"views", fake.views}, {"messages", fake.messages}, {"complaints", fake.complaints},
          {"homes", fake.homes}, {"sockets", fake.sockets()}, {"sockets_ever", fake.sockets_ever}};
}

Json obey(FakeSlack& fake, const std::string& line) {
  std::istringstream words(line);
  std::string order, what;
  words >> order;
  if (order == "state") return state_of(fake);
  if (order == "trigger") return {{"trigger", fake.new_trigger()}};
  if (order == "drop") fake.drop_sockets();
  if (order == "send") fake.send(line.substr(5));
  if (order == "fail") {
    static const std::map<std::string, Fault::Kind> kinds{
        {"refuse", Fault::Kind::refuse},         {"limit", Fault::Kind::limit},
        {"break_down", Fault::Kind::break_down}, {"html", Fault::Kind::html},
        {"hang_up", Fault::Kind::hang_up},       {"limit_without_header", Fault::Kind::limit_without_header}};
    std::string kind, code;
    words >> what >> kind >> code;
    fake.fail(what, Fault{kinds.at(kind), code});
  }
  words >> what;
  if (order == "deaf") fake.deaf = what == "yes";
  if (order == "greets") fake.greets = what == "yes";
  if (order == "conflict") fake.declines_sockets = what == "yes";
  return Json::object();
}

}  // namespace

int main() {
  namespace asio = boost::asio;
  asio::io_context io(1);
  FakeSlack fake(io.get_executor());
  std::printf("%s\n", fake.base().c_str());
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
      std::printf("%s\n", obey(fake, line).dump().c_str());
      std::fflush(stdout);
      listen();
    });
  };
  listen();
  io.run();
}
