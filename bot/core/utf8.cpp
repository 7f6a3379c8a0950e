#include "bot/core/utf8.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

namespace core {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

// Letters, digits and signs of ASCII: nearly all of every text, and no question for ICU.
bool is_plain(char32_t c) {
  return c > 0x20 && c < 0x7F;
}

// Emoji and some scripts are made of several signs held together by these.
bool joins(char32_t c) {
  return c == 0x200C || c == 0x200D || (c >= 0xFE00 && c <= 0xFE0F);
}

bool is_unseen(char32_t c) {
  if (is_plain(c) || joins(c)) return false;
  const auto point = static_cast<UChar32>(c);
  const bool turns = c == 0x061C || c == 0x200E || c == 0x200F;
  const bool annotates = c >= 0xFFF9 && c <= 0xFFFB;
  return u_charType(point) == U_CONTROL_CHAR || turns || annotates || U_IS_UNICODE_NONCHAR(point) ||
         u_hasBinaryProperty(point, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

// Characters that are drawn as nothing though Unicode calls them signs: the empty Braille cell, the empty
// note head, the place of an object that is not there, the blanks of hieroglyphs.
bool is_drawn_empty(char32_t c) {
  return c == 0x2800 || c == 0x1D159 || c == 0xFFFC || c == 0x13441 || c == 0x13442;
}

bool is_blank(char32_t c) {
  return !is_plain(c) && (u_isUWhiteSpace(static_cast<UChar32>(c)) || is_drawn_empty(c));
}

// Whether something is seen of it where nothing stands beside it.
bool shows(char32_t c) {
  if (is_plain(c)) return true;
  const auto point = static_cast<UChar32>(c);
  const auto type = u_charType(point);
  return !is_blank(c) && !joins(c) && !is_unseen(c) && type != U_FORMAT_CHAR && type != U_NON_SPACING_MARK &&
         type != U_ENCLOSING_MARK;
}

bool ends_line(std::string_view text, std::size_t at, char32_t c) {
  return c == '\n' || c == 0x85 || c == 0x2028 || c == 0x2029 ||
         (c == '\r' && !text.substr(at + 1).starts_with('\n'));
}

}  // namespace

bool is_clean(std::string_view text) {
  return !text.starts_with(' ') && !text.ends_with(' ') &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

CodePoint code_point_at(std::string_view text, std::size_t at) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto end = static_cast<std::int64_t>(text.size());
  auto next = static_cast<std::int64_t>(at);
  UChar32 value = 0;
  U8_NEXT(bytes, next, end, value);
  if (value < 0) return {};
  return {static_cast<char32_t>(value), static_cast<std::size_t>(next) - at, true};
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    if (!point.good) return false;
    at += point.bytes;
  }
  return true;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (std::string line = trimmed(text.substr(0, end)); !line.empty()) lines.push_back(std::move(line));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> words;
  bool within = false;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    const auto c = static_cast<UChar32>(point.value);
    const bool belongs = u_isalnum(c) != 0 || (within && (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0);
    if (belongs && !within) words.emplace_back();
    if (belongs) words.back().append(text, at, point.bytes);
    within = belongs;
    at += point.bytes;
  }
  return words;
}

namespace {

bool is_latin(UChar32 c) {
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript(c, &status) == USCRIPT_LATIN;
}

// The letter of ASCII that a letter of another script looks like, in its own case: «а» of Cyrillic is an «a»,
// but «μ» of Greek no «m».
std::optional<UChar32> look_of(UChar32 c) {
  UErrorCode status = U_ZERO_ERROR;
  static const std::unique_ptr<USpoofChecker, void (*)(USpoofChecker*)> looks(
      [] {
        UErrorCode opened = U_ZERO_ERROR;
        return uspoof_open(&opened);
      }(),
      uspoof_close);
  if (!looks || is_latin(c)) return std::nullopt;
  icu::UnicodeString skeleton;
  uspoof_getSkeletonUnicodeString(looks.get(), 0, icu::UnicodeString(c), skeleton, &status);
  const UChar32 like = skeleton.char32At(0);
  if (U_FAILURE(status) || skeleton.length() != 1 || like >= 0x80 || !u_isalpha(like)) return std::nullopt;
  return like;
}

// Words in which letters that only look like ours stand among ours, and words made of such alone. By the
// small letters where there are no others, so that capitals make no other word of it.
void even_looks(icu::UnicodeString& text) {
  icu::UnicodeString out, word;
  const auto end_word = [&] {
    bool ours = false, alike = true;
    for (std::int32_t i = 0; i < word.length(); i = word.moveIndex32(i, 1)) {
      ours = ours || is_latin(word.char32At(i));
      alike = alike && look_of(u_tolower(word.char32At(i)));
    }
    for (std::int32_t i = 0; i < word.length(); i = word.moveIndex32(i, 1)) {
      const UChar32 c = word.char32At(i);
      out.append(ours || alike ? look_of(c).value_or(c) : c);
    }
    word.remove();
  };
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (u_isalpha(c)) {
      word.append(c);
      continue;
    }
    end_word();
    constexpr UChar32 minus = 0x2212;
    out.append(u_charType(c) == U_DASH_PUNCTUATION || c == minus ? UChar32{'-'} : c);
  }
  end_word();
  text = std::move(out);
}

// How a sentence ends makes no other answer of it, but a question does.
void drop_end(icu::UnicodeString& text) {
  std::int32_t end = text.length();
  while (end > 0 && icu::UnicodeString(u".,;:! ").indexOf(text.charAt(end - 1)) >= 0) --end;
  if (end > 0) text.truncate(end);
}

// Nor do the marks of a list before it and of a quotation around it.
void drop_frame(icu::UnicodeString& text) {
  static const auto lists = icu::UnicodeString::fromUTF8("-•*·");
  static const auto quotes = icu::UnicodeString::fromUTF8("\"'«»“”„‘’‚");
  if (text.length() > 2 && text.charAt(1) == u' ' && lists.indexOf(text.charAt(0)) >= 0) text.remove(0, 2);
  drop_end(text);
  while (text.length() > 2 && quotes.indexOf(text.charAt(0)) >= 0 &&
         quotes.indexOf(text.charAt(text.length() - 1)) >= 0) {
    text.truncate(text.length() - 1);
    text.remove(0, 1);
    drop_end(text);
  }
}

}  // namespace

std::string likeness(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* composed = icu::Normalizer2::getNFKCInstance(status);
  const auto* even = icu::Normalizer2::getNFKCCasefoldInstance(status);
  icu::UnicodeString folded =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  if (U_SUCCESS(status)) folded = composed->normalize(folded, status);
  even_looks(folded);
  if (U_SUCCESS(status)) folded = even->normalize(folded, status);
  icu::UnicodeString kept;
  bool blank = false;
  for (std::int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
    const UChar32 c = folded.char32At(i);
    if (is_blank(static_cast<char32_t>(c)) || u_iscntrl(c)) {
      blank = !kept.isEmpty();
      continue;
    }
    if (blank) kept.append(u' ');
    blank = false;
    kept.append(c);
  }
  drop_frame(kept);
  std::string out;
  kept.toUTF8String(out);
  return out;
}

std::string_view without_blanks_before(std::string_view text) {
  while (!text.empty()) {
    const CodePoint point = code_point_at(text, 0);
    const bool nothing = is_blank(point.value) || is_unseen(point.value) ||
                         u_charType(static_cast<UChar32>(point.value)) == U_FORMAT_CHAR;
    if (!point.good || !nothing) break;
    text.remove_prefix(point.bytes);
  }
  return text;
}

std::string cleaned(std::string_view text) {
  if (is_clean(text)) return std::string(text);
  std::string clean;
  clean.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    if (!point.good)
      clean += replacement;
    else if (ends_line(text, at, point.value))
      clean += '\n';
    else if (point.value == '\t')
      clean += ' ';
    else if (!is_unseen(point.value))
      clean += text.substr(at, point.bytes);
    at += point.bytes;
  }
  return clean;
}

std::string trimmed(std::string_view text) {
  if (is_clean(text)) return std::string(text);
  bool anything = false;
  std::size_t from = text.size(), to = 0;  // of what is no blank
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    anything = anything || !point.good || shows(point.value);
    if (!point.good || !(is_blank(point.value) || joins(point.value))) from = std::min(from, at);
    // Behind a sign, what joins belongs to it.
    if (!point.good || !is_blank(point.value)) to = at + point.bytes;
    at += point.bytes;
  }
  return anything ? std::string(text.substr(from, to - from)) : std::string();
}

}  // namespace core
