#pragma once
// Messages and answer pages for the webhook adapter's tests.

#include <map>
#include <optional>
#include <string>

#include "adapters/webhook/outline.hpp"
#include "adapters/webhook/shape.hpp"
#include "bot/core/message.hpp"
#include "bot/runtime/links.hpp"

namespace webhook_test {

inline constexpr webhook::Shape all_shapes[] = {webhook::Shape::slack,       webhook::Shape::mattermost,
                                                webhook::Shape::rocketchat,  webhook::Shape::zulip,
                                                webhook::Shape::google_chat, webhook::Shape::teams_workflow};
std::string name_of(webhook::Shape shape);

// Pages for the buttons named here, and a home when it is set.
struct Pages final : runtime::Links {
  std::map<std::string, std::string> of;
  std::optional<std::string> home_page;
  std::optional<std::string> to(const core::Destination&, const core::Button& button) override;
  std::optional<std::string> home(const core::Destination&) override { return home_page; }
};

core::Destination channel();
core::Message words(std::string text);
core::Message everything();    // each kind of block and of span
core::Message hostile();       // what nobody may get through, in each kind of block
core::Message only_buttons();  // with a word of text and buttons that have no page
core::Message long_one(std::size_t paragraphs, std::size_t letters);  // with a button at the end
Pages pages();                                                        // of everything() and long_one()

// The same through outline(): with pages().
webhook::Outline outline_of(const core::Message& message);
// Parsed and with each text joined by \n, whatever the shape calls it.
std::string all_text(const std::string& payload);

}  // namespace webhook_test
