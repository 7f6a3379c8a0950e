#include "bot/app/apart.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <mutex>
#include <stdexcept>
#include <system_error>

#include "adapters/net/descriptor.hpp"

namespace app {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds longest_work{60};
constexpr char was_made = '+', was_thrown = '-';  // before what was made, or what was thrown

// Pango reads fonts on a thread of its own, and ThreadSanitizer forbids a copy of many threads to begin one.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
constexpr bool may_fork = false;
#else
constexpr bool may_fork = true;
#endif
#else
constexpr bool may_fork = true;
#endif

// In the process that ends. It keeps nothing of what the daemon holds open, so that a lock or a port is free
// as soon as the daemon has gone; and goes with it. Whatever is thrown here ends it: the daemon's own frames
// are below.
[[noreturn]] void work_apart(int to, const std::function<std::string()>& make) noexcept {
  constexpr int first_own = 3;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  for (const int signal : {SIGTERM, SIGINT, SIGPIPE}) std::signal(signal, SIG_IGN);
  if (::dup2(to, first_own) != first_own) ::_exit(1);
  ::closefrom(first_own + 1);
  std::string answer(1, was_thrown);
  try {
    std::string made = make();
    answer = was_made;
    answer += made;
  } catch (const std::exception& error) {
    answer += error.what();
  }
  ::_exit(net::write_whole(first_own, answer) == 0 ? 0 : 1);
}

// Can be read while the program ends.
int bell() {
  static const int made = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK | EFD_SEMAPHORE);
  return made;
}

// Until the other end is closed; nothing where it takes too long, or the program ends.
std::string read_to_end(int from) {
  std::string answer;
  std::array<char, 65536> some{};
  for (const auto end = steady_clock::now() + longest_work;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - steady_clock::now()).count();
    std::array<pollfd, 2> news{{{from, POLLIN, 0}, {bell(), POLLIN, 0}}};
    const int ready = left > 0 ? ::poll(news.data(), news.size(), static_cast<int>(left)) : 0;
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0 || news[1].revents != 0) return {};
    const ssize_t size = ::read(from, some.data(), some.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return answer;
    answer.append(some.data(), static_cast<std::size_t>(size));
  }
}

[[noreturn]] void refuse_process() {
  throw std::runtime_error("no process can be begun for what draws: " +
                           std::generic_category().message(errno));
}

}  // namespace

Ending::Ending() {
  ::eventfd_write(bell(), 1);
}
Ending::~Ending() {
  eventfd_t one = 0;
  ::eventfd_read(bell(), &one);
}
bool Ending::has_begun() {
  pollfd news{bell(), POLLIN, 0};
  return ::poll(&news, 1, 0) > 0;
}

std::string made_apart(const std::function<std::string()>& make) {
  constexpr const char* ends = "the program ends";
  if (Ending::has_begun()) throw std::runtime_error(ends);
  if (!may_fork) {
    static std::mutex one_at_a_time;
    const std::lock_guard lock(one_at_a_time);
    return make();
  }
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) refuse_process();
  const pid_t child = ::fork();
  if (child == 0) work_apart(pipe[1], make);
  ::close(pipe[1]);
  if (child < 0) {
    ::close(pipe[0]);
    refuse_process();
  }
  const std::string answer = read_to_end(pipe[0]);
  ::close(pipe[0]);
  ::kill(child, SIGKILL);  // it has ended, or it hangs
  int status = 0;          // of one that was killed while it answered: not this, and the answer is not whole
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  if (answer.empty() && Ending::has_begun()) throw std::runtime_error(ends);
  if (answer.empty() || status != 0)
    throw std::runtime_error("what draws has ended by itself, or takes too long");
  if (answer.front() != was_made) throw std::runtime_error(answer.substr(1));
  return answer.substr(1);
}

}  // namespace app
