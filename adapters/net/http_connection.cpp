#include "adapters/net/http_connection.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <map>
#include <tuple>

#include "adapters/net/address.hpp"
#include "adapters/net/blanks.hpp"

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

std::size_t held_by(const Connections& connections, std::string_view place) {
  return static_cast<std::size_t>(std::count_if(
      connections.begin(), connections.end(),
      [&](const auto& connection) { return !connection->leaving && connection->place == place; }));
}

std::size_t asked_by(const Connections& connections, std::string_view place) {
  return static_cast<std::size_t>(
      std::count_if(connections.begin(), connections.end(), [&](const auto& connection) {
        return !connection->leaving && !connection->waits() && connection->place == place;
      }));
}

std::shared_ptr<Connection> longest_waiting(const Connections& connections, std::string_view newcomer,
                                            bool among_its_own) {
  std::map<std::string_view, std::size_t> held;
  for (const auto& connection : connections) held[connection->place] += connection->leaving ? 0 : 1;
  const auto now = steady_clock::now();
  std::shared_ptr<Connection> longest;
  const auto rank = [&](const Connection& connection) {
    return std::tuple(held[connection.place], connection.idle, now - connection.waits_since);
  };
  for (const auto& connection : connections) {
    const bool own = connection->place == newcomer;
    if (!connection->waits() || (among_its_own && !own)) continue;
    if (!connection->idle && own && now - connection->waits_since < spared) continue;
    if (!longest || rank(*connection) > rank(*longest)) longest = connection;
  }
  return longest;
}

namespace {

// What stands behind the last `sign` that is in no quotes; all of it when there is none. RFC 7239 4: a value
// with other than token characters is quoted.
std::string_view behind_last(std::string_view text, char sign) {
  bool quoted = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quoted && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (text[i] == sign && !quoted) {
      begin = i + 1;
    }
  }
  return text.substr(begin);
}

// RFC 7239 6: "[2001:db8::1]:4711", 192.0.2.1:80, _hidden, unknown.
std::string_view node_name(std::string_view node) {
  if (node.starts_with('"')) {
    if (node.size() < 2 || !node.ends_with('"')) return {};
    node = node.substr(1, node.size() - 2);
  }
  if (node.starts_with('[')) return node.substr(1, node.find(']') == node.npos ? 0 : node.find(']') - 1);
  node = node.substr(0, node.find(':'));
  return equal_ignoring_case(node, "unknown") ? std::string_view() : node;
}

std::string_view forwarded_for(std::string_view element) {
  while (!element.empty()) {
    const std::string_view pair = behind_last(element, ';');
    const std::string_view parameter = trimmed(pair);
    if (parameter.size() > 4 && equal_ignoring_case(parameter.substr(0, 4), "for="))
      return node_name(parameter.substr(4));
    if (pair.size() == element.size()) break;
    element.remove_suffix(pair.size() + 1);
  }
  return {};
}

}  // namespace

std::string visitor_named(const Headers& headers, std::string_view header) {
  std::string_view line;
  for (std::size_t i = 0; i < headers.size(); ++i) {
    const Headers::Field field = headers[i];
    if (equal_ignoring_case(field.name, header)) line = field.value;
  }
  if (line.empty()) return {};
  std::string_view name = trimmed(behind_last(line, ','));
  const bool forwarded = equal_ignoring_case(header, "Forwarded");
  if (forwarded) name = forwarded_for(name);
  boost::system::error_code no_address;
  auto address = boost::asio::ip::make_address(name, no_address);
  if (no_address && !forwarded) {  // some write the port, too: "192.0.2.1:80", "[2001:db8::7]:80"
    name = node_name(name);
    address = boost::asio::ip::make_address(name, no_address);
  }
  return no_address ? std::string(name) : unmapped(address).to_string();
}

}  // namespace net
