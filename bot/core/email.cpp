#include "bot/core/email.hpp"

#include <unicode/bytestream.h>
#include <unicode/idna.h>

#include <algorithm>
#include <memory>

#include "bot/core/ascii.hpp"

namespace core {

namespace {

// Parts between dots, none of them empty, of letters, digits and `others`; letters beyond ASCII are judged by
// who needs the address.
bool is_dotted(std::string_view text, std::string_view others) {
  if (text.empty() || text.starts_with('.') || text.ends_with('.') || text.find("..") != text.npos)
    return false;
  return std::ranges::all_of(text, [&](char c) {
    return ascii::is_letter_or_digit(c) || c == '.' || static_cast<unsigned char>(c) >= 0x80 ||
           others.find(c) != others.npos;
  });
}

}  // namespace

// RFC 5321's forms that people have: no quotes, no comments, no address of a machine.
bool is_email(std::string_view text) {
  constexpr std::size_t longest = 254, longest_name = 64;
  const auto at = text.find('@');
  if (at == text.npos || at > longest_name || text.size() > longest) return false;
  const std::string_view domain = text.substr(at + 1);
  const bool odd_hyphen = domain.starts_with('-') || domain.ends_with('-') ||
                          domain.find(".-") != domain.npos || domain.find("-.") != domain.npos;
  return is_dotted(text.substr(0, at), "!#$%&'*+-/=?^_`{|}~") && is_dotted(domain, "-") && !odd_hyphen &&
         domain.find('.') != domain.npos;
}

std::string_view without_mailto(std::string_view text) {
  constexpr std::string_view link = "mailto:";
  const bool is_link = text.size() >= link.size() &&
                       std::ranges::equal(text.substr(0, link.size()), link, [](char c, char small) {
                         return (c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) == small;
                       });
  return is_link ? text.substr(link.size()) : text;
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
