#pragma once
// Records of the boxes as JSON, and what keeps them from lingering in memory.

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "bot/core/poll.hpp"
#include "storage/record_file.hpp"

namespace storage {

inline constexpr auto ideas_file = "ideas.box";

// Overwrites every text and number in it.
void cleanse(nlohmann::json& value);
void cleanse(core::Ballot& ballot);

// The record of `value`, which is cleansed. Broken UTF-8 is mended.
std::string record_of(nlohmann::json value);

// What was set aside before then, of any name, is destroyed: how many. None of a directory that cannot be
// used.
int forget_set_aside(const BoxDirectory& directory, core::Instant before);

}  // namespace storage
