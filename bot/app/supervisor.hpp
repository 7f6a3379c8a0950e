#pragma once
// What whoever starts the service is told: systemd with Type=notify. Without one, nothing happens.

#include <string_view>

namespace app {

// "READY=1", "WATCHDOG=1", "STOPPING=1", also several lines: one datagram to $NOTIFY_SOCKET, as sd_notify(3)
// describes. What cannot be told is passed over: a service without a supervisor serves all the same. Any
// thread.
void tell_supervisor(std::string_view state);

}  // namespace app
