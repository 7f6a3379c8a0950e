#pragma once
// The days that a page, a report or a table covers, where somebody has chosen them. Pure.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/calendar.hpp"
#include "bot/core/language.hpp"
#include "bot/features/digests/store.hpp"

namespace digests {

struct Days {
  core::Date first, last;  // both are in it
  bool operator==(const Days&) const = default;
};

// "20260701-20261231", as it stands in an address.
std::string code(const Days& days);
// Nothing where they are in another order, or more than ten years.
std::optional<Days> days_between(core::Date first, core::Date last);
// Among other words with '-' between them; nothing where there are no such days, in this order, within ten
// years.
std::optional<Days> days_in(std::string_view look);
// What somebody typed as the first day and the last. What is asked about has mostly been: a first day without
// its year is the last such day, and a last one the next such day from the first on.
std::optional<Days> days_said(std::string_view first, std::string_view last, core::Date today);
// "1.7.2026-31.12.2026", "1.7.2026 til 31.12.2026", "1.7.2026 31.12.2026", "1.7 til 31.12": both of them.
// "november", "forrige måned", "uke 48", "2026": the last such that has begun.
std::optional<Days> days_from_text(std::string_view text, core::Date today);

struct DaysChoice {
  std::string name;  // in words
  Days days;
};
// Without typing: this half-year, the one before, and the group's latest period where its sessions tell it:
// `sessions` are all of a time, and not those of days that somebody has chosen.
std::vector<DaysChoice> days_to_choose(std::span<const SessionLine> sessions, const core::Zone& zone,
                                       core::Date today, core::Language language);

}  // namespace digests
