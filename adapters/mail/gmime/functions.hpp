#pragma once
// What refleks_mail.so does by GMime, which a service that sends no e-mail does not carry. Any thread.

#include <string>

#include "adapters/mail/mime.hpp"

namespace mail {

struct GmimeFunctions {
  std::string (*mime)(const Letter& letter);
  // The text of the part that says whom a message did not reach (RFC 3464); empty: it has none.
  std::string (*delivery_status)(const std::string& message);
};

// Loads it. Throws std::runtime_error with words where it is not there.
const GmimeFunctions& gmime();

}  // namespace mail
