#pragma once
// The way of open boxes from the machine that serves to the one that waits (docs/postgresql.md): TLS in which
// both show a certificate of the house's own authority, memory to memory. Lines of JSON, and the files as
// they lie between them:
//
//   -> {"refleks": "handover 1", "installation": ..., "mark": ..., "files": 2}
//   <- {"ok": true}                        or {"refused": words}, here or at the end
//   -> {"file": "ballots/....box", "size": 812}, then so many bytes; each file likewise
//   <- {"have": a hash of all names and bytes}

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <functional>
#include <iosfwd>
#include <memory>
#include <string>

#include "bot/app/box_holder.hpp"
#include "bot/app/config.hpp"
#include "bot/runtime/finding.hpp"

namespace app {

constexpr std::chrono::seconds longest_hand_over{6};

// At the one that serves, on the engine's thread. `config` outlives it.
Giver giver(const Config& config);

// At the one that waits. I/O thread.
class Receiver {
 public:
  // Listens at once on handover.listen. `config` outlives it. `counting`: what the database says, asked for
  // each hand-over; may throw. Throws std::runtime_error with words: the address or a file is no good.
  Receiver(boost::asio::any_io_executor executor, const Config& config, std::function<Counting()> counting);
  ~Receiver();
  Receiver(const Receiver&) = delete;
  Receiver& operator=(const Receiver&) = delete;

  std::uint16_t port() const;
  // One is under way.
  bool at_work() const;
  // When the last one broke off before all was here; long past: none did.
  std::chrono::steady_clock::time_point broke_off() const;
  // Takes another certificate where its files have changed.
  void look_at_files();

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

// `refleks handover`: has the running service hand over. Gives the exit status.
int hand_over_service(const Config& config, std::ostream& out);

// For the doctor: the files, and whether the other machine takes us. Nothing where there is no handover.peer.
runtime::Findings examine_handover(const Config& config, core::Instant now);

}  // namespace app
