#include "storage/postgres/connection.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <sys/socket.h>

#include <cstdlib>
#include <iterator>
#include <memory>
#include <sstream>

#include "bot/core/utf8.hpp"
#include "bot/runtime/store.hpp"
#include "storage/descriptor.hpp"
#include "storage/postgres/failure.hpp"
#include "storage/postgres/library.hpp"
#include "storage/postgres/place.hpp"
#include "storage/postgres/primary.hpp"
#include "storage/postgres/schema.hpp"

namespace storage::postgres {
namespace {

constexpr int lock_class = 0x7265666c;  // all our locks have it; the second number is that of the schema
constexpr int oldest_server = 150000;
constexpr std::chrono::milliseconds longest_question{500};  // whether another server has taken over

constexpr auto taken_over = "database: another process has taken it over, and nothing was kept";
constexpr auto key_of_lock = "{}, quote_ident(current_schema())::regnamespace::oid::int";
// A name without its schema leads to the first of search_path that has such a table, and that may be another
// organisation's. This one is no other program's.
constexpr auto tables_elsewhere =
    "SELECT coalesce((SELECT relnamespace::regnamespace::text FROM pg_class WHERE oid = "
    "to_regclass('idea_receipt') AND relnamespace <> quote_ident(current_schema())::regnamespace), '')";
// What is somebody else's the next version cannot change, and no rewriting overwrites.
constexpr auto tables_of_others =
    "SELECT count(*)::text FROM pg_class WHERE relnamespace = quote_ident(current_schema())::regnamespace "
    "AND relkind = 'r' AND NOT pg_has_role(relowner, 'USAGE')";
constexpr auto own_schema_alone = "SELECT set_config('search_path', quote_ident(current_schema()), false)";

// Ours, whatever the place says: a dead machine frees its lock after some seconds, and who waits for a lock
// is told soon. Set when the session is there: `options` in the place would hide those of a service. What an
// administrator has set for all sessions of a user or a database must not end one that nobody has written to,
// nor the night's long statements, nor hide the warning of a commit that is not safe.
constexpr auto settings =
    "SET tcp_keepalives_idle = 1; SET tcp_keepalives_interval = 1; SET tcp_keepalives_count = 3; "
    "SET lock_timeout = 2000; SET idle_in_transaction_session_timeout = 60000; SET idle_session_timeout = 0; "
    "SET statement_timeout = 0; SET client_min_messages = warning; "
    "SET default_transaction_isolation = 'read committed'";
// Of an owner that a standby waits for: who is stopped, or cut off, has lost the lock after so long. Said in
// a way that reaches the server alone that is written to: pgpool hands SET to its copy, too, which would hear
// nothing more, and end all after that time.
constexpr auto settings_of_watched =
    "SELECT set_config('idle_session_timeout', '3000', false), "
    "set_config('idle_in_transaction_session_timeout', '3000', false), "
    "set_config('tcp_user_timeout', '3000', false)";

// The same until it says for the first time that it is there: on a busy machine a start takes longer.
constexpr auto settings_of_beginner =
    "SELECT set_config('idle_session_timeout', '10000', false), "
    "set_config('idle_in_transaction_session_timeout', '10000', false), "
    "set_config('tcp_user_timeout', '3000', false)";

std::string first(soci::session& sql, const std::string& query) {
  std::string value;
  sql << query, soci::into(value);
  return value;
}

// What the place says itself, or three seconds.
std::chrono::seconds longest_to_connect(const std::string& place) {
  const Values values = values_of(place);
  const auto found = values.find("connect_timeout");
  const int said = found == values.end() ? 0 : std::atoi(found->second.c_str());
  return std::chrono::seconds(said > 0 ? said : 3);
}

}  // namespace

Connection::Connection(std::string place, Use use, CallWatch* watch)
    : library_(library()), place_(std::move(place)) {
  watch_ = watch;
  try {
    const auto primary = primary_of(place_, longest_to_connect(place_));
    sql_.open(*library_.factory, primary ? connection_words(place_, *primary) : connection_words(place_));
    library_.set_error_verbosity(handle(), PQERRORS_SQLSTATE);  // before anything with a value is said
    library_.set_notice_receiver(
        handle(), [](void* self, const PGresult*) { static_cast<Connection*>(self)->warned_ = true; }, this);
    has_answered(place_, host_of(handle()));
    set_up(use);
  } catch (const soci::soci_error& error) {
    if (sql_.get_backend()) fail(error);
    // Of libpq, before there is a session: it names server, database and user.
    throw Error("the database " + shown(place_) +
                " cannot be reached: " + core::trimmed(error.get_error_message()));
  }
}

Connection::~Connection() {
  if (has_remedy_) watch_->set_remedy({});
  sql_.close();
}

PGconn* Connection::handle() {
  return static_cast<soci::postgresql_session_backend*>(sql_.get_backend())->conn_;
}

std::string Connection::setting(const std::string& name) {
  return first(sql_, "SELECT coalesce(current_setting('" + name + "', true), '')");
}

void Connection::set_up(Use use) {
  look_at_server(use);  // before settings that an older one does not know
  execute(own_schema_alone);
  execute(settings);
  if (use == Use::reader) execute("SET default_transaction_read_only = on");
  if (use == Use::owner) take_lock();
}

void Connection::look_at_server(Use use) {
  const std::string place = shown(place_);
  const auto refuse = [&](const std::string& words) {
    throw Error("the database " + place + " cannot be used: " + words + " (docs/postgresql.md)");
  };
  if (std::stoi(setting("server_version_num")) < oldest_server) refuse("PostgreSQL 15 or newer is needed");
  if (setting("server_encoding") != "UTF8") refuse("its encoding is not UTF8");
  if (setting("track_commit_timestamp") == "on")
    refuse("the server keeps the time of every row (track_commit_timestamp=on), and so tells who wrote when");
  // Asked, and not taken from what the server says of itself at the start: behind pgpool that may be another.
  if (first(sql_, "SELECT pg_is_in_recovery()::text") == "true")
    refuse("it is a copy, which takes no writing");
  if (use == Use::owner && setting("transaction_read_only") == "on") refuse("this user may only read there");
  if (first(sql_, "SELECT coalesce(current_schema(), '')").empty())
    refuse("there is no schema that this user may use (search_path)");
  if (const std::string other = first(sql_, tables_elsewhere); !other.empty())
    refuse("the first schema of search_path is empty, and another one (" + other +
           ") holds tables of Refleks: let search_path name one schema");
  // "local" and "remote_write" wait for less than a copy that has it.
  if (const std::string waits = setting("synchronous_commit"); waits != "on" && waits != "remote_apply")
    execute("SET synchronous_commit = on");
}

void Connection::take_lock() {
  // Waits a moment: the connection of an owner that was killed is noticed by the server some milliseconds
  // later.
  execute("SET lock_timeout = 500");
  try {
    execute(fmt::format("SELECT pg_advisory_lock({})", fmt::format(key_of_lock, lock_class)));
  } catch (const runtime::DatabaseHeld&) {
    throw Taken(fmt::format("the database {} is in use by another running refleks", shown(place_)));
  }
  execute("SET lock_timeout = 2000");
}

bool Connection::is_free(std::chrono::milliseconds limit) {
  const std::string key = fmt::format(key_of_lock, lock_class);
  // Taken and given back in one statement.
  return answer_within(limit, "SELECT CASE WHEN pg_try_advisory_lock(" + key + ") THEN pg_advisory_unlock(" +
                                  key + ") ELSE false END") == "t";
}

std::string Connection::lock() {
  return first(sql_,
               "SELECT (SELECT oid FROM pg_database WHERE datname = current_database())::text || '/' || "
               "quote_ident(current_schema())::regnamespace::oid::text");
}

std::set<std::string> Connection::held(std::chrono::milliseconds limit) {
  std::istringstream all(answer_within(
      limit, fmt::format("SELECT coalesce(string_agg(database::text || '/' || objid::text, ' '), '') FROM "
                         "pg_locks WHERE locktype = 'advisory' AND classid = {} AND granted",
                         lock_class)));
  return {std::istream_iterator<std::string>(all), {}};
}

std::string Connection::server() {
  const Hosts::Host host = host_of(handle());
  const bool led = !host.address.empty() && host.address != host.name;
  return host.name + (led ? " (" + host.address + ")" : "") + ":" + host.port;
}

std::string Connection::answer_within(std::chrono::milliseconds limit, const std::string& query) {
  const auto lost = [this](const std::string& what) {
    fell_silent(place_, host_of(handle()));
    throw Error("the database " + shown(place_) + what);
  };
  if (library_.send_query(handle(), query.c_str()) != 1) lost(" has ended the connection");
  const auto until = std::chrono::steady_clock::now() + limit;
  while (library_.is_busy(handle())) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    pollfd wanted{library_.socket(handle()), POLLIN, 0};
    const int ready = left.count() > 0 ? ::poll(&wanted, 1, static_cast<int>(left.count())) : 0;
    if (ready == 0) lost(" does not answer");
    if (ready > 0 && library_.consume_input(handle()) != 1) lost(" has ended the connection");
  }
  std::string value;
  while (PGresult* result = library_.get_result(handle())) {
    const std::unique_ptr<PGresult, decltype(library_.clear)> held(result, library_.clear);
    const char* state = library_.result_error_field(result, PG_DIAG_SQLSTATE);
    if (library_.result_status(result) != PGRES_TUPLES_OK) fail_with(state ? state : "");
    const char* const said = library_.getvalue(result, 0, 0);  // none: there is no row
    value = said ? said : "";
  }
  return value;
}

void Connection::take_epoch() try {
  if (first(sql_, "SELECT coalesce(to_regclass('lease')::text, '')").empty())
    execute("CREATE TABLE lease(one boolean PRIMARY KEY CHECK (one), epoch bigint NOT NULL)");
  epoch_ = "SELECT 1 FROM lease WHERE epoch = " +
           first(sql_,
                 "INSERT INTO lease(one, epoch) VALUES(true, 1) ON CONFLICT(one) DO UPDATE SET epoch = "
                 "lease.epoch + 1 RETURNING epoch::text");
} catch (const soci::soci_error& error) {
  fail(error);
}

void Connection::keep_watch(CallWatch& watch) try {
  watch_ = &watch;
  execute(settings_of_beginner);
  begins_ = true;
  const auto replaced = [place = place_, server = host_of(handle()), started = first(sql_, when_started)] {
    return postgres::is_replaced(place, server, longest_question, started);
  };
  // A descriptor of its own: libpq closes its one when the connection breaks, and then the number may be
  // another's.
  const auto socket = std::make_shared<Descriptor>(::fcntl(library_.socket(handle()), F_DUPFD_CLOEXEC, 0));
  watch.set_remedy({replaced, [socket] { ::shutdown(socket->get(), SHUT_RDWR); }});
  has_remedy_ = true;
} catch (const soci::soci_error& error) {
  fail(error);
}

void Connection::heartbeat() {
  if (!epoch_.empty() && execute(epoch_) != "SELECT 1") throw Error(taken_over);
  if (begins_) execute(settings_of_watched);
  begins_ = false;
}

std::string Connection::execute(const std::string& command, const std::string& what) {
  const CallWatch::Call call(watch_);
  warned_ = false;
  const std::unique_ptr<PGresult, decltype(library_.clear)> result(library_.exec(handle(), command.c_str()),
                                                                   library_.clear);
  const auto status = library_.result_status(result.get());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return library_.cmd_status(result.get());
  const char* state = library_.result_error_field(result.get(), PG_DIAG_SQLSTATE);
  const char* words = library_.result_error_field(result.get(), PG_DIAG_MESSAGE_PRIMARY);
  // Of what does not fit the schema the words name the statement's own parts, never a value.
  const bool harmless = state && words && std::string_view(state).starts_with("42");
  fail_with(state ? state : "", !harmless ? what : what.empty() ? words : what + ": " + words);
}

bool Connection::may_execute(const std::string& command) try {
  execute(command);
  return true;
} catch (const Error&) {
  return false;
}

// The epoch is asked for in the same breath, so that it costs no journey; the row is held until the commit,
// for which the next owner waits.
void Connection::begin() {
  if (epoch_.empty()) {
    execute("BEGIN");
    return;
  }
  try {
    if (execute("BEGIN; " + epoch_ + " FOR SHARE") != "SELECT 1") throw Error(taken_over);
  } catch (...) {
    may_execute("ROLLBACK");
    throw;
  }
}

void Connection::begin_reading() {
  execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

void Connection::commit() {
  if (library_.transaction_status(handle()) != PQTRANS_INTRANS) {
    rollback();
    throw Error("database: something in the transaction has failed, and nothing of it was kept");
  }
  if (execute("COMMIT") != "COMMIT" || has_warned())
    throw Error("database: the server does not say that what was written is safe");
}

void Connection::rollback() {
  ++undone_;
  const auto status = library_.transaction_status(handle());
  if (status == PQTRANS_INTRANS || status == PQTRANS_INERROR) execute("ROLLBACK");
}

void Connection::savepoint() {
  execute("SAVEPOINT unit");
}
void Connection::release() {
  execute("RELEASE unit");  // refused by the server where something since has failed
}
void Connection::rollback_to_savepoint() {
  ++undone_;
  execute("ROLLBACK TO unit");
  execute("RELEASE unit");
}

void Connection::script(const std::string& what, const std::string& statements) {
  execute(translated(statements), what);
}

bool Connection::empty() try {
  return first(sql_,
               "SELECT count(*)::text FROM pg_class WHERE relnamespace = "
               "quote_ident(current_schema())::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')") == "0";
} catch (const soci::soci_error& error) {
  fail(error);
}

int Connection::schema_version() try {
  if (first(sql_, "SELECT coalesce(to_regclass('schema_version')::text, '')").empty()) return 0;
  return std::stoi(first(sql_, "SELECT coalesce(max(number), 0)::text FROM schema_version"));
} catch (const soci::soci_error& error) {
  fail(error);
}

void Connection::set_schema_version(int number) {
  execute("CREATE TABLE IF NOT EXISTS schema_version(number BIGINT PRIMARY KEY NOT NULL)");
  execute(fmt::format("INSERT INTO schema_version(number) VALUES({})", number));
}

void Connection::set_rules(const std::string& table, bool on) {
  execute(fmt::format("ALTER TABLE {} {} TRIGGER USER", table, on ? "ENABLE" : "DISABLE"));
}

std::string Connection::in_its_words(std::string statement) const {
  return postgres::in_its_words(std::move(statement));
}

std::string Connection::bindable(std::string text) const {
  if (core::is_utf8(text)) return text;
  std::string good;
  for (std::size_t at = 0; at < text.size();) {
    const core::CodePoint point = core::code_point_at(text, at);
    good += point.good ? text.substr(at, point.bytes) : "\uFFFD";
    at += point.bytes;
  }
  return good;
}

bool Connection::may_make_tables() try {
  return first(sql_, "SELECT has_schema_privilege(current_schema(), 'CREATE')::text") == "true";
} catch (const soci::soci_error& error) {
  fail(error);
}

std::vector<std::string> Connection::advice() try {
  std::vector<std::string> all;
  if (first(sql_, tables_of_others) != "0")
    all.push_back(
        "tables belong to another user, so that what is deleted there is not overwritten, and no new version "
        "can change them: make this user their owner");
  const bool quotes_parameters = setting("log_parameter_max_length") != "0";
  const std::string which = setting("log_statement");
  const bool logs = which == "all" || which == "mod" || setting("log_min_duration_statement") != "-1" ||
                    setting("log_min_duration_sample") != "-1" ||
                    setting("log_transaction_sample_rate") != "0";
  if (logs && quotes_parameters)
    all.push_back("the server logs statements with what people wrote: set log_parameter_max_length = 0");
  if (setting("log_parameter_max_length_on_error") != "0")
    all.push_back(
        "the server logs what people wrote when a statement fails: set log_parameter_max_length_on_error = "
        "0");
  if (setting("log_error_verbosity") != "terse")
    all.push_back("the server may log a whole row when it refuses one: set log_error_verbosity = terse");
  // A copy, or what fetches for one; behind one name or one address there may be another server, too.
  const bool is_copied = first(sql_, "SELECT count(*)::text FROM pg_stat_replication") != "0";
  if ((is_copied || hosts_of(place_).several()) && setting("synchronous_standby_names").empty())
    all.push_back(
        "a change to another server may lose what was acknowledged: set synchronous_standby_names, so that "
        "each commit waits for a copy");
  if (setting("fsync") != "on" || setting("full_page_writes") != "on")
    all.push_back("the server may lose what was acknowledged: set fsync = on and full_page_writes = on");
  return all;
} catch (const soci::soci_error& error) {
  fail(error);
}

}  // namespace storage::postgres
