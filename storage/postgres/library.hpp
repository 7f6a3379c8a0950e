#pragma once
// libpq and SOCI's backend for it. Loaded when a database on a server is first asked for: who has a file
// needs neither on the machine.

#include <libpq-fe.h>
#include <soci/soci-backend.h>

namespace storage::postgres {

struct Library {
  const soci::backend_factory* factory;
  decltype(&::PQconninfoParse) conninfo_parse;
  decltype(&::PQconninfo) conninfo;
  decltype(&::PQconninfoFree) conninfo_free;
  decltype(&::PQfreemem) freemem;
  decltype(&::PQtransactionStatus) transaction_status;
  decltype(&::PQsetErrorVerbosity) set_error_verbosity;
  decltype(&::PQsetNoticeReceiver) set_notice_receiver;
  decltype(&::PQexec) exec;
  decltype(&::PQclear) clear;
  decltype(&::PQresultStatus) result_status;
  decltype(&::PQresultErrorField) result_error_field;
  decltype(&::PQcmdStatus) cmd_status;
  decltype(&::PQgetvalue) getvalue;
  decltype(&::PQhost) host;
  decltype(&::PQhostaddr) hostaddr;
  decltype(&::PQport) port;
  decltype(&::PQsocket) socket;
  decltype(&::PQsendQuery) send_query;
  decltype(&::PQconsumeInput) consume_input;
  decltype(&::PQisBusy) is_busy;
  decltype(&::PQgetResult) get_result;
  decltype(&::PQconnectStart) connect_start;
  decltype(&::PQconnectPoll) connect_poll;
  decltype(&::PQstatus) status;
  decltype(&::PQerrorMessage) error_message;
  decltype(&::PQfinish) finish;
};

// Throws storage::Error, which names the packages, where they are not there.
const Library& library();

}  // namespace storage::postgres
