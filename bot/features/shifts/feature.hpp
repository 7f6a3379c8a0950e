#pragma once
// The roster of the day: of a group's members those who are on shift take part. Only they are asked, reminded
// and counted that day. Set by command or pasted list; two swap by one command, and each hears it once; staff
// ask in private to take part, or to be excused.

#include <memory>
#include <string>

#include "bot/features/feature.hpp"
#include "bot/features/shifts/store.hpp"

namespace shifts {

// `zone`: of the organisation. The store outlives the feature.
std::unique_ptr<features::Feature> make(ShiftStore& store, std::string zone);

}  // namespace shifts
