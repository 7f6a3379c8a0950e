#include "adapters/net/refusals.hpp"

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

void Refusals::tell() {
  const int number = std::exchange(untold_, 0);
  std::string words = "refused " + std::to_string(number) + (number == 1 ? " time" : " times");
  if (!whose_.empty()) words = whose_ + ", " + words;
  if (!why_.empty()) words += ", " + why_;
  core::log(core::Level::warning, what_, words);
}

}  // namespace net
