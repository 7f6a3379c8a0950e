#include "storage/postgres/place.hpp"

#include <chrono>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "storage/postgres/connection.hpp"
#include "storage/postgres/library.hpp"

namespace storage::postgres {
namespace {

constexpr std::chrono::seconds servers_kept{5};  // what a service says; then it is read again
// Of several, which libpq takes: the program asks that itself (primary.cpp, Connection), whatever the place
// says.
constexpr auto which = "target_session_attrs";

std::string as_words(const Values& values) {
  std::string words;
  for (const auto& [name, value] : values) {
    words += name + "='";
    for (const char c : value) words += c == '\'' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    words += "' ";
  }
  return words;
}

std::string value_of(const Values& values, const char* name) {
  const auto found = values.find(name);
  return found == values.end() ? std::string() : found->second;
}

Values told_by(PQconninfoOption* options) {
  Values values;
  for (const PQconninfoOption* one = options; one->keyword; ++one)
    if (one->val) values[one->keyword] = one->val;
  library().conninfo_free(options);
  return values;
}

// With the servers that its service or the surroundings name. libpq alone knows where that is written, and
// says it of a session; this one goes nowhere, because of a word that it does not take.
Values with_servers(Values values) {
  Values nowhere = values;
  nowhere[which] = "nowhere";
  const std::unique_ptr<PGconn, decltype(library().finish)> session(
      library().connect_start(as_words(nowhere).c_str()), library().finish);
  PQconninfoOption* const options = session ? library().conninfo(session.get()) : nullptr;
  if (!options) return values;
  const Values said = told_by(options);
  for (const char* name : {"host", "hostaddr", "port"})
    if (const auto found = said.find(name); found != said.end()) values[name] = found->second;
  return values;
}

// What is known of servers that are named together, for all threads.
struct Order {
  std::mutex mutex;
  std::map<std::vector<std::string>, Hosts> known;
  // By place, and since when: host, port, hostaddr.
  std::map<std::string, std::pair<std::chrono::steady_clock::time_point, std::vector<std::string>>> servers;
};
Order& order() {
  static Order all;  // one: in a template each use would have its own
  return all;
}

template <class Work>
auto with_order_of(const std::string& place, Work work) {
  const std::lock_guard lock(order().mutex);
  auto& [since, servers] = order().servers[place];
  if (const auto now = std::chrono::steady_clock::now(); servers.empty() || now > since + servers_kept) {
    const Values values = with_servers(values_of(place));
    servers.clear();
    for (const char* name : {"host", "port", "hostaddr"}) servers.push_back(value_of(values, name));
    since = now;
  }
  Hosts& hosts = order().known[servers];
  if (hosts.all().empty()) hosts = Hosts(servers[0], servers[1], servers[2]);
  return work(hosts);
}

std::string words_for(Values values) {
  std::erase_if(values, [](const auto& one) { return one.second.empty(); });
  values[which] = "any";
  values.try_emplace("connect_timeout", "3");
  values.try_emplace("tcp_user_timeout", "3000");
  values.try_emplace("keepalives_idle", "1");
  values.try_emplace("keepalives_interval", "1");
  values.try_emplace("keepalives_count", "3");
  values.try_emplace("application_name", "refleks");
  values["client_encoding"] = "UTF8";
  return as_words(values);
}

}  // namespace

bool is_place(std::string_view place) {
  return place.starts_with("postgresql://") || place.starts_with("postgres://") ||
         place.starts_with("service=");
}

std::string shown(const std::string& place) {
  const Values values = values_of(place);
  const auto value = [&](const char* name) { return value_of(values, name); };
  if (const std::string service = value("service"); !service.empty()) return "service=" + service;
  const std::string port = value("port");
  return "postgresql://" + value("host") + (port.empty() ? "" : ":" + port) + "/" + value("dbname");
}

Values values_of(const std::string& place) {
  char* trouble = nullptr;
  PQconninfoOption* options = library().conninfo_parse(place.c_str(), &trouble);
  if (trouble) library().freemem(trouble);  // it quotes the place
  if (!options)
    throw Error("storage.url is no address of PostgreSQL: postgresql://server/database, or service=name");
  return told_by(options);
}

std::string connection_words(const std::string& place) {
  return words_for(values_of(place));
}

std::string connection_words(const std::string& place, const Hosts::Host& server) {
  Values values = values_of(place);
  values["host"] = server.name;
  values["port"] = server.port;
  values["hostaddr"] = server.address;
  return words_for(std::move(values));
}

Hosts hosts_of(const std::string& place) {
  return with_order_of(place, [](const Hosts& hosts) { return hosts; });
}
void has_answered(const std::string& place, const Hosts::Host& server) {
  with_order_of(place, [&](Hosts& hosts) { hosts.answered(server); });
}
void fell_silent(const std::string& place, const Hosts::Host& server) {
  with_order_of(place, [&](Hosts& hosts) { hosts.fell_silent(server); });
}

Hosts::Host host_of(PGconn* session) {
  const auto text = [](const char* said) { return std::string(said ? said : ""); };
  return {text(library().host(session)), text(library().port(session)), text(library().hostaddr(session))};
}

}  // namespace storage::postgres
