#include "storage/outlook.hpp"

#include "storage/hopes_kept.hpp"
#include "storage/statement.hpp"

namespace storage {
namespace {

// Each as retention_store.cpp and outbox_store.cpp delete it; tests hold one to the other.
constexpr auto count_polls =
    "SELECT count(*), count(*) FILTER (WHERE closes < :before), coalesce(min(closes), '') FROM poll "
    "WHERE state IN ('closed', 'cancelled', 'lost')";
constexpr auto count_topic_polls =
    "SELECT count(*), count(*) FILTER (WHERE closes < :before), coalesce(min(closes), '') FROM poll "
    "WHERE state IN ('closed', 'cancelled', 'lost') AND purpose = 'topic'";
constexpr auto count_texts =
    "SELECT count(*), count(*) FILTER (WHERE p.closes < :before), coalesce(min(p.closes), '') FROM "
    "(SELECT poll_id FROM result_text UNION ALL SELECT poll_id FROM sheet_text) t JOIN poll p ON p.poll_id = "
    "t.poll_id";
constexpr auto count_matters =
    "SELECT count(*), count(*) FILTER (WHERE since < :before), coalesce(min(since), '') FROM "
    "(SELECT changed AS since FROM matter WHERE state IN ('done', 'will_not') "
    "UNION ALL SELECT at FROM kept_matter UNION ALL SELECT at FROM minutes UNION ALL SELECT agreed FROM "
    "tryout UNION ALL SELECT " STORAGE_LAST_OF_HOPES " FROM hope_round WHERE " STORAGE_HOPES_WITHOUT_END
    " UNION ALL SELECT released FROM practice UNION ALL SELECT asked FROM purpose WHERE asked "
    "<> '') t";
constexpr auto count_open_matters =
    "SELECT count(*), count(*) FILTER (WHERE changed < :before), coalesce(min(changed), '') FROM matter "
    "WHERE state NOT IN ('done', 'will_not')";
constexpr auto count_sessions =
    "SELECT count(*), count(*) FILTER (WHERE since < :before), coalesce(min(since), '') FROM "
    "(SELECT ends AS since FROM session UNION ALL SELECT sent FROM letter "
    "UNION ALL SELECT closes FROM sign_up_round) t";
constexpr auto count_people =
    "SELECT count(*), count(*) FILTER (WHERE due < :before), coalesce(min(due), '') FROM job WHERE kind = "
    "'house/forget'";
constexpr auto count_ideas =
    "SELECT count(*), count(*) FILTER (WHERE month <> '' AND month < :month), '' FROM idea WHERE state <> "
    "'held' OR month <> ''";
constexpr auto count_bodies =
    "SELECT count(*), count(*) FILTER (WHERE due < :before), coalesce(min(due), '') FROM outbox "
    "WHERE body <> '' AND state IN ('sent', 'unknown', 'failed')";

Kept counted(Database& database, const char* query, const std::string& before) {
  Statement<In<std::string>, Out<long long, long long, std::string>> statement(database, query);
  Kept found;
  if (const auto row = statement.one(before)) {
    const auto& [rows, going, oldest] = *row;
    found.rows = rows;
    found.going = going;
    if (!oldest.empty()) found.oldest = core::instant_from_text(oldest);
  }
  return found;
}

}  // namespace

Kept polls_kept(Database& database, core::Instant before) {
  return counted(database, count_polls, core::to_text(before));
}
Kept topic_polls_kept(Database& database, core::Instant before) {
  return counted(database, count_topic_polls, core::to_text(before));
}
Kept texts_kept(Database& database, core::Instant before) {
  return counted(database, count_texts, core::to_text(before));
}
Kept matters_kept(Database& database, core::Instant before) {
  return counted(database, count_matters, core::to_text(before));
}
Kept open_matters_kept(Database& database, core::Instant before) {
  return counted(database, count_open_matters, core::to_text(before));
}
Kept sessions_kept(Database& database, core::Instant before) {
  return counted(database, count_sessions, core::to_text(before));
}
Kept people_kept(Database& database, core::Instant before) {
  return counted(database, count_people, core::to_text(before));
}
Kept ideas_kept(Database& database, const std::string& month) {
  return counted(database, count_ideas, month);
}
Kept bodies_kept(Database& database, core::Instant before) {
  return counted(database, count_bodies, core::to_text(before));
}

}  // namespace storage
