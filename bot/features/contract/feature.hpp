#pragma once
// The group's contract: what it agreed about confidentiality, time and everybody's turn, in its own words.
// Written by the group, kept to read, shown once to whoever comes later, and to all when it is changed.

#include <memory>
#include <optional>

#include "bot/features/contract/store.hpp"
#include "bot/features/feature.hpp"

namespace contract {

// Before a session: those who answer here and have not seen the contract as it stands get it, once.
void show_to_newcomers(ContractStore& store, core::Context& context, const core::Group& group);

// As it stands, to be read on paper; nothing: none is written yet.
std::optional<core::Message> on_paper(ContractStore& store, const core::Directory& people,
                                      const core::Group& group, core::Language language);

// The store must outlive the feature.
std::unique_ptr<features::Feature> make(ContractStore& store);

}  // namespace contract
