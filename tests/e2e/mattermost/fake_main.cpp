// The fake Mattermost by itself, for peers in other languages: prints its address, and serves until its
// standard input ends. Argument: the address of the integration that /refleks, buttons and dialogs call.
#include <unistd.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cstdio>

#include "tests/adapters/mattermost/fake_mattermost.hpp"

int main(int count, char** arguments) {
  boost::asio::io_context io(1);
  mattermost_test::FakeMattermost fake(io.get_executor());
  fake.add_user("kari", "token-kari");
  fake.add_user("ola", "token-ola");
  fake.add_user("refleks", "token-bot", true);
  fake.add_channel("omsorg", "fredag", {"kari", "ola", "refleks"});
  fake.add_channel("omsorg", "mandag", {"ola", "refleks"});
  if (count > 1) fake.commands = {{"refleks", "command-token", std::string(arguments[1]) + "/command"}};
  std::printf("%s\n", fake.url().c_str());
  std::fflush(stdout);
  std::array<char, 64> ignored;
  boost::asio::posix::stream_descriptor input(io, ::dup(STDIN_FILENO));
  std::function<void()> wait = [&] {
    input.async_read_some(boost::asio::buffer(ignored), [&](boost::system::error_code error, std::size_t) {
      if (error)
        io.stop();
      else
        wait();
    });
  };
  wait();
  io.run();
}
