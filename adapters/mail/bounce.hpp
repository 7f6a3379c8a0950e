#pragma once
// A report that a letter could not be delivered (RFC 3464), read by GMime. Any thread.

#include <string>
#include <string_view>
#include <vector>

namespace mail {

struct Bounce {
  std::string address;  // that it was for, in small letters: the one we wrote to, and the one it went on to
  std::string reason;   // "no_such_box", "full_box", "not_taken": as a relay that says so at once
};

// The recipients for whom delivery failed for good; none where the message is no such report. Whoever calls
// has looked at its size.
std::vector<Bounce> bounces_in(const std::string& message);

}  // namespace mail
