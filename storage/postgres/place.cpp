#include "storage/postgres/place.hpp"

#include <mutex>
#include <utility>

#include "storage/postgres/connection.hpp"
#include "storage/postgres/library.hpp"

namespace storage::postgres {
namespace {

std::string as_words(const Values& values) {
  std::string words;
  for (const auto& [name, value] : values) {
    words += name + "='";
    for (const char c : value) words += c == '\'' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    words += "' ";
  }
  return words;
}

// What is known of servers that are named together, for all threads.
struct Order {
  std::mutex mutex;
  std::map<std::pair<std::string, std::string>, Hosts> known;
};
Order& order() {
  static Order all;  // one: in a template each use would have its own
  return all;
}

template <class Work>
auto with_order_of(const Values& values, Work work) {
  const auto value = [&](const char* name) {
    const auto found = values.find(name);
    return found == values.end() ? std::string() : found->second;
  };
  const std::pair servers(value("host"), value("port"));
  const std::lock_guard lock(order().mutex);
  Hosts& hosts = order().known[servers];
  if (!hosts.several() && !values.contains("hostaddr")) hosts = Hosts(servers.first, servers.second);
  return work(hosts);
}

std::string words_for(Values values, Use use) {
  std::erase_if(values, [](const auto& one) { return one.second.empty(); });
  values.try_emplace("connect_timeout", "3");
  values.try_emplace("tcp_user_timeout", "3000");
  values.try_emplace("keepalives_idle", "1");
  values.try_emplace("keepalives_interval", "1");
  values.try_emplace("keepalives_count", "3");
  values["target_session_attrs"] = use == Use::owner ? "read-write" : "primary";  // whatever the place says
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
  const auto value = [&](const char* name) {
    const auto found = values.find(name);
    return found == values.end() ? std::string() : found->second;
  };
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
  Values values;
  for (const PQconninfoOption* one = options; one->keyword; ++one)
    if (one->val) values[one->keyword] = one->val;
  library().conninfo_free(options);
  return values;
}

std::string connection_words(const std::string& place, Use use) {
  Values values = values_of(place);
  if (const Hosts order = with_order_of(values, [](const Hosts& hosts) { return hosts; }); order.several()) {
    values["host"] = order.hosts();
    values["port"] = order.ports();
  }
  return words_for(std::move(values), use);
}

std::string connection_words(const std::string& place, Use use, const Hosts::Host& server) {
  Values values = values_of(place);
  values["host"] = server.first;
  values["port"] = server.second;
  return words_for(std::move(values), use);
}

Hosts hosts_of(const std::string& place) {
  return with_order_of(values_of(place), [](const Hosts& hosts) { return hosts; });
}
void has_answered(const std::string& place, const Hosts::Host& server) {
  with_order_of(values_of(place), [&](Hosts& hosts) { hosts.answered(server); });
}
void fell_silent(const std::string& place, const Hosts::Host& server) {
  with_order_of(values_of(place), [&](Hosts& hosts) { hosts.fell_silent(server); });
}

Hosts::Host host_of(PGconn* session) {
  const auto text = [](const char* said) { return std::string(said ? said : ""); };
  return {text(library().host(session)), text(library().port(session))};
}

}  // namespace storage::postgres
