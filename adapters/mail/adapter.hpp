#pragma once
// E-mail as a platform, out only: people without a chat are told that something lies on their page, with the
// page's address. What a letter may say besides stands in core::Mail; an anonymous question never does.

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "adapters/net/imap.hpp"
#include "adapters/net/smtp.hpp"
#include "adapters/net/timing.hpp"
#include "bot/core/people.hpp"
#include "bot/runtime/adapter.hpp"
#include "bot/runtime/finding.hpp"
#include "bot/runtime/links.hpp"

namespace mail {

struct Options {
  std::string workspace;  // the configured name of this connection
  net::SmtpRelay relay;
  std::string from, from_name;  // of the letters
  std::string bounces_to;       // of the envelope: where the relay reports later what it could not deliver
  // The mailbox behind it, where we may read what came back; without an address nobody looks.
  net::ImapBox bounces{};
  std::string organisation;
  std::string ca_file;                      // PEM; empty: the system's roots
  std::chrono::milliseconds limit{60'000};  // for one letter
};

class Mail : public runtime::Adapter {
 public:
  // Name, password and sender as they are now; of the rest nothing is taken.
  virtual void renew(const Options& options) = 0;
};

using People = std::function<std::shared_ptr<const core::Directory>()>;

// The place of a person is their core::PersonId. Outcomes of deliver, which has one session with the relay:
// - sent, without a reference, so that no edit is ever asked for: 250 behind the end of the data, and nothing
//   else.
// - unknown: all of the letter had left, and no answer came.
// - retry: 4xx, and whatever broke before the letter had left; the whole of it is sent anew.
// - refused: name and password, or the sender, are not taken; with `shut`, the relay does not pass on to such
//   addresses; with place_alone, it says so of few, with one of its reasons of rights (RFC 3463, 5.7.x).
// - permanent: unknown_workspace, unknown_user; no_such_box, full_box, not_taken: the relay says so of this
//   one (outbox.box.* in the texts), or has sent back the letter before: then this one went all the same.
// At most four letters a second, four at a time; the next is not begun before one of four has ended. `links`
// and `clock` outlive the adapter. Throws boost::system::system_error when the CA file cannot be read.
std::unique_ptr<Mail> make_mail(boost::asio::any_io_executor executor, Options options, People people,
                                runtime::Links* links, const core::Clock& clock, net::Timing timing);

// What an outcome of a session means.
runtime::Delivered delivered(const net::SmtpOutcome& outcome);

// What `refleks doctor` says of the relay and of the mailbox of bounces; blocks for some twenty seconds at
// most.
runtime::Findings examine(const Options& options);

}  // namespace mail
