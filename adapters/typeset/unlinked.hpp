#pragma once
// Buttons of a message to which no address leads, where others of it have one.

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "bot/core/message.hpp"

namespace typeset {

// Which they are, and where they stood. Who finds a link in the message is told in their place where the rest
// is done: else what is said of it is read of the link. One thread.
class Unlinked {
 public:
  // `at`: behind so many parts of what the message becomes.
  void add(std::size_t at, const core::Actions& actions) {
    if (!actions.buttons.empty()) all_.emplace_back(at, core::labels_of(actions));
  }
  // Puts line(labels) into `parts` at each of these places.
  template <class Part, class Line>
  void tell_in(std::vector<Part>& parts, const Line& line) const {
    for (auto one = all_.rbegin(); one != all_.rend(); ++one)
      parts.insert(parts.begin() + static_cast<std::ptrdiff_t>(one->first), line(one->second));
  }

 private:
  std::vector<std::pair<std::size_t, std::string>> all_;
};

}  // namespace typeset
