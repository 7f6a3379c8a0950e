#pragma once
// A letter as it goes over the wire: MIME by GMime. Any thread.

#include <optional>
#include <string>

#include "bot/core/icalendar.hpp"
#include "bot/core/time.hpp"

namespace mail {

struct Letter {
  core::Mailbox from, to;  // addresses that core::is_email has looked at
  std::string subject, plain, html;
  struct Calendar {
    std::string text, method;  // an iCalendar object, and its "REQUEST" or "CANCEL"
  };
  std::optional<Calendar> calendar{};
  std::string id;  // of the message, the same for the same post: "a1b2@fjordvik.example"
  core::Instant date{};
  std::string language;  // "nb"
};

// Lines end with CRLF; pure ASCII on the wire.
std::string mime_of(const Letter& letter);

}  // namespace mail
