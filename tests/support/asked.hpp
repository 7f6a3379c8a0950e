#pragma once
// What a feature asks of its own accord must be what it says that it asks: nobody else may ask that.

#include <gtest/gtest.h>

#include <algorithm>

#include "bot/features/feature.hpp"
#include "tests/support/fake_context.hpp"

namespace support {

// Of all polls it has asked for; a text is like no other question.
inline void expect_said_beforehand(features::Feature& feature, const core::Group& group,
                                   const FakeContext& context) {
  const auto said = feature.asks_by_itself(group);
  std::size_t polls = 0;
  for (const auto& wanted : context.facts_of<core::PollRequested>()) {
    ++polls;
    for (const core::Question& question : wanted.poll.questions)
      if (question.kind != core::Question::Kind::text) {
        EXPECT_NE(std::ranges::find(said, question), said.end()) << question.prompt.in(core::Language::nb);
      }
  }
  EXPECT_GT(polls, 0U);
}

}  // namespace support
