#include "bot/core/texts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <boost/locale/gnu_gettext.hpp>
#include <boost/locale/message.hpp>
#include <cstring>
#include <mutex>
#include <stdexcept>

#include "bot/core/embedded.hpp"

namespace core {
namespace {

using Catalogue = boost::locale::message_format<char>;

std::string mo_file(Language language) {
  auto bytes = embedded_copy("texts/" + std::string(code(language)) + ".mo");
  if (!bytes) throw std::logic_error("texts are not embedded");
  return *std::move(bytes);
}

// Boost.Locale reads the .mo bytes and evaluates plural forms; the facet lives as long as its locale.
struct LoadedCatalogue {
  std::once_flag once;
  std::locale locale;
  std::atomic<const Catalogue*> facet = nullptr;

  void load(Language language) {
    namespace gettext = boost::locale::gnu_gettext;
    gettext::messages_info info;
    info.language = std::string(code(language));
    info.encoding = "UTF-8";
    info.domains.emplace_back("refleks");
    info.paths.emplace_back("embedded");
    info.callback = [language](const std::string&, const std::string&) {
      const std::string bytes = mo_file(language);
      return std::vector<char>(bytes.begin(), bytes.end());
    };
    auto* made = gettext::create_messages_facet<char>(info);
    locale = std::locale(std::locale::classic(), made);
    facet = made;
  }
};

// Each language when somebody first reads it.
const Catalogue& catalogue(Language language) {
  static std::array<LoadedCatalogue, all_languages.size()> all;
  LoadedCatalogue& one = all[static_cast<std::size_t>(language)];
  if (!one.facet) std::call_once(one.once, [&] { one.load(language); });
  return *one.facet;
}

[[noreturn]] void missing(Language language, std::string_view key) {
  throw std::logic_error(fmt::format("no text for {} in {}", key, code(language)));
}

const char* words_of(Language language, std::string_view key) {
  const char* found = catalogue(language).get(0, nullptr, std::string(key).c_str());
  if (!found) missing(language, key);
  return found;
}

// Of two marks that would stand side by side, the one that says less goes.
void join_marks(std::string& before, std::string_view& behind) {
  if (!behind.starts_with(':') || before.empty()) return;
  if (before.ends_with('.') && !before.ends_with(".."))
    before.pop_back();
  else if (std::string_view("?!:").find(before.back()) != std::string_view::npos)
    behind.remove_prefix(1);
}

// {name} is all that stands between braces in a catalogue (tests/core/texts_test.cpp), so that they are
// filled in one pass: an argument is not made ready for a format of its own, which cost more than all else of
// a text. `n` where nothing else is so called.
std::string with_args(std::string_view words, Args args, const int* n = nullptr) {
  std::string all;
  all.reserve(words.size() + 32);
  for (;;) {
    const auto open = words.find('{');
    all += words.substr(0, open);
    if (open == std::string_view::npos) return all;
    const auto close = words.find('}', open);
    const auto name = words.substr(open + 1, close - open - 1);
    const auto arg = std::ranges::find_if(args, [&](const Arg& one) { return name == one.name; });
    if (arg != args.end())
      all += arg->value;
    else if (n && name == "n")
      all += std::to_string(*n);
    else
      throw std::logic_error(fmt::format("nothing for {{{}}} in \"{}\"", name, words));
    words.remove_prefix(std::min(close, words.size() - 1) + 1);
    join_marks(all, words);
  }
}

}  // namespace

std::string raw_text(Language language, std::string_view key) {
  return words_of(language, key);
}

std::string text(Language language, std::string_view key, Args args) {
  return with_args(words_of(language, key), args);
}

std::string text_n(Language language, std::string_view key, int n, Args args) {
  const char* found = catalogue(language).get(0, nullptr, std::string(key).c_str(), n);
  if (!found) missing(language, key);
  return with_args(found, args, &n);
}

Rich rich(Language language, std::string_view key, Args args) {
  const std::string_view whole = words_of(language, key);
  Rich spans;
  bool strong = false;
  for (std::size_t from = 0; from <= whole.size();) {
    const std::size_t mark = std::min(whole.find("**", from), whole.size());
    std::string_view words = whole.substr(from, mark - from);
    if (!spans.empty()) join_marks(spans.back().text, words);
    if (!words.empty())
      spans.emplace_back(with_args(words, args), strong ? Span::Style::strong : Span::Style::plain);
    strong = !strong;
    from = mark + 2;
  }
  return spans;
}

void say_behind(Rich& spans, std::string_view words) {
  if (!spans.empty()) join_marks(spans.back().text, words);
  if (!words.empty()) spans.emplace_back(std::string(words));
}

Localized localized(std::string_view key, Args args) {
  Localized all;
  for (const Language language : all_languages)
    all.texts[static_cast<std::size_t>(language)] = text(language, key, args);
  return all;
}

bool has_text(std::string_view key) {
  return catalogue(Language::nb).get(0, nullptr, std::string(key).c_str()) != nullptr;
}

std::vector<std::string> all_keys(std::string_view prefix) {
  // The .mo format: a table of (length, offset) pairs of the keys, whose place is at byte 12 (GNU gettext
  // manual, "MO Files").
  const std::string bytes = mo_file(Language::nb);
  const auto word = [&](std::size_t at) {
    std::uint32_t value = 0;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
  };
  std::vector<std::string> keys;
  const std::uint32_t count = word(8), table = word(12);
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::string key(bytes.data() + word(table + 8 * i + 4));
    if (!key.empty() && key.starts_with(prefix)) keys.push_back(key);
  }
  return keys;
}

// texts: weekday.* month.*
std::string say_date(Language language, Date date) {
  const std::chrono::weekday day{std::chrono::sys_days{date}};
  return text(language, "date.day",
              {{"weekday", text(language, "weekday." + std::to_string(day.iso_encoding()))},
               {"day", static_cast<int>(static_cast<unsigned>(date.day()))},
               {"month", text(language, "month." + std::to_string(static_cast<unsigned>(date.month())))}});
}

std::string say_time(Language language, Local local) {
  const std::chrono::hh_mm_ss time{local - std::chrono::floor<std::chrono::days>(local)};
  return fmt::format("{:02}{}{:02}", time.hours().count(), row_of(language).in_times, time.minutes().count());
}

std::string say_moment(Language language, Local local) {
  return text(language, "date.moment",
              {{"date", say_date(language, date_of(local))}, {"time", say_time(language, local)}});
}

std::string say_moment_and_year(Language language, Local local) {
  const Date date = date_of(local);
  return text(language, "date.moment",
              {{"date", say_date(language, date) + " " + std::to_string(static_cast<int>(date.year()))},
               {"time", say_time(language, local)}});
}

std::string say_span(Language language, Local from, Local to) {
  return say_time(language, from) + "–" + say_time(language, to);
}

std::string say_dates(Language language, const std::vector<Date>& dates) {
  constexpr std::size_t most = 4;
  std::vector<std::string> said;
  for (const Date& date : dates)
    if (dates.size() <= most || said.size() + 1 < most) said.push_back(say_date(language, date));
  if (said.size() < dates.size())
    said.push_back(text(language, "dates.more", {{"n", static_cast<int>(dates.size() - said.size())}}));
  return say_list(language, said);
}

std::string say_list(Language language, const std::vector<std::string>& items) {
  std::string said;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) said += i + 1 == items.size() ? " " + text(language, "list.and") + " " : ", ";
    said += items[i];
  }
  return said;
}

}  // namespace core
