#include "bot/app/firmness.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <initializer_list>

namespace app {

void keep_standard_streams() {
  for (int fd = 0; fd <= 2; ++fd)
    if (::fcntl(fd, F_GETFD) == -1 && errno == EBADF) [[maybe_unused]]
      const int opened = ::open("/dev/null", fd == 0 ? O_RDONLY : O_WRONLY);
}

void ignore_stray_signals() {
  for (const int signal : {SIGHUP, SIGUSR1, SIGUSR2, SIGPIPE, SIGALRM, SIGVTALRM, SIGPROF, SIGIO, SIGPWR,
                           SIGXFSZ, SIGTTIN, SIGTTOU})
    std::signal(signal, SIG_IGN);
}

}  // namespace app
