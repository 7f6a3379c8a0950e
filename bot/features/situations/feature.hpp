#pragma once
// The private situation log: a guided form about a demanding episode. What is written goes back to the writer
// and is kept nowhere: every row is sealed, and nothing of it reaches a box.

#include <memory>

#include "bot/features/feature.hpp"

namespace situations {

std::unique_ptr<features::Feature> make();

}  // namespace situations
