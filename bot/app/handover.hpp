#pragma once
// The way of open boxes from the machine that serves to the one that waits (docs/postgresql.md): TLS in which
// both show a certificate of the house's own authority, memory to memory. Lines of JSON, and the files as
// they lie between them ("organisation" of a process with many alone):
//
//   -> {"refleks": "handover 1", "organisation": its name, "installation": ..., "mark": ..., "files": 2}
//   <- {"ok": true}                        or {"refused": words}, here or at the end
//   -> {"file": "ballots/....box", "size": 812}, then so many bytes; each file likewise
//   <- {"have": a hash of all names and bytes}
//
// Before, of many: {"refleks": ..., "organisation": ..., "room": true}, and {"ok": true} when there is some.

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <iosfwd>
#include <memory>

#include "bot/app/config.hpp"
#include "bot/app/parcel.hpp"
#include "bot/runtime/finding.hpp"

namespace app {

constexpr std::chrono::seconds longest_hand_over{6}, longest_wait_for_room{20};

// At the one that serves, on the engine's thread. `config` outlives it.
Giver giver(const Config& config);

// Of many: comes back when the other machine would soon serve one more, and where it cannot be asked. Until
// then all goes on here. I/O thread.
boost::asio::awaitable<void> when_there_is_room(std::shared_ptr<const Config> config);

// `refleks handover`: has the running service hand over. Gives the exit status.
int hand_over_service(const Config& config, std::ostream& out);

// What is to be said of certificate, key and authority; `good` only where a hand-over can be had with them.
runtime::Findings look_at_handover_files(const Config::Handover& way, core::Instant now, bool& good);

// For the doctor: the files, and whether the other machine takes us. Nothing where there is no handover.peer.
runtime::Findings examine_handover(const Config& config, core::Instant now);

}  // namespace app
