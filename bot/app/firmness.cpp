#include "bot/app/firmness.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <iostream>

#include "bot/core/part.hpp"
#include "storage/migrations.hpp"
#include "storage/transfer.hpp"

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

void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

int when_all_is_printed(int status) {
  errno = 0;
  std::cout.flush();
  const bool whole = std::fflush(stdout) == 0 && std::ferror(stdout) == 0 && std::cout;
  if (whole) return status;
  std::fprintf(stderr, "refleks: what was to be printed was not written to its end%s%s\n", errno ? ": " : "",
               errno ? std::strerror(errno) : "");
  return status == 0 ? 1 : status;
}

int status_after(const std::exception& error) {
  const bool for_good = dynamic_cast<const core::PartMissing*>(&error) ||
                        dynamic_cast<const storage::Newer*>(&error) ||
                        dynamic_cast<const storage::WasMoved*>(&error);
  return for_good ? 2 : 1;
}

}  // namespace app
