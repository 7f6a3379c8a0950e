#pragma once
// What stands in storage.url, as libpq takes it, and what is known of the servers it names.

#include <map>
#include <string>

#include "storage/postgres/hosts.hpp"

struct pg_conn;  // libpq's

namespace storage::postgres {

using Values = std::map<std::string, std::string>;

// Throws Error, which does not quote it.
Values values_of(const std::string& place);

// As SOCI and libpq take it: with what is ours where the place says nothing.
std::string connection_words(const std::string& place);
// Of this server alone.
std::string connection_words(const std::string& place, const Hosts::Host& server);

// The servers of a place, also those that its service names, in the order in which they are preferred. Any
// thread, as all below: every place that names the same servers knows the same of them.
Hosts hosts_of(const std::string& place);
void has_answered(const std::string& place, const Hosts::Host& server);
void fell_silent(const std::string& place, const Hosts::Host& server);

// The server of a session.
Hosts::Host host_of(pg_conn* session);

}  // namespace storage::postgres
