#include "bot/app/process.hpp"

#include <malloc.h>
#include <sys/prctl.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include "bot/app/firmness.hpp"
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

void begin_process() {
  prctl(PR_SET_DUMPABLE, 0);
  ignore_stray_signals();
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

void trim_memory() {
  malloc_trim(0);
}

}  // namespace app
