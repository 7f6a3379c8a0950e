#pragma once
// Where the programme wants somebody to bring a situation: asked in private in a fair turn, the next
// session's when this one ends, the first one's with its invitation. A no is nobody's business: the next one
// is asked, and after two, or after two days of silence, a made-up situation of the pack is there.

#include <functional>
#include <memory>
#include <string>

#include "bot/core/leaders.hpp"
#include "bot/core/programme.hpp"
#include "bot/features/feature.hpp"
#include "bot/features/presenters/store.hpp"

namespace presenters {

struct Options {
  // How many bring a situation to this session.
  std::function<int(const core::Session&, const core::Group&)> places;
  // A page as PDF, and the address under which a person's press does it; either may be empty, or give
  // nothing: there is no paper.
  std::function<std::string(const std::string& name, const core::Message&, core::Language)> print{};
  std::function<std::string(const core::Person&, const core::Button&)> address{};
  core::AskedOf asked{};
};

// For whoever leads the session: who brings what. Nothing where nobody was asked.
std::vector<core::Block> brought(PresenterStore& store, const core::Programmes& programmes,
                                 const core::Directory& people, const core::SessionId& session,
                                 core::Language language);

// Store and programmes must outlive the feature. Hears MomentDue, SessionChanged and SaidAboutComing.
std::unique_ptr<features::Feature> make(PresenterStore& store, const core::Programmes& programmes,
                                        Options options);

}  // namespace presenters
