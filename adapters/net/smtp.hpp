// One e-mail handed to a relay, by libcurl. Blocks: for a thread of its own, never the I/O thread (at the end
// of a session curl waits for the relay's farewell). The guard of addresses and the house's proxies are for
// what others name; a relay stands in the configuration.
#pragma once

#include <atomic>
#include <boost/system/error_code.hpp>
#include <chrono>
#include <cstdint>
#include <string>

#include "adapters/net/ca_bundle.hpp"

namespace net {

struct SmtpRelay {
  enum class Security {
    starttls,  // the connection is turned into an encrypted one, or nothing is said
    tls,       // encrypted from the first byte
    none,
  };
  std::string host;
  std::uint16_t port = 587;
  Security security = Security::starttls;
  std::string user, password;  // empty: one does not sign in
  std::string greeting;        // the name we greet with; empty: the machine's
};

struct SmtpLetter {
  std::string from, to;  // of the envelope, bare addresses; empty `from`: nobody hears of bounces
  std::string text;      // RFC 5322, lines end with CRLF
};

// How a session with a relay ended.
struct SmtpOutcome {
  enum class Stage {
    connecting,  // and its greeting
    securing,
    signing_in,
    sender,
    recipient,
    data,
  };
  bool taken = false;               // 250 behind the end of the data
  bool handed_over = false;         // all of the letter has been given to the connection
  Stage stage = Stage::connecting;  // the last that was begun
  int code = 0;                     // of the relay's last answer; 0: none came
  std::string detail;               // of that answer, the number of RFC 3463: "5.1.1"; may be empty
  // What that answer refuses by its words, which relays write where the number says less.
  enum class Refuses { the_letter, relaying, us } refuses = Refuses::the_letter;
  bool untrusted = false;           // nobody vouches for its certificate, or it offers no encryption
  boost::system::error_code error;  // none when taken
};

// Never throws for what the network or the relay does. `stop` set: ends within about a second.
SmtpOutcome hand_over(const SmtpRelay& relay, const SmtpLetter& letter, const CaBundle& trusted,
                      std::chrono::milliseconds limit, const std::atomic<bool>& stop);
// The session without a letter: as far as signing in.
SmtpOutcome greet(const SmtpRelay& relay, const CaBundle& trusted, std::chrono::milliseconds limit);

}  // namespace net
