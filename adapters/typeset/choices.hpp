#pragma once

#include <algorithm>

#include "bot/core/message.hpp"

namespace typeset {

// Whether both ask for one of the same words in the same order, as the places of a ranking do: where they are
// listed above what asks, once is enough, and many lists would leave no room for the rest.
inline bool same_choices(const core::Input& a, const core::Input& b) {
  return std::ranges::equal(a.options, b.options, {}, &core::Option::label, &core::Option::label);
}

}  // namespace typeset
