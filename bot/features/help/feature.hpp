#pragma once
// Help, status and the privacy promise, in plain words.

#include <functional>
#include <memory>

#include "bot/core/platforms.hpp"
#include "bot/features/feature.hpp"

namespace help {

struct Links {  // the organisation's own channels; may be empty
  std::string deviation, whistleblowing;
  std::string handbook{};  // the address of ours; empty where no pages are served
};

// What the privacy promise depends on. From how many answers of an anonymous poll the group, and its leaders,
// are shown anything.
struct Promised {
  bool box_on_disk = false;
  int group = 4, leader = 4;
};

// `all`: every feature of the bot, called after all of them are made (help describes itself too).
std::unique_ptr<features::Feature> make(std::function<const std::vector<features::Feature*>&()> all,
                                        Links links, Promised promised, core::Platforms platforms = {});

}  // namespace help
