// Ten years of sessions for rhythms drawn at random, followed by every pack: each on its day of the week, at
// its time on the wall, none missing and none twice; and every moment where it belongs.

#include <gtest/gtest.h>

#include "bot/app/load_packs.hpp"
#include "bot/core/holidays.hpp"
#include "bot/core/random.hpp"
#include "bot/core/written_time.hpp"
#include "bot/features/sessions/timeline.hpp"

namespace {

using core::Cadence;
using core::Date;
using core::Minutes;
using std::chrono::days;
using std::chrono::sys_days;

const Date from{std::chrono::year{2026} / 1 / 1}, to{std::chrono::year{2035} / 12 / 31};

Cadence drawn(core::Random& random) {
  const auto any = [&](int bound) {
    return static_cast<int>(core::below(random, static_cast<unsigned>(bound)));
  };
  Cadence cadence;
  cadence.every_weeks = 1 + any(6);
  cadence.weekday = std::chrono::weekday{static_cast<unsigned>(1 + any(5))};
  cadence.start = Minutes{7 * 60 + 15 * any(36)};
  cadence.length = Minutes{15 * (1 + any(12))};
  cadence.first = Date{sys_days{from} + days{any(60)}};
  cadence.monthly = any(4) == 0;
  cadence.week_of_month = 1 + any(5);
  if (!cadence.monthly && any(4) == 0) {
    cadence.every_weeks = 1;
    cadence.parity = any(2) ? core::WeekParity::odd : core::WeekParity::even;
  }
  return cadence;
}

// The last day of the month, or the n-th such weekday of it, counted here anew.
bool is_in_month(Date date, int week) {
  const unsigned day = static_cast<unsigned>(date.day());
  const Date later{sys_days{date} + days{7}};
  return week == 5 ? later.month() != date.month() : (day - 1) / 7 + 1 == static_cast<unsigned>(week);
}

class TenYears : public ::testing::Test {
 protected:
  core::SeededRandom random{20261128};
  core::Zone zone = core::Zone::named("Europe/Oslo");
};

TEST_F(TenYears, EveryRhythmKeepsItsDayAndItsTimeOnTheWall) {
  for (int run = 0; run < 200; ++run) {
    const Cadence cadence = drawn(random);
    const auto all = core::occurrences(cadence, zone, from, to);
    ASSERT_GT(all.size(), 50U);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const core::Occurrence& one = all[i];
      ASSERT_EQ(std::chrono::weekday{sys_days{one.date}}, cadence.weekday);
      const core::Local starts = zone.to_local(one.starts), ends = zone.to_local(one.ends);
      ASSERT_EQ(starts, core::at(one.date, cadence.start));
      ASSERT_EQ(ends - starts, cadence.length) << "nobody meets while the clocks change";
      ASSERT_EQ(one.holiday, core::norwegian_holiday(one.date));
      ASSERT_TRUE(!cadence.monthly || is_in_month(one.date, cadence.week_of_month));
      if (i == 0) continue;
      const auto apart = (sys_days{one.date} - sys_days{all[i - 1].date}).count();
      if (cadence.monthly) {
        ASSERT_TRUE(apart == 28 || apart == 35);
      } else if (cadence.parity == core::WeekParity::any) {
        ASSERT_EQ(apart, 7 * cadence.every_weeks);
      } else {
        ASSERT_TRUE(apart == 14 || apart == 7 || apart == 21) << "a year of 53 weeks";
      }
    }
  }
}

// Of every working day: each of them once, at its time on the wall, none on a weekend; holidays are known as
// such, and what there is to say of a day is said on that day.
TEST_F(TenYears, EveryWorkingDayIsEachWorkingDayAndItsQuestionComesOnThatDay) {
  for (int run = 0; run < 40; ++run) {
    core::Group group;
    group.id = core::GroupId("g");
    group.cadence = drawn(random);
    group.cadence->monthly = false;
    group.cadence->parity = core::WeekParity::any;
    group.cadence->working_days = true;
    const Cadence& cadence = *group.cadence;
    for (const core::Language language : core::all_languages)
      ASSERT_EQ(
          core::cadence_text(language, core::cadence_from_text(core::cadence_text(language, cadence), from)),
          core::cadence_text(language, cadence));
    const auto all = core::occurrences(cadence, zone, from, to);
    auto next = all.begin();
    for (sys_days day{cadence.first}; day <= sys_days{to}; day += days{1}) {
      const unsigned weekday = std::chrono::weekday{day}.iso_encoding();
      if (weekday > 5) continue;
      ASSERT_TRUE(next != all.end() && next->date == Date{day});
      ASSERT_EQ(next->holiday.has_value(), !core::is_working_day(Date{day}));
      ASSERT_EQ(zone.to_local(next->starts), core::at(Date{day}, cadence.start));
      ++next;
    }
    ASSERT_EQ(next, all.end());
    core::Session session;
    session.id = core::SessionId("s");
    session.group = group.id;
    for (const core::Occurrence& one : all) {
      if (one.holiday) continue;
      session.starts = one.starts;
      session.ends = one.ends;
      const auto moments = sessions::timeline(session, group, nullptr);
      ASSERT_EQ(moments.size(), 2U) << "one question and its result";
      ASSERT_EQ(moments[0].name, "checkout");
      ASSERT_EQ(moments[0].at, one.starts);
      ASSERT_EQ(moments[1].wanted, one.starts + std::chrono::hours{2});
      ASSERT_FALSE(core::is_quiet(moments[1].at, zone, group.quiet));
    }
    session.extra = true;
    ASSERT_GT(sessions::timeline(session, group, nullptr).size(), 6U)
        << "one that somebody added is ordinary";
  }
}

TEST_F(TenYears, EveryPackHasItsMomentsInOrderAndNobodyIsWokenUp) {
  const core::Programmes packs = app::load_packs({});
  ASSERT_EQ(packs.size(), 7U);
  for (const auto& [key, pack] : packs)
    for (int run = 0; run < 6; ++run) {
      core::Group group;
      group.id = core::GroupId("g");
      group.cadence = drawn(random);
      group.programme = key;
      core::Session session;
      session.id = core::SessionId("s");
      session.group = group.id;
      for (const core::Occurrence& one : core::occurrences(*group.cadence, zone, from, to)) {
        if (one.holiday) continue;
        ++session.number;
        session.starts = one.starts;
        session.ends = one.ends;
        const auto moments = sessions::timeline(session, group, &pack);
        ASSERT_FALSE(moments.empty()) << key;
        for (std::size_t i = 0; i < moments.size(); ++i) {
          const sessions::Moment& moment = moments[i];
          ASSERT_TRUE(i == 0 || moments[i - 1].at <= moment.at) << key << " " << moment.name;
          const sessions::MomentRule& rule = sessions::moment_rule(moment.name);
          ASSERT_TRUE(rule.exempt || !core::is_quiet(moment.at, zone, group.quiet))
              << key << " " << moment.name;
          ASSERT_TRUE(!rule.message || moment.at < session.starts)
              << key << " " << moment.name << " comes before it";
        }
      }
      ASSERT_GT(session.number, 50) << key;
    }
}

}  // namespace
