#include "bot/guarding/identifier_text.hpp"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "bot/guarding/pattern.hpp"

namespace guarding {
namespace {

using Groups = std::span<const std::u16string_view>;

std::u16string_view view_of(const icu::UnicodeString& text) {
  return {text.getBuffer(), static_cast<std::size_t>(text.length())};
}

std::u16string code_point(std::u16string_view number, int base) {
  UChar32 value = 0;
  for (const char16_t c : number) value = value * base + u_digit(c, static_cast<std::int8_t>(base));
  if (value <= 0 || value > UCHAR_MAX_VALUE || U_IS_SURROGATE(value)) return u" ";
  return std::u16string(view_of(icu::UnicodeString(value)));
}

// The names that matter for numbers, addresses and tags; any other stays as it is written.
std::u16string named_entity(Groups groups) {
  using Entity = std::pair<std::u16string_view, std::u16string_view>;
  constexpr std::array names{Entity{u"lt", u"<"},     Entity{u"gt", u">"},    Entity{u"amp", u"&"},
                             Entity{u"nbsp", u" "},   Entity{u"ensp", u" "},  Entity{u"emsp", u" "},
                             Entity{u"thinsp", u" "}, Entity{u"shy", u""},    Entity{u"zwj", u""},
                             Entity{u"zwnj", u""},    Entity{u"ndash", u"-"}, Entity{u"mdash", u"-"},
                             Entity{u"commat", u"@"}, Entity{u"period", u"."}};
  const auto found = std::ranges::find(names, groups[3], &Entity::first);
  return std::u16string(found == names.end() ? groups[0] : found->second);
}

// A platform that escapes what was typed turns "&#48;" into "&amp;#48;", hence the repeated prefix.
std::u16string without_entities(std::u16string_view text) {
  static const Pattern entity(uR"(&(?:amp;){0,3}(?:#[xX]([0-9a-fA-F]{1,6});?|#([0-9]{1,7});?|([a-z]{2,8});))",
                              [](std::u16string_view raw) { return raw.find(u'&') != raw.npos; });
  return entity.replaced_in(text, [](Groups groups) {
    if (!groups[1].empty()) return code_point(groups[1], 16);
    if (!groups[2].empty()) return code_point(groups[2], 10);
    return named_entity(groups);
  });
}

// <target|label> reads as its label, <target> as the target and a tag as nothing. What is not shown is still
// sent and stored by the platform, so it is kept at the end, away from the numbers in the text.
std::u16string without_markup(std::u16string_view text) {
  static const Pattern angles(uR"(<([^<>|]{1,2000})(?:\|([^<>]{0,2000}))?>)",
                              [](std::u16string_view raw) { return raw.find(u'<') != raw.npos; });
  static const Pattern scheme(uR"(^(?:tel|sms|mailto|https?):)");
  static const Pattern line_tag(uR"(^/?(?:br|p|div|li|tr|td|h\d)\b)");
  static const Pattern mention(uR"(^(?:[@#][A-Z][A-Z0-9]{5,20}|!(?:here|channel|everyone))$)");
  static const Pattern tag(uR"(^/?[a-zA-Z])");
  static const Pattern sign(uR"(^(?:at|dot|punktum|prikk)$)");  // «kari<at>example<dot>org»
  static const Pattern worth_keeping(uR"([@\p{N}])");
  std::u16string hidden;
  auto shown = angles.replaced_in(text, [&hidden](Groups groups) {
    if (mention.found_in(groups[1])) return std::u16string(groups[2]);
    if (sign.found_in(groups[1])) return u"(" + std::u16string(groups[1]) + u")";
    const bool has_label = groups[2].data() != nullptr;
    if (!has_label && scheme.found_in(groups[1])) return std::u16string(groups[1]);
    if (!has_label && !tag.found_in(groups[1])) return std::u16string(groups[0]);
    if (worth_keeping.found_in(groups[1])) hidden.append(u"\nlink ").append(groups[1]);
    if (has_label) return std::u16string(groups[2]);
    return std::u16string(line_tag.found_in(groups[1]) ? u"\n" : u"");
  });
  return shown.append(hidden);
}

bool is_mark(UChar32 c) {
  return (U_GET_GC_MASK(c) & (U_GC_MN_MASK | U_GC_ME_MASK)) != 0;
}

bool is_invisible(UChar32 c) {
  return (U_GET_GC_MASK(c) & U_GC_CF_MASK) != 0 || u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

// Calls `use` for every code point.
template <class Use>
void each_code_point(std::u16string_view text, Use use) {
  for (std::size_t i = 0; i < text.size();) {
    UChar32 c = 0;
    U16_NEXT(text.data(), i, text.size(), c);
    use(c);
  }
}

// The digit a character stands for in any script, also inside a circle or raised; -1 for none.
int digit_value(UChar32 c) {
  if ((U_GET_GC_MASK(c) & (U_GC_ND_MASK | U_GC_NO_MASK)) == 0) return -1;
  const double value = u_getNumericValue(c);
  for (int digit = 0; digit <= 9; ++digit)
    if (value == digit) return digit;
  return -1;
}

// A handful of characters stand for a whole phrase. Writing them out would let a short text grow eighteen
// times.
bool is_phrase(UChar32 c, const icu::Normalizer2& form) {
  constexpr UChar32 first_phrase = 0x2000;
  if (c < first_phrase || form.isInert(c)) return false;
  UErrorCode status = U_ZERO_ERROR;
  return form.normalize(icu::UnicodeString(c), status).length() > 2;
}

std::u16string composed(std::u16string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* const nfkc = icu::Normalizer2::getNFKCInstance(status);
  if (U_FAILURE(status)) return std::u16string(text);
  // A long row of marks makes normalisation quadratic; no letter has more than a few.
  constexpr int marks_of_a_letter = 4;
  icu::UnicodeString kept;
  int marks = 0;
  each_code_point(text, [&](UChar32 c) {
    if (is_invisible(c)) return;
    marks = is_mark(c) ? marks + 1 : 0;
    if (marks > marks_of_a_letter) return;
    const int digit = digit_value(c);
    kept.append(digit >= 0 ? '0' + digit : is_phrase(c, *nfkc) ? ' ' : c);
  });
  const auto normal = nfkc->normalize(kept, status);
  return std::u16string(view_of(U_FAILURE(status) ? kept : normal));
}

// After NFKC, which leaves these apart.
UChar32 simple_form(UChar32 c) {
  if (c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029) return '\n';
  if (u_isUWhiteSpace(c) || u_iscntrl(c) || c == 0xFFFD || c == 0x2800) return ' ';  // U+2800: blank braille
  if (u_charType(c) == U_DASH_PUNCTUATION || c == 0x2212) return '-';                // U+2212: minus
  if (c == 0x2044 || c == 0x2215) return '/';                                        // fraction, division
  return c;
}

constexpr std::u16string_view markup = u"*_`~";

std::u16string simplified(std::u16string_view text) {
  icu::UnicodeString out;
  each_code_point(text, [&](UChar32 c) {
    if (is_mark(c) || is_invisible(c)) return;
    if (c < 128 && markup.find(static_cast<char16_t>(c)) != std::u16string_view::npos) return;
    out.append(simple_form(c));
  });
  return std::u16string(view_of(out));
}

// ASCII that is printed, line feeds and Latin-1's letters: composing and simplifying them changes nothing but
// the markup.
bool is_everyday(char16_t c) {
  return (c >= u' ' && c <= u'~') || c == u'\n' || (c >= u'\u00C0' && c <= u'\u00FF');
}
bool is_everyday(std::u16string_view text) {
  return std::ranges::all_of(text, [](char16_t c) { return is_everyday(c); });
}
std::u16string without_marks_of_markup(std::u16string_view text) {
  std::u16string out;
  for (const char16_t c : text)
    if (markup.find(c) == markup.npos) out += c;
  return out;
}

bool is_digit(char16_t c) {
  return c >= u'0' && c <= u'9';
}

// Latin, Cyrillic and Greek letters that look like 0 and 1.
char16_t digit_meant(char16_t c) {
  if (is_digit(c)) return c;
  if (std::u16string_view(u"OoОоΟο").find(c) != std::u16string_view::npos) return u'0';
  if (std::u16string_view(u"Il|ІΙ").find(c) != std::u16string_view::npos) return u'1';
  return 0;
}

// Inside a number such a letter is a digit. At its edge it must not belong to a word («tel99..»), and after a
// short number l is a litre and | a table.
void read_letters_as_digits(std::u16string& text) {
  constexpr int surely_a_number = 5;
  for (std::size_t begin = 0, end = 0; begin < text.size(); begin = end + 1) {
    for (end = begin; end < text.size() && digit_meant(text[end]) != 0;) ++end;
    const auto run = std::u16string_view(text).substr(begin, end - begin);
    const auto digits = std::ranges::count_if(run, is_digit);
    if (digits == 0) continue;
    const auto first = begin + run.find_first_of(u"0123456789");
    const auto last = begin + run.find_last_of(u"0123456789");
    const bool word_before = begin > 0 && u_isalpha(text[begin - 1]);
    const bool word_after = end < text.size() && u_isalpha(text[end]);
    for (std::size_t i = begin; i < end; ++i) {
      const bool unsure =
          digits < surely_a_number && (text[i] == u'|' || (i > last && digit_meant(text[i]) == u'1'));
      if (unsure || (i < first && word_before) || (i > last && word_after)) continue;
      text[i] = digit_meant(text[i]);
    }
  }
}

}  // namespace

std::u16string plain_for_search(std::string_view utf8) {
  const auto text =
      icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())));
  const auto shown = without_markup(without_entities(view_of(text)));
  auto plain = is_everyday(shown) ? without_marks_of_markup(shown) : simplified(composed(shown));
  read_letters_as_digits(plain);
  return plain;
}

std::u16string lowered(std::u16string_view text) {
  if (is_everyday(text)) {
    std::u16string lower(text);
    for (char16_t& c : lower) c = static_cast<char16_t>(u_tolower(c));
    return lower;
  }
  icu::UnicodeString lower(text.data(), static_cast<std::int32_t>(text.size()));
  return std::u16string(view_of(lower.toLower(icu::Locale::getRoot())));
}

std::u16string without_marks(std::u16string_view lower) {
  constexpr std::u16string_view barred = u"øłđðı", plain = u"olddi";
  UErrorCode status = U_ZERO_ERROR;
  const auto* const apart = icu::Normalizer2::getNFDInstance(status);
  if (U_FAILURE(status)) return std::u16string(lower);
  const auto text =
      apart->normalize(icu::UnicodeString(lower.data(), static_cast<std::int32_t>(lower.size())), status);
  std::u16string bare;
  for (const char16_t c : view_of(text)) {
    const auto at = barred.find(c);
    if (u_charType(c) != U_NON_SPACING_MARK) bare += at == barred.npos ? c : plain[at];
  }
  return bare;
}

}  // namespace guarding
