#include "storage/clock_seen.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <string>

#include "storage/meta.hpp"
#include "storage/statement.hpp"

namespace storage {
namespace {

constexpr auto upsert_seen =
    "INSERT INTO meta(name, value) VALUES('clock.seen', :seen), ('clock.shown', :shown), "
    "('clock.even', :even), ('clock.jumped', :jumped), ('clock.wall', :wall), ('clock.boot', :boot), "
    "('clock.steady', :steady) "
    "ON CONFLICT(name) DO UPDATE SET value = excluded.value WHERE meta.value <> excluded.value";

constexpr auto went_by_name = "clock.went_by";

std::chrono::seconds seconds_of(const std::string& text) {
  long long seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  return std::chrono::seconds{seconds};
}

}  // namespace

std::optional<ClockSeen> clock_seen(const std::function<std::string(const std::string& name)>& kept) {
  const std::string certain = kept("clock.seen"), shown = kept("clock.shown"), jumped = kept("clock.jumped"),
                    wall = kept("clock.wall");
  try {
    if (certain.empty()) return std::nullopt;
    ClockSeen seen{core::instant_from_text(certain),
                   core::instant_from_text(shown.empty() ? certain : shown)};
    seen.even = seconds_of(kept("clock.even"));
    if (!jumped.empty() && !wall.empty())
      seen.jump = {core::instant_from_text(jumped), core::instant_from_text(wall)};
    seen.boot = kept("clock.boot");
    seen.steady = seconds_of(kept("clock.steady"));
    return seen;
  } catch (const std::invalid_argument&) {
    return std::nullopt;
  }
}

std::optional<ClockSeen> clock_seen(Database& database) {
  return clock_seen([&](const std::string& name) { return meta(database, name); });
}

struct ClockRecord::Prepared {
  using Text = std::string;
  Statement<In<Text, Text, Text, Text, Text, Text, Text>> keep;
};

ClockRecord::ClockRecord(Database& database) : prepared_(new Prepared{{database, upsert_seen}}) {}
ClockRecord::~ClockRecord() = default;

void ClockRecord::keep(const ClockSeen& seen) {
  prepared_->keep.run(core::to_text(seen.certain), core::to_text(seen.shown),
                      std::to_string(seen.even.count()), seen.jump ? core::to_text(seen.jump->to) : "",
                      seen.jump ? core::to_text(seen.jump->wall) : "", seen.boot,
                      std::to_string(seen.steady.count()));
}

void keep_clock(Database& database, const ClockSeen& seen) {
  ClockRecord(database).keep(seen);
}

core::Instant went_by(Database& database) {
  const auto seen = clock_seen(database);
  const core::Instant shown = seen ? seen->shown : core::Instant{};
  const std::string kept = meta(database, went_by_name);
  try {
    return kept.empty() ? shown : std::max(shown, core::instant_from_text(kept));
  } catch (const std::invalid_argument&) {  // nothing was kept, then
    return shown;
  }
}

std::function<void(core::Instant)> keeps_went_by(Database& database) {
  return [&database](core::Instant moment) { set_meta(database, went_by_name, core::to_text(moment)); };
}

}  // namespace storage
