#pragma once
// What `refleks doctor` sees on this machine: data, database, keys, boxes, log, copies, clock, disk and
// ports. Looks only; makes nothing.

#include <cstdint>
#include <filesystem>
#include <functional>

#include "bot/app/config.hpp"
#include "bot/app/guarded_clock.hpp"
#include "bot/runtime/finding.hpp"

namespace app {

struct MachineView {
  core::Instant now;
  std::function<std::uintmax_t(const std::filesystem::path&)>
      free_bytes;  // of the disk under a folder that is there
  ClockSources clock{[] { return core::Instant{}; }, [] { return std::chrono::seconds{0}; },
                     [] { return std::nullopt; }};  // `now` is used for the wall
};
MachineView this_machine(core::Instant now);

runtime::Findings examine_house(const Config& config, const MachineView& machine);

}  // namespace app
