#include "bot/core/command_line.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <utility>

#include "bot/core/utf8.hpp"

namespace core {
namespace {

// Two families: a quote is closed by any mark of the one that opened it (phones mix them), so that «this» may
// stand inside "that".
bool is_angle_quote(UChar32 c) {
  return c == 0x00AB || c == 0x00BB;
}
bool is_quote(UChar32 c) {
  return c == '"' || c == 0x201C || c == 0x201D || c == 0x201E || c == 0x201F || is_angle_quote(c);
}
// A single mark is a quote only where a word may begin or end: «what's» keeps its apostrophe.
bool is_single_quote(UChar32 c) {
  return c == '\'' || c == 0x2018 || c == 0x2019 || c == 0x201A;
}
// Of format characters, cleaning leaves those that join signs: they part no words.
bool is_space(UChar32 c) {
  return u_isUWhiteSpace(c) || c == 0x2800 || c == 0x200B;
}
bool is_dash(UChar32 c) {
  return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

std::string utf8(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

// ":+1:", ":heart::skin-tone-3:": what was picked or typed as a picture, as Slack and Mattermost hand it on.
bool names_pictures(std::string_view word) {
  constexpr std::string_view of_name = "abcdefghijklmnopqrstuvwxyz0123456789_+-";
  while (word.starts_with(':')) {
    const auto end = word.find_first_not_of(of_name, 1);
    if (end == word.npos || end == 1 || word[end] != ':') return false;
    word.remove_prefix(end + 1);
    if (word.empty()) return true;
  }
  return false;
}

// A dash by itself stands between two things, "13.00 – 14.30", and begins no option.
std::string without_dashes(const std::string& word) {
  icu::UnicodeString text = icu::UnicodeString::fromUTF8(word);
  int32_t from = 0;
  while (from < text.length() && is_dash(text.char32At(from))) ++from;
  return from == text.length() ? "-" : utf8(text.tempSubString(from));
}

// What stands between a name and what is said to it: "@Refleks: hjelp".
void drop_mark(std::vector<CommandLine::Word>& words) {
  if (words.empty() || words.front().quoted || names_pictures(words.front().text)) return;
  std::string& first = words.front().text;
  if (first.starts_with(':') || first.starts_with(',')) first.erase(0, 1);
  if (first.empty()) words.erase(words.begin());
}

// Typed with the command word where the chat needs none: "refleks hjelp", "/refleks: hjelp", "/refleks".
void drop_own_name(std::vector<CommandLine::Word>& words) {
  drop_mark(words);
  if (words.empty() || words.front().quoted) return;
  std::string first = folded(words.front().text);
  if (first.starts_with('/') || first.starts_with('@') || first.starts_with('!')) first.erase(0, 1);
  if (verb_alone(first) != "refleks") return;
  words.erase(words.begin());
  drop_mark(words);
}

// Parts a line into words, quoted texts and names.
class LineReader {
 public:
  LineReader(std::string_view typed, const std::vector<Mention>& mentions)
      : text_(
            icu::UnicodeString::fromUTF8(icu::StringPiece(typed.data(), static_cast<int32_t>(typed.size())))),
        mentions_(mentions) {}

  CommandLine read() {
    for (int32_t at = 0; at < text_.length(); at = text_.moveIndex32(at, 1)) {
      const UChar32 c = text_.char32At(at);
      const int32_t next = text_.moveIndex32(at, 1);
      const UChar32 after = next < text_.length() ? text_.char32At(next) : 0;
      if (c == static_cast<UChar32>(mention_point)) {
        if (mention() && (after == ',' || after == ':')) at = next;  // "@Kari, ..."
      } else if (in_quote_) {
        quoted(c, next >= text_.length() || is_space(after));
      } else {
        plain(c);
      }
    }
    line_.unclosed_quote = in_quote_;
    if (in_quote_) any_ = !word_.isEmpty();
    finish();
    return std::move(line_);
  }

 private:
  // The next of those who are mentioned; false: no word was made of it.
  bool mention() {
    const Mention who = mentioned_ < mentions_.size() ? mentions_[mentioned_] : Mention{};
    ++mentioned_;
    if (in_quote_) word_.append(icu::UnicodeString::fromUTF8(who.shown));
    if (in_quote_ || (who.shown.empty() && who.user.empty())) return false;
    finish();
    line_.words.push_back({trimmed(who.shown), false, who.user, std::exchange(new_line_, false)});
    return true;
  }
  void quoted(UChar32 c, bool ends_word) {
    if (single_ ? is_single_quote(c) && ends_word : is_quote(c) && is_angle_quote(c) == angle_) {
      any_ = true;
      finish();
      in_quote_ = false;
    } else {
      word_.append(c);
    }
  }
  void plain(UChar32 c) {
    if (is_quote(c) || (is_single_quote(c) && !any_)) {
      finish();
      in_quote_ = true;
      single_ = is_single_quote(c);
      angle_ = is_angle_quote(c);
    } else if (is_space(c)) {
      finish();
      new_line_ = new_line_ || c == '\n';
    } else {
      word_.append(c);
      any_ = true;
    }
  }
  // Without anything to see, what is quoted is an empty text, and what is not is no word.
  void finish() {
    std::string written = trimmed(utf8(word_));
    if (any_ && (in_quote_ || !written.empty()))
      line_.words.push_back({std::move(written), in_quote_, {}, std::exchange(new_line_, false)});
    word_.remove();
    any_ = false;
  }

  const icu::UnicodeString text_;
  const std::vector<Mention>& mentions_;
  CommandLine line_;
  icu::UnicodeString word_;  // what has been read of the one at hand
  bool any_ = false;         // of it, or its end
  bool in_quote_ = false, single_ = false, angle_ = false, new_line_ = true;
  std::size_t mentioned_ = 0;
};

}  // namespace

std::vector<std::string> CommandLine::quoted() const {
  std::vector<std::string> found;
  for (const Word& word : words)
    if (word.quoted) found.push_back(word.text);
  return found;
}

std::vector<std::string> CommandLine::plain() const {
  std::vector<std::string> found;
  for (std::size_t i = verb().empty() ? 0 : 1; i < words.size(); ++i)
    if (!words[i].quoted) found.push_back(without_dashes(words[i].text));
  return found;
}

std::string verb_alone(const std::string& word) {
  if (names_pictures(word)) return word;
  const std::size_t first = word.starts_with('/') ? 1 : 0, last = word.find_last_not_of(".,:;!?");
  const std::string alone =
      last == std::string::npos || last < first ? std::string() : word.substr(first, last + 1 - first);
  return folded(alone).empty() ? word : alone;  // what is left may be unseen
}

CommandLine parse_command(std::string_view typed, const std::vector<Mention>& mentions) {
  CommandLine line = LineReader(typed, mentions).read();
  drop_own_name(line.words);
  if (!line.words.empty() && !line.words.front().quoted && !line.words.front().user) {
    line.verb_ends_part = ends_part(line.words.front().text);
    line.words.front().text = verb_alone(line.words.front().text);
  }
  return line;
}

bool ends_part(std::string_view word) {
  const bool day = word.find_first_of("0123456789") != std::string_view::npos;
  return word.ends_with(',') || word.ends_with(';') || (word.ends_with('.') && !day);
}

bool asks_to_end(const std::string& word) {
  const std::string bare = folded(verb_alone(word));
  return std::ranges::find(end_words, bare) != end_words.end();
}

bool says_nothing(std::string_view word) {
  if (names_pictures(word)) return true;
  constexpr UChar32 drawn_in_colour = 0xFE0F, joined = 0x200D;
  const icu::UnicodeString text =
      icu::UnicodeString::fromUTF8(icu::StringPiece(word.data(), static_cast<int32_t>(word.size())));
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    const bool picture = u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC) != 0 ||
                         u_hasBinaryProperty(c, UCHAR_EMOJI_MODIFIER) != 0;
    if (!picture && c != drawn_in_colour && c != joined) return false;
  }
  return !text.isEmpty();
}

std::string folded(std::string_view word) {
  // Of plain letters small ones are all there is to do.
  if (std::ranges::all_of(word, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
    std::string small(word);
    for (char& c : small)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return small;
  }
  UErrorCode status = U_ZERO_ERROR;
  const auto* decompose = icu::Normalizer2::getNFKDInstance(status);
  icu::UnicodeString text =
      icu::UnicodeString::fromUTF8(icu::StringPiece(word.data(), static_cast<int32_t>(word.size())));
  text.foldCase();
  // Before the rings and dots are dropped: å is aa, æ is ae, ø is oe, whichever way they were typed.
  text.findAndReplace(icu::UnicodeString(UChar32{0x00E5}), "aa")
      .findAndReplace(icu::UnicodeString::fromUTF8("a\u030A"), "aa")
      .findAndReplace(icu::UnicodeString(UChar32{0x00E6}), "ae")
      .findAndReplace(icu::UnicodeString(UChar32{0x00F8}), "oe");
  if (U_SUCCESS(status)) text = decompose->normalize(text, status);
  icu::UnicodeString kept;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    const int8_t type = u_charType(c);
    if (type != U_NON_SPACING_MARK && type != U_FORMAT_CHAR) kept.append(c);
  }
  return utf8(kept);
}

std::string without_rings(std::string folded) {
  for (const std::string_view two : {"aa", "oe", "ae"})
    for (auto at = folded.find(two); at != std::string::npos; at = folded.find(two, at + 1))
      folded.erase(at + 1, 1);
  return folded;
}

int slips_between(std::string_view a, std::string_view b) {
  // Optimal string alignment distance, on bytes of folded words.
  std::vector<std::vector<int>> d(a.size() + 1, std::vector<int>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = static_cast<int>(i);
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i)
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int change = a[i - 1] == b[j - 1] ? 0 : 1;
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[a.size()][b.size()];
}

}  // namespace core
