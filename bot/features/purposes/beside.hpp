#pragma once
// What leader, facilitator and group answered, under each question.

#include <string_view>
#include <vector>

#include "bot/core/people.hpp"
#include "bot/features/purposes/feature.hpp"
#include "bot/features/purposes/store.hpp"

namespace purposes {

// `said`: by name, of this asking. From the first round to `round`, but of the group this round alone where
// one more or one fewer could answer the first time. Under the text with that key.
core::Message beside_each_other(const core::Directory& people, const Asking& asking,
                                const std::vector<Said>& said, const Options& options, int round,
                                std::string_view key, core::Language language);

}  // namespace purposes
