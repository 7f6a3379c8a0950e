#pragma once
// What a group needs on paper, as PDF on a page: the letter to those who are invited, the contract, the run
// sheet of the next session, the programme's ways to hold a conversation.

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "bot/core/programme.hpp"
#include "bot/core/session.hpp"
#include "bot/features/feature.hpp"

namespace papers {

struct Options {
  // A page as PDF, and the address under which a person's press does it; either may be empty, or give
  // nothing: there is no paper.
  std::function<std::string(const std::string& name, const core::Message&, core::Language)> print{};
  std::function<std::string(const core::Person&, const core::Button&)> address{};
  // Of the group; nothing: it has none.
  using Page =
      std::function<std::optional<core::Message>(core::Context&, const core::Group&, core::Language)>;
  Page contract{}, run_sheet{}, methods{};
  // What the letter tells of: what the group follows, and its next session; nothing: none.
  std::function<const core::Programme*(const core::Group&)> programme{};
  std::function<std::optional<core::Session>(const core::Group&, core::Instant now)> next{};
};

// The letter. Pure; `programme` and `next` may be null.
core::Message letter(const core::Directory& people, const core::Group& group,
                     const core::Programme* programme, const core::Session* next, core::Language language);

std::unique_ptr<features::Feature> make(Options options);

}  // namespace papers
