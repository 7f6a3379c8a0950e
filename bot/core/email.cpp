#include "bot/core/email.hpp"

#include <unicode/bytestream.h>
#include <unicode/idna.h>

#include <algorithm>
#include <memory>

namespace core {

bool is_email(std::string_view text) {
  const auto at = text.find('@');
  return at != std::string_view::npos && at > 0 && text.find('@', at + 1) == std::string_view::npos &&
         text.find('.', at) != std::string_view::npos && text.back() != '.' && text.size() <= 254 &&
         std::ranges::all_of(text, [](unsigned char c) {
           return c > 0x20 && c != 0x7F && c != ',' && c != ';' && c != '<' && c != '>' && c != '"';
         });
}

std::string ascii_email(std::string_view address) {
  const auto is_plain = [](std::string_view text) {
    return std::ranges::all_of(text, [](unsigned char c) { return c < 0x80; });
  };
  if (!is_email(address)) return {};
  if (is_plain(address)) return std::string(address);
  const std::size_t behind = address.find('@') + 1;
  UErrorCode failed = U_ZERO_ERROR;
  const std::unique_ptr<icu::IDNA> names(icu::IDNA::createUTS46Instance(
      UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI, failed));
  if (U_FAILURE(failed) || !is_plain(address.substr(0, behind))) return {};
  const std::string domain(address.substr(behind));
  std::string ascii(address.substr(0, behind));
  icu::StringByteSink<std::string> sink(&ascii);
  icu::IDNAInfo info;
  names->nameToASCII_UTF8(domain, sink, info, failed);
  return U_FAILURE(failed) || info.hasErrors() || !is_email(ascii) ? std::string() : ascii;
}

}  // namespace core
