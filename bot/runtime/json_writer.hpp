#pragma once
// Small pieces of JSON that the house writes straight as text, where a tree would be most of the work. Any
// thread.

#include <string>
#include <string_view>
#include <utility>

namespace runtime {

// `text` with its quotation marks, as the library writes it: broken UTF-8 is U+FFFD.
void write_json(std::string& to, std::string_view text);

// `before`, which names it (`,"title":`), and then the text, or true or false.
void write_json_text(std::string& to, std::string_view before, std::string_view text);
void write_json_flag(std::string& to, std::string_view before, bool on);

// Each of them by `write(to, item)`.
template <class Items, class Write>
void write_json_list(std::string& to, const Items& items, Write write) {
  to += '[';
  bool first = true;
  for (const auto& item : items) {
    if (!std::exchange(first, false)) to += ',';
    write(to, item);
  }
  to += ']';
}

}  // namespace runtime
