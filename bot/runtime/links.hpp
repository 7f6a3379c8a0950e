#pragma once
// Addresses of pages where people answer who cannot answer in their chat: adapters whose platform has no
// buttons or forms turn each button into a link. Made at the moment of sending and never stored.

#include <optional>
#include <string>

#include "bot/core/message.hpp"
#include "bot/core/outbound.hpp"

namespace runtime {

class Links {
 public:
  virtual ~Links() = default;
  // The page on which this button can be pressed, as seen by `to`. For a person the link is that person's
  // alone; for a channel everybody who sees it shares it, so it exists for anonymous buttons (sealed names)
  // only. Nothing when no pages are served, the group takes no shared answers, or nobody may press it there.
  virtual std::optional<std::string> to(const core::Destination& to, const core::Button& button) = 0;
  // The page that shows what can be answered just now. Nothing as above.
  virtual std::optional<std::string> home(const core::Destination& to) = 0;
};

}  // namespace runtime
