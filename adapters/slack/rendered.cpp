#include "adapters/slack/rendered.hpp"

#include <variant>

namespace slack {
namespace {

constexpr std::size_t most_windows = 1'024;  // of some two thousand bytes

// The value of the first button, and the title.
std::string mark_of(const core::Message& message, const std::string& title) {
  for (const core::Block& block : message.blocks)
    if (const auto* actions = std::get_if<core::Actions>(&block); actions && !actions->buttons.empty())
      return actions->buttons.front().value + "\n" + title;
  return "\n" + title;
}

}  // namespace

std::string Rendered::of(const core::SharedMessage& message, const std::string& title,
                         const std::function<std::string()>& render) {
  const std::string mark = mark_of(*message, title);
  if (const auto known = by_mark_.find(mark); known != by_mark_.end()) {
    if (known->second->title == title && known->second->message == message) {
      windows_.splice(windows_.begin(), windows_, known->second);
      return windows_.front().json;
    }
    windows_.erase(known->second);
    by_mark_.erase(known);
  }
  windows_.push_front({mark, message, title, render()});
  by_mark_[mark] = windows_.begin();
  if (windows_.size() > most_windows) {
    by_mark_.erase(windows_.back().mark);
    windows_.pop_back();
  }
  return windows_.front().json;
}

}  // namespace slack
