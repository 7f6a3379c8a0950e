#include "bot/runtime/retention.hpp"

#include <algorithm>

#include "bot/core/days.hpp"
#include "bot/core/group_time.hpp"

namespace runtime {

core::Date months_before(core::Date today, int months) {
  const core::Date date = today - std::chrono::months{months};
  return date.ok() ? date : core::Date{date.year() / date.month() / std::chrono::last};
}

std::string forget_key(const core::PersonId& person) {
  return std::string(forget_job) + ":" + person.text;
}

std::string month_of(core::Date date) {
  return core::to_text(std::chrono::sys_days{date}).substr(0, 7);
}

long long forget_old(RetentionStore& store, const Retention& keep, core::Date today, const core::Zone& zone) {
  const auto before = [&](int months) { return core::midnight(zone, months_before(today, months)); };
  long long gone = store.forget_polls(before(keep.results_months));
  // The options of a vote over topics are ideas word for word.
  gone += store.forget_topic_polls(before(std::min(keep.ideas_months, keep.results_months)));
  gone += store.forget_texts(before(keep.texts_months));
  gone += store.forget_matters(before(keep.results_months));
  gone += store.forget_hopes(core::midnight(zone, core::plus(today, -hopes_kept)));
  gone += store.forget_open_matters(before(keep.open_matters_months));
  gone += store.forget_waiting_jobs(before(std::max(keep.sessions_months, keep.open_matters_months)));
  gone += store.forget_sessions(before(keep.sessions_months));
  store.date_ideas(month_of(today));
  gone += store.forget_ideas(month_of(months_before(today, keep.ideas_months)));
  return gone;
}

}  // namespace runtime
