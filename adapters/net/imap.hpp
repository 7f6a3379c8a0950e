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
  std::string url;  // imaps://host/INBOX, or imap:// on this machine
  std::string user, password;
};

struct ImapFound {
  std::vector<std::string> numbers;  // UIDs: digits
  boost::system::error_code error;   // where the mailbox was not reached, or did not let us in
  bool shut = false;                 // it was reached, and did not let us in
};
// Unread reports of delivery (multipart/report, RFC 6522) that came on `since` or later; they stay so.
// `stop` breaks it off within a second.
ImapFound unread_reports(const ImapBox& box, std::chrono::sys_days since, const CaBundle& trusted,
                         std::chrono::milliseconds limit, const std::atomic<bool>& stop);

struct ImapMail {
  std::vector<std::string> texts;  // whole messages, RFC 5322; read from now on
  std::vector<std::string> left;   // numbers of which nothing is known, because of the error
  boost::system::error_code error;
};
// Those messages; without one that is gone or has more than 256 kB.
ImapMail fetch_reports(const ImapBox& box, const std::vector<std::string>& numbers, const CaBundle& trusted,
                       std::chrono::milliseconds limit, const std::atomic<bool>& stop);

// Whether the mailbox lets us in; nothing in it is read or changed.
boost::system::error_code open_box(const ImapBox& box, const CaBundle& trusted,
                                   std::chrono::milliseconds limit);

}  // namespace net
