#pragma once
// Looking at what was said: the words and buttons of replies and messages, and the texts of the catalogue.

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "bot/core/reply.hpp"
#include "bot/core/texts.hpp"

namespace support {

inline std::string words(const core::Reply& reply) {
  if (reply.whisper) return core::plain_text(*reply.whisper);
  if (reply.form) return "form: " + reply.form->title;
  for (const auto& [field, error] : reply.errors) return field + ": " + error;
  return {};
}
inline std::vector<core::Button> buttons(const core::Message& message) {
  std::vector<core::Button> all;
  for (const core::Block& block : message.blocks)
    if (const auto* actions = std::get_if<core::Actions>(&block))
      all.insert(all.end(), actions->buttons.begin(), actions->buttons.end());
  return all;
}
// The button of that label; throws when there is none, so that a test stops where it went wrong.
inline core::Button button(const core::Message& message, const std::string& label) {
  for (const core::Button& button : buttons(message))
    if (button.label == label) return button;
  throw std::logic_error("no button «" + label + "» in: " + core::plain_text(message));
}
inline core::Button button(const core::Reply& reply, const std::string& label) {
  if (!reply.whisper) throw std::logic_error("no whisper with «" + label + "»: " + words(reply));
  return button(*reply.whisper, label);
}
inline std::string text(std::string_view key, core::Args args = {},
                        core::Language language = core::Language::nb) {
  return core::plain_text(core::rich(language, key, args));
}

inline ::testing::AssertionResult has(const std::string& whole, const std::string& part) {
  if (whole.find(part) != std::string::npos)
    return ::testing::AssertionSuccess() << "found «" << part << "» in «" << whole << "»";
  return ::testing::AssertionFailure() << "no «" << part << "» in «" << whole << "»";
}

}  // namespace support

#define EXPECT_HAS(whole, part) EXPECT_TRUE(support::has(whole, part))
#define EXPECT_LACKS(whole, part) EXPECT_FALSE(support::has(whole, part))
