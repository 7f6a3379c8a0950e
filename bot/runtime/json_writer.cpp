#include "bot/runtime/json_writer.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/core/utf8.hpp"

namespace runtime {

void write_json(std::string& to, std::string_view text) {
  using nlohmann::json;
  const auto stands_for_itself = [](char c) {
    return static_cast<unsigned char>(c) >= ' ' && c != '"' && c != '\\';
  };
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (std::ranges::all_of(text, stands_for_itself) &&
      (std::ranges::all_of(text, is_ascii) || core::is_utf8(text))) {
    to += '"';
    to += text;
    to += '"';
  } else {
    to += json(text).dump(-1, ' ', false, json::error_handler_t::replace);
  }
}

void write_json_text(std::string& to, std::string_view before, std::string_view text) {
  to += before;
  write_json(to, text);
}

void write_json_flag(std::string& to, std::string_view before, bool on) {
  to += before;
  to += on ? "true" : "false";
}

}  // namespace runtime
