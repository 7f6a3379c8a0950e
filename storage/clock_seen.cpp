#include "storage/clock_seen.hpp"

#include <charconv>
#include <stdexcept>
#include <string>

#include "storage/meta.hpp"

namespace storage {

std::optional<ClockSeen> clock_seen(Database& database) {
  const std::string certain = meta(database, "clock.seen"), shown = meta(database, "clock.shown"),
                    even = meta(database, "clock.even");
  try {
    if (certain.empty()) return std::nullopt;
    ClockSeen seen{core::instant_from_text(certain),
                   core::instant_from_text(shown.empty() ? certain : shown)};
    long long seconds = 0;
    std::from_chars(even.data(), even.data() + even.size(), seconds);
    seen.even = std::chrono::seconds{seconds};
    return seen;
  } catch (const std::invalid_argument&) {
    return std::nullopt;
  }
}

void keep_clock(Database& database, const ClockSeen& seen) {
  set_meta(database, "clock.seen", core::to_text(seen.certain));
  set_meta(database, "clock.shown", core::to_text(seen.shown));
  set_meta(database, "clock.even", std::to_string(seen.even.count()));
}

}  // namespace storage
