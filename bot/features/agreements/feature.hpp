#pragma once
// What leader and facilitator agree before a group begins: who recruits, who informs, when, for how long, and
// where. A form that both confirm. And the letter to those who take part, with whether half have read it.

#include <functional>
#include <memory>

#include "bot/features/agreements/store.hpp"
#include "bot/features/feature.hpp"

namespace agreements {

struct Options {
  // The letter to those who take part (features/papers).
  std::function<core::Message(core::Context&, const core::Group&, core::Language)> letter{};
};

// The store must outlive the feature.
std::unique_ptr<features::Feature> make(AgreementStore& store, Options options);

}  // namespace agreements
