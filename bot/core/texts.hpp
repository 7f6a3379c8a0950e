#pragma once
// Every word a person reads. Keys and texts live in bot/texts/{nb,nn,en}.po and travel inside the binary.
// Immutable after the first call; any thread.

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/calendar.hpp"
#include "bot/core/language.hpp"
#include "bot/core/message.hpp"

namespace core {

struct Arg {
  const char* name;
  std::string value;
  Arg(const char* n, std::string v) : name(n), value(std::move(v)) {}
  Arg(const char* n, std::string_view v) : name(n), value(v) {}
  Arg(const char* n, const char* v) : name(n), value(v) {}
  Arg(const char* n, int v) : name(n), value(std::to_string(v)) {}
};
using Args = std::initializer_list<Arg>;

// The text of `key` with {name} replaced. Throws std::logic_error for a key that no catalogue has
// (scripts/check finds those before anybody runs into them).
std::string text(Language language, std::string_view key, Args args = {});
// The same with singular and plural; {n} is the number.
std::string text_n(Language language, std::string_view key, int n, Args args = {});
// The text of `key` as spans: **strong** in the catalogue becomes strong; arguments are never read as markup.
Rich rich(Language language, std::string_view key, Args args = {});
// `words` behind what somebody wrote, such as ": two weeks". As in a text whose place stands before a colon,
// no two marks come together: "klokka 22.:" is "klokka 22:", and "Hva nå?:" is "Hva nå?".
void say_behind(Rich& spans, std::string_view words);
Localized localized(std::string_view key, Args args = {});
bool has_text(std::string_view key);
// The catalogue's own words, places unfilled.
std::string raw_text(Language language, std::string_view key);
// Keys that begin with `prefix`.
std::vector<std::string> all_keys(std::string_view prefix);

// "tirsdag 24. november kl. 13.00" / "Tuesday 24 November at 13:00"
std::string say_moment(Language language, Local local);
// "tirsdag 24. november 2026 kl. 13.00": of what is kept, or read, for years.
std::string say_moment_and_year(Language language, Local local);
// "tirsdag 24. november"
std::string say_date(Language language, Date date);
// "onsdag 1. juli, onsdag 15. juli og 3 til": the first few of many
std::string say_dates(Language language, const std::vector<Date>& dates);
// "13.00" / "13:00"
std::string say_time(Language language, Local local);
// "13.00-14.30"
std::string say_span(Language language, Local from, Local to);
// "a, b og c"
std::string say_list(Language language, const std::vector<std::string>& items);

}  // namespace core
