// What the log tells of calls that do not get through, of whatever kind: deliveries, feeds, sockets, tokens.
#pragma once

#include <string>

namespace net {

// From here on the log is told; before, and in tools that say it themselves, nothing is.
void log_reachability();

// A call to `host` broke, or was answered as only a server in trouble does; `words` say where and why
// (in_words). A line at once, another when the words change (a minute later at the soonest) or have held for
// ten minutes, with the number of calls between. Any thread.
void not_reached(const std::string& host, const std::string& words);

// A call to `host` was answered; said when the last ones were not. Any thread.
void reached(const std::string& host);

}  // namespace net
