#pragma once
// A network of those who facilitate, across units: a group of their own that they come into and leave with
// the role, a question each fortnight, and guidance by a named adviser. Nothing of any unit crosses: it reads
// who facilitates, and nothing else.

#include <memory>
#include <string>

#include "bot/features/feature.hpp"
#include "bot/features/network/store.hpp"

namespace network {

// The group that is the network; nothing: there is none.
std::optional<core::GroupId> group_of_network(NetworkStore& store);

// `zone`: the organisation's. The store must outlive the feature. Hears AdministrativeAct.
std::unique_ptr<features::Feature> make(NetworkStore& store, std::string zone);

}  // namespace network
