#include "adapters/net/refusals.hpp"

#include <utility>

#include "bot/core/log.hpp"

namespace net {

constexpr Ticks between_lines = std::chrono::minutes(1);

Refusals::Refusals(std::function<Ticks()> now, std::string what, std::string whose)
    : now_(std::move(now)), what_(std::move(what)), whose_(std::move(whose)) {}

Refusals::~Refusals() {
  if (untold_ > 0) tell();
}

void Refusals::add() {
  ++untold_;
  const Ticks now = now_();
  if (told_ && now - *told_ < between_lines) return;
  told_ = now;
  tell();
}

void Refusals::tell() {
  const int number = std::exchange(untold_, 0);
  const std::string count = "refused " + std::to_string(number) + (number == 1 ? " time" : " times");
  core::log(core::Level::warning, what_, whose_.empty() ? count : whose_ + ", " + count);
}

}  // namespace net
