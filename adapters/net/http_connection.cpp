#include "adapters/net/http_connection.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace net {

using std::chrono::steady_clock;

namespace {

// So long a request that has begun may come before it has to make room for another.
constexpr auto spared = std::chrono::milliseconds(500);

}  // namespace

bool out_of_descriptors(boost::system::error_code error) {
  namespace errc = boost::system::errc;
  return error == errc::too_many_files_open || error == errc::too_many_files_open_in_system ||
         error == errc::no_buffer_space || error == errc::not_enough_memory;
}

boost::asio::awaitable<bool> greet(Connection& connection, std::chrono::milliseconds limit) {
  connection.expect_within(limit);
  const boost::system::error_code error = co_await connection.stream->greet();
  connection.deadline = Connection::never;
  co_return !error;
}

std::size_t held_by(const Connections& connections, std::string_view source) {
  return static_cast<std::size_t>(std::count_if(
      connections.begin(), connections.end(),
      [&](const auto& connection) { return !connection->leaving && connection->source == source; }));
}

std::size_t asked_by(const Connections& connections, std::string_view source) {
  return static_cast<std::size_t>(
      std::count_if(connections.begin(), connections.end(), [&](const auto& connection) {
        return !connection->leaving && !connection->waits() && connection->source == source;
      }));
}

std::shared_ptr<Connection> longest_waiting(const Connections& connections, std::string_view newcomer,
                                            bool among_its_own) {
  std::map<std::string_view, std::size_t> held;
  for (const auto& connection : connections) held[connection->source] += connection->leaving ? 0 : 1;
  const auto now = steady_clock::now();
  std::shared_ptr<Connection> longest;
  const auto rank = [&](const Connection& connection) {
    return std::tuple(held[connection.source], connection.idle, now - connection.waits_since);
  };
  for (const auto& connection : connections) {
    const bool own = connection->source == newcomer;
    if (!connection->waits() || (among_its_own && !own)) continue;
    if (!connection->idle && own && now - connection->waits_since < spared) continue;
    if (!longest || rank(*connection) > rank(*longest)) longest = connection;
  }
  return longest;
}

std::string_view last_of(std::string_view forwarded) {
  const std::size_t comma = forwarded.rfind(',');
  if (comma != forwarded.npos) forwarded.remove_prefix(comma + 1);
  while (forwarded.starts_with(' ')) forwarded.remove_prefix(1);
  while (forwarded.ends_with(' ')) forwarded.remove_suffix(1);
  return forwarded;
}

}  // namespace net
