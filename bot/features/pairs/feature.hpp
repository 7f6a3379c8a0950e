#pragma once
// Pairs for an exercise, drawn for whoever asks and kept nowhere: every row is sealed, and nothing of it
// reaches a box.

#include <memory>
#include <string>
#include <vector>

#include "bot/core/random.hpp"
#include "bot/features/feature.hpp"

namespace pairs {

// Everybody once, two by two; where one is left over, a group of three. Fewer than two: nothing.
std::vector<std::vector<std::string>> drawn(std::vector<std::string> names, core::Random& random);

std::unique_ptr<features::Feature> make();

}  // namespace pairs
