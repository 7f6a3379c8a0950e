// What a mailbox holds that nobody has read, by libcurl's IMAP. Blocks: for a thread of its own, never the
// I/O thread.
#pragma once

#include <atomic>
#include <boost/system/error_code.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "adapters/net/ca_bundle.hpp"

namespace net {

struct ImapBox {
  std::string url;  ///< imaps://host/INBOX, or imap:// on this machine
  std::string user, password;
};

struct ImapMail {
  std::vector<std::string> texts;   ///< whole messages, RFC 5322; read from now on
  boost::system::error_code error;  ///< where the mailbox was not reached, or did not let us in
};

/// Unread reports of delivery (multipart/report, RFC 6522), at most 20, each of at most 256 kB; others stay
/// as they are. `stop` breaks it off within a second.
ImapMail unread_reports(const ImapBox& box, const CaBundle& trusted, std::chrono::milliseconds limit,
                        const std::atomic<bool>& stop);

/// Whether the mailbox lets us in; nothing in it is read or changed.
boost::system::error_code open_box(const ImapBox& box, const CaBundle& trusted,
                                   std::chrono::milliseconds limit);

}  // namespace net
