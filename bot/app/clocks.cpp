#include "bot/app/clocks.hpp"

#include <fstream>
#include <stdexcept>

namespace app {

MovableClock::MovableClock(core::Instant start, std::filesystem::path file)
    : file_(std::move(file)), seconds_(start.time_since_epoch().count()) {
  std::ifstream in(file_);
  std::string text;
  if (in >> text) {
    try {
      set(std::max(start, core::instant_from_text(text)));
    } catch (const std::invalid_argument&) {
      throw std::runtime_error(file_.string() +
                               " does not hold an instant; remove it to start the clock anew");
    }
  }
}

void MovableClock::set(core::Instant to) {
  if (to <= now()) return;
  if (!file_.empty()) {
    std::filesystem::create_directories(file_.parent_path());
    const std::filesystem::path next = file_.string() + ".new";
    {
      std::ofstream out(next);
      out << core::to_text(to) << '\n';
      if (!out.flush()) throw std::runtime_error("cannot write " + next.string());
    }
    std::filesystem::rename(next, file_);
  }
  seconds_ = to.time_since_epoch().count();
}

}  // namespace app
