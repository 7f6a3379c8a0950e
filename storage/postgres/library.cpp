#include "storage/postgres/library.hpp"

#include <dlfcn.h>

#include <string>

#include "storage/error.hpp"

namespace storage::postgres {
namespace {

constexpr auto backend_file = "libsoci_postgresql.so.4.0";
constexpr auto client_file = "libpq.so.5";

void* opened(const char* file) {
  void* library = ::dlopen(file, RTLD_NOW | RTLD_LOCAL);  // and never closed
  if (!library)
    throw Error(std::string("a database on a server needs the packages libsoci-postgresql4.0 and libpq5: ") +
                file + " cannot be loaded");
  return library;
}

template <class Function>
void find(void* in, const char* name, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(in, name));
  if (!function) throw Error(std::string("the library of PostgreSQL on this machine has no ") + name);
}

Library load() {
  void* client = opened(client_file);
  void* backend = opened(backend_file);
  Library all{};
  const soci::backend_factory* (*make)() = nullptr;
  find(backend, "factory_postgresql", make);
  all.factory = make();
  find(client, "PQconninfoParse", all.conninfo_parse);
  find(client, "PQconninfo", all.conninfo);
  find(client, "PQconninfoFree", all.conninfo_free);
  find(client, "PQfreemem", all.freemem);
  find(client, "PQtransactionStatus", all.transaction_status);
  find(client, "PQsetErrorVerbosity", all.set_error_verbosity);
  find(client, "PQsetNoticeReceiver", all.set_notice_receiver);
  find(client, "PQexec", all.exec);
  find(client, "PQclear", all.clear);
  find(client, "PQresultStatus", all.result_status);
  find(client, "PQresultErrorField", all.result_error_field);
  find(client, "PQcmdStatus", all.cmd_status);
  find(client, "PQgetvalue", all.getvalue);
  find(client, "PQhost", all.host);
  find(client, "PQhostaddr", all.hostaddr);
  find(client, "PQport", all.port);
  find(client, "PQsocket", all.socket);
  find(client, "PQsendQuery", all.send_query);
  find(client, "PQconsumeInput", all.consume_input);
  find(client, "PQisBusy", all.is_busy);
  find(client, "PQgetResult", all.get_result);
  find(client, "PQconnectStart", all.connect_start);
  find(client, "PQconnectPoll", all.connect_poll);
  find(client, "PQstatus", all.status);
  find(client, "PQerrorMessage", all.error_message);
  find(client, "PQfinish", all.finish);
  return all;
}

}  // namespace

const Library& library() {
  static const Library all = load();
  return all;
}

}  // namespace storage::postgres
