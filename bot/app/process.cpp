#include "bot/app/process.hpp"

#include <link.h>
#include <malloc.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <span>
#include <string>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include "bot/app/firmness.hpp"
#include "bot/app/freed.hpp"
#include "bot/app/supervisor.hpp"
#include "bot/core/log.hpp"
#include "bot/core/log_setup.hpp"

namespace app {

struct Process::Parts {
  void await_hangup() {
    hangups.async_wait([this](boost::system::error_code error, int) {
      if (error) return;
      core::reopen_log();
      reload();
      await_hangup();
    });
  }

  boost::asio::io_context io{1};
  boost::asio::signal_set signals{io, SIGTERM, SIGINT}, hangups{io, SIGHUP};
  std::function<void()> reload;
};

namespace {

// What sched_setattr(2) is given; the C library has no words for it.
struct Scheduling {
  std::uint32_t size = sizeof(Scheduling), policy = SCHED_OTHER;
  std::uint64_t flags = 0;
  std::int32_t nice = 0;
  std::uint32_t priority = 0;
  std::uint64_t slice = 0, deadline = 0, period = 0;  // nanoseconds
};
static_assert(sizeof(Scheduling) == 48);

// Our threads work for some hundred microseconds and then wait for each other or for the disk. Where others
// keep the cores busy, whoever asks for short turns gets the next one sooner (Linux from 6.12 on), and no
// more of the processor in all. Threads that are made later ask for the same. Not allowed, or an older Linux:
// it goes on as it is.
void ask_for_short_turns() {
  constexpr std::uint64_t half_a_millisecond = 500'000;
  if (::sched_getscheduler(0) != SCHED_OTHER) return;  // somebody has decided otherwise
  Scheduling wish;
  wish.nice = ::getpriority(PRIO_PROCESS, 0);
  wish.slice = half_a_millisecond;
  static_cast<void>(::syscall(SYS_sched_setattr, 0, &wish, 0));
}

}  // namespace

void begin_process() {
  prctl(PR_SET_DUMPABLE, 0);
  ask_for_short_turns();
  raise_descriptor_limit();
  look_after_memory_of_icu();
}

Process::Process() : parts_(std::make_unique<Parts>()) {}
Process::~Process() = default;

boost::asio::any_io_executor Process::executor() const {
  return parts_->io.get_executor();
}

void Process::run(std::function<void()> stop, std::function<void()> reload) {
  parts_->reload = std::move(reload);
  parts_->signals.async_wait([this, stop = std::move(stop)](boost::system::error_code error, int) {
    if (error) return;
    parts_->hangups.cancel();
    tell_supervisor("STOPPING=1");
    stop();
  });
  parts_->await_hangup();
  for (bool ended = false; !ended;) {
    try {
      parts_->io.run();
      ended = true;
    } catch (const std::exception&) {
      log_what_escaped();
    }
  }
}

void Process::end() {
  parts_->io.stop();
}

void log_what_escaped() {
  core::log(core::Level::error, "a call or a delivery failed in a way nobody thought of; the others go on");
}

namespace {

constexpr int much = 50;  // a fiftieth of a processor; at rest it is a thousandth

// What is read alone comes back from the system's cache, page by page, when it is asked for.
int let_go_of_code(dl_phdr_info* one, std::size_t, void*) {
  const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  for (const auto& part : std::span(one->dlpi_phdr, one->dlpi_phnum)) {
    if (part.p_type != PT_LOAD || (part.p_flags & PF_W) != 0) continue;
    const std::uintptr_t from = (one->dlpi_addr + part.p_vaddr) / page * page;
    const std::uintptr_t end = one->dlpi_addr + part.p_vaddr + part.p_memsz;
    ::madvise(reinterpret_cast<void*>(from), end - from, MADV_DONTNEED);
  }
  return 0;
}

// A debugger's breakpoints stand in the code, and would be lost; so are probes that somebody has put into it
// before.
bool is_traced() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("TracerPid:")) return line != "TracerPid:\t0";
  return true;
}

}  // namespace

void trim_memory() {
  malloc_trim(0);
  if (!is_traced()) dl_iterate_phdr(&let_go_of_code, nullptr);
}

std::chrono::nanoseconds processor_time() {
  timespec used{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return std::chrono::seconds{used.tv_sec} + std::chrono::nanoseconds{used.tv_nsec};
}

Trimmer::Trimmer(boost::asio::any_io_executor executor, Parts parts)
    : timer_(std::move(executor)), parts_(std::move(parts)) {}

void Trimmer::begin() {
  before_ = parts_.used();
  wait();
}

void Trimmer::wait() {
  timer_.expires_after(std::chrono::duration_cast<std::chrono::steady_clock::duration>(parts_.between));
  timer_.async_wait([this](boost::system::error_code error) {
    if (error) return;
    const auto used = parts_.used();
    const bool works = (used - std::exchange(before_, used)) * much > parts_.between;
    if (works) worked_ = true;
    if (!works && std::exchange(worked_, false)) parts_.trim();
    wait();
  });
}

}  // namespace app
