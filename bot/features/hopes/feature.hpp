#pragma once
// Hopes and fears: asked without names at the first session of a period, shown to all by the rules of every
// anonymous poll, kept as they were shown, and brought out unchanged at the last.

#include <memory>

#include "bot/core/programme.hpp"
#include "bot/core/session.hpp"
#include "bot/features/feature.hpp"
#include "bot/features/hopes/store.hpp"

namespace hopes {

// When the first session of a period begins: everybody is asked, once.
void ask(HopeStore& store, core::Context& context, const core::Group& group, const core::Session& session);
// When the last begins: what was shown then, if anything.
void bring_out(HopeStore& store, core::Context& context, const core::Group& group,
               const core::Session& session);

// Keeps what a round has shown. Store and programmes must outlive the feature. Hears PollClosed.
std::unique_ptr<features::Feature> make(HopeStore& store, const core::Programmes& programmes);

}  // namespace hopes
