#pragma once
// How long things are kept, when they go, and who deletes them. Deleting is deleting: no marks, no archive.

#include <string>
#include <string_view>

#include "bot/core/calendar.hpp"
#include "bot/runtime/store.hpp"

namespace runtime {

struct Retention {
  int results_months = 12;       // polls with their results, and answered matters
  int texts_months = 3;          // texts from polls
  int ideas_months = 6;          // topic ideas, and the votes that have their words as options
  int sessions_months = 24;      // sessions with topic and attendance, from their end
  int open_matters_months = 24;  // matters that wait for an answer, from the last thing that happened
  int people_months = 12;        // who has left, from the night after that
};

// When it is looked what is old enough, each night; local time.
inline constexpr core::Minutes nightly_at = std::chrono::hours{2} + std::chrono::minutes{30};
// The words of messages sent; no setting.
inline constexpr std::chrono::days bodies_kept{30};
// What a group hoped for and feared, from the end of the period; no setting.
inline constexpr std::chrono::days hopes_kept{30};

// Stands in the agenda for each who has left, from the night after that until they are forgotten.
inline constexpr std::string_view forget_job = "house/forget";
std::string forget_key(const core::PersonId& person);

// The day `months` before `today`; the last of its month where there is no such day (31 May - 3 = 28
// February).
core::Date months_before(core::Date today, int months);
// "2026-11".
std::string month_of(core::Date date);

// One night's deleting; `today` in `zone`. Gives how many rows went.
long long forget_old(RetentionStore& store, const Retention& keep, core::Date today, const core::Zone& zone);

}  // namespace runtime
