#pragma once
// Where a guest came from (Origin::source): the mark of the place, and behind a dot that of the phone there.
// Places and phones are counted, so that one does not use up what is there for all.

#include <string>
#include <string_view>

namespace core {

inline std::string source_mark(std::string_view place, std::string_view phone) {
  return std::string(place) + "." + std::string(phone);
}
// Never the same as the mark of a phone.
inline std::string place_of(std::string_view source) {
  return std::string(source.substr(0, source.find('.'))) + ".";
}

}  // namespace core
