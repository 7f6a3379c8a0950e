#pragma once
// What is as long as anybody's command gets to be (Dispatcher::route).

#include <string>
#include <string_view>

namespace support {

inline std::string again_and_again(std::string_view part) {
  std::string text;
  while (text.size() + part.size() <= 16'000) text += part;
  return text;
}

}  // namespace support
