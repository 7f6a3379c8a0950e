#include "adapters/net/refusals.hpp"

#include <boost/system/system_error.hpp>
#include <utility>

#include "bot/core/log.hpp"

namespace net {

Refusals::Refusals(std::function<Ticks()> now, std::string what, std::string whose, Ticks between)
    : now_(std::move(now)), what_(std::move(what)), whose_(std::move(whose)), between_(between) {}

Refusals::~Refusals() {
  if (untold_ > 0) tell();
}

void Refusals::add(std::string why) {
  ++untold_;
  why_ = std::move(why);
  const Ticks now = now_();
  if (told_ && now - *told_ < between_) return;
  told_ = now;
  tell();
}

void Refusals::add_failed(std::exception_ptr failure) {
  if (!failure) return;
  try {
    std::rethrow_exception(failure);
  } catch (const boost::system::system_error&) {  // it was cut short
  } catch (...) {
    add("work beside a request failed");
  }
}

void Refusals::tell() {
  const int number = std::exchange(untold_, 0);
  std::string words = "refused " + std::to_string(number) + (number == 1 ? " time" : " times");
  if (!whose_.empty()) words = whose_ + ", " + words;
  if (!why_.empty()) words += ", " + why_;
  core::log(core::Level::warning, what_, words);
}

}  // namespace net
