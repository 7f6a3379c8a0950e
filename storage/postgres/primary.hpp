#pragma once
// Which of several servers takes writing just now. libpq asks them one after the other, and one that is cut
// off or frozen costs it seconds each time, and so does a name service; here all are asked at once, at each
// address that their names lead to.

#include <chrono>
#include <optional>
#include <string>

#include "storage/postgres/hosts.hpp"
#include "storage/postgres/names.hpp"

namespace storage::postgres {

// Nothing: the place names one server by its address or its socket, or none. Who is no primary is asked again
// until `limit` is over. Throws Error with words where none is one by then.
std::optional<Hosts::Host> primary_of(const std::string& place, std::chrono::milliseconds limit,
                                      Names& names = names_here());

// A server's own word for the time of its start.
inline constexpr auto when_started = "SELECT extract(epoch FROM pg_postmaster_start_time())::text";

// Whether another than `server` takes writing, by what it says within `limit`. Whoever says that it was
// `started` then is the same, by another name or behind another proxy; empty: it is not asked. Throws
// nothing.
bool is_replaced(const std::string& place, const Hosts::Host& server, std::chrono::milliseconds limit,
                 const std::string& started = {}, Names& names = names_here());

}  // namespace storage::postgres
