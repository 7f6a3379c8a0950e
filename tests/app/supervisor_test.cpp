#include "bot/app/supervisor.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>

namespace {

// A supervisor's socket at `name`, and what it hears; "" when nothing waits.
class Listener {
 public:
  explicit Listener(const std::string& name) : descriptor_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, name.data(), name.size());
    if (name[0] == '@') address.sun_path[0] = '\0';
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
    EXPECT_EQ(::bind(descriptor_, reinterpret_cast<const sockaddr*>(&address), size), 0);
    ::setenv("NOTIFY_SOCKET", name.c_str(), 1);
  }
  ~Listener() {
    ::unsetenv("NOTIFY_SOCKET");
    ::close(descriptor_);
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  std::string heard() const {
    char bytes[256];
    const auto count = ::recv(descriptor_, bytes, sizeof bytes, 0);
    return count > 0 ? std::string(bytes, static_cast<std::size_t>(count)) : std::string();
  }

 private:
  int descriptor_;
};

TEST(Supervisor, IsToldAtAPathAndInTheAbstractNamespace) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("refleks-notify-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  for (const std::string& name :
       {(folder / "socket").string(), "@refleks-notify-" + std::to_string(::getpid())}) {
    const Listener listener(name);
    app::tell_supervisor("READY=1");
    app::tell_supervisor("WATCHDOG=1");
    EXPECT_EQ(listener.heard(), "READY=1") << name;
    EXPECT_EQ(listener.heard(), "WATCHDOG=1") << name;
    EXPECT_EQ(listener.heard(), "") << name;
  }
  std::filesystem::remove_all(folder);
}

TEST(Supervisor, ThatIsNotThereIsPassedOver) {
  ::unsetenv("NOTIFY_SOCKET");
  app::tell_supervisor("READY=1");
  for (const std::string& name : {std::string("/nowhere/at/all"), std::string("relative"), std::string("/"),
                                  std::string(), "/" + std::string(500, 'x')}) {
    ::setenv("NOTIFY_SOCKET", name.c_str(), 1);
    app::tell_supervisor("READY=1");
  }
  ::unsetenv("NOTIFY_SOCKET");
}

}  // namespace
