#include "adapters/slack/rendered.hpp"

#include <algorithm>

namespace slack {

constexpr std::size_t most_windows = 16;

std::string Rendered::of(const core::Message& message, const std::string& title,
                         const std::function<std::string()>& render) {
  const auto known = std::find_if(windows_.begin(), windows_.end(), [&](const Window& window) {
    return window.title == title && window.message == message;
  });
  if (known == windows_.end()) {
    windows_.push_front({message, title, render()});
    if (windows_.size() > most_windows) windows_.pop_back();
  } else {
    windows_.splice(windows_.begin(), windows_, known);
  }
  return windows_.front().json;
}

}  // namespace slack
