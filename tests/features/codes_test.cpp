// What is stored for a value of a feature's enumeration: each has one of its own, and is found by it.

#include "tests/support/codes.hpp"
#include "bot/features/cover/store.hpp"
#include "bot/features/feature.hpp"
#include "bot/features/ideas/store.hpp"
#include "bot/features/matters/store.hpp"
#include "bot/features/presenters/store.hpp"
#include "bot/features/recruiting/store.hpp"
#include "bot/features/sessions/store.hpp"
#include "bot/features/tryouts/store.hpp"
#include "bot/results/pooled.hpp"
#include "bot/runtime/store.hpp"

namespace {

using support::each_has_its_own;

TEST(Codes, EachValueOfAFeatureHasItsOwn) {
  each_has_its_own(cover::Cover::Answer::none);
  each_has_its_own(ideas::Idea::State::hidden);
  each_has_its_own(matters::Kind::wish);
  each_has_its_own(matters::Entry::What::passed_on);
  each_has_its_own(presenters::Slot::State::reserve);
  each_has_its_own(recruiting::Round::State::settled);
  each_has_its_own(sessions::Run::State::stopped);
  each_has_its_own(tryouts::Tryout::State::dropped);
  each_has_its_own(results::Leaning::Side::high);
  each_has_its_own(features::Right::coordinator);
  each_has_its_own(runtime::OutboxRow::State::failed);
}

// The history of a matter begins with the states themselves.
static_assert(core::code(matters::Entry::What::will_not) == core::code(core::MatterState::will_not));

}  // namespace
