#pragma once
// Whose turn it is to bring a situation. Each is asked once a round, newcomers in the one that runs, in an
// order that is drawn anew for each round and that nobody knows: who hears that one brings something cannot
// tell who was asked before and said no. Pure.

#include <optional>
#include <string>
#include <vector>

#include "bot/features/presenters/store.hpp"

namespace presenters {

// Of those who may be asked; nobody is asked for one session twice, and who was asked for the session before
// comes last. `turns` and `lot` as the store has them; when they are asked stays open.
std::optional<Turn> whose_turn(const std::vector<core::PersonId>& there, const std::vector<Turn>& turns,
                               const core::Session& session, const std::string& lot);

}  // namespace presenters
