#pragma once
// Makes the addresses of pages. Any thread, as long as `people` is.

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "adapters/web/tokens.hpp"
#include "bot/core/people.hpp"
#include "bot/runtime/links.hpp"

namespace web {

// The people and groups as they are now; never null.
using People = std::function<std::shared_ptr<const core::Directory>()>;

class PageLinks final : public runtime::Links {
 public:
  // `public_url` is where browsers find us: "https://bot.example.no", a path behind it is kept, a slash at
  // the end does not matter. `clock` outlives the links.
  PageLinks(std::shared_ptr<const Tokens> tokens, std::string public_url, People people,
            const core::Clock& clock);

  // A person's press lives 30 days; what it leads to may end before, as a poll does, and says so. Nothing
  // when nobody is known under that id, or no group takes shared answers in that channel.
  std::optional<std::string> to(const core::Destination& to, const core::Button& button) override;
  std::optional<std::string> home(const core::Destination& to) override;

  // The page of a person: letters, what can be answered, commands. Whoever has it acts as that person; it
  // lives a year. Empty for nobody.
  std::string home_of(const core::PersonId& person);
  // The page on which a person reads of their groups, and leaders answer them; it lives 90 days. Empty for
  // nobody.
  std::string overview_of(const core::PersonId& person);
  // The page behind the QR code on a group's printed sheet, short enough to be typed; nothing while the group
  // takes no shared answers.
  std::optional<std::string> sheet_of(const core::Group& group);
  // A calendar feed to subscribe to. `serial` comes back as the value of the press "sessions/calendar", so
  // that the feature can let an old one die.
  std::string calendar_of(const core::PersonId& person, const std::string& serial);

 private:
  std::string page(const Link& link) const;
  std::string page_of(Link link, const core::PersonId& person) const;

  std::shared_ptr<const Tokens> tokens_;
  std::string base_;
  People people_;
  const core::Clock& clock_;
};

// The press that a calendar's address makes.
inline constexpr std::string_view calendar_press = "sessions/calendar";

}  // namespace web
