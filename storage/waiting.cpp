#include "storage/waiting.hpp"

#include "storage/statement.hpp"
#include "storage/waiting_job.hpp"

namespace storage {
namespace {

constexpr auto count_due =
    "SELECT workspace, count(*), count(*) FILTER (WHERE attempts > 0), coalesce(min(CASE WHEN attempts > 0 "
    "THEN due END), '') "
    "FROM outbox "
    "WHERE state = 'waiting' AND due <= :now GROUP BY workspace ORDER BY workspace";
constexpr auto oldest_late = "SELECT coalesce(min(due), '') FROM job WHERE due <= :now";

constexpr auto next_jobs =
    "SELECT j.due, j.kind, coalesce((SELECT t.name FROM session s JOIN team t ON t.team_id = s.team_id "
    "WHERE s.session_id = j.subject), (SELECT t.name FROM poll p JOIN team t ON t.team_id = p.team_id "
    "WHERE p.poll_id = j.subject), (SELECT t.name FROM matter m JOIN team t ON t.team_id = m.team_id "
    "WHERE m.matter_id = j.subject), '') FROM job j WHERE j.inner_job = 0 AND j.due NOT LIKE '" STORAGE_AWAY
    "%' ORDER BY j.due, j.job_key LIMIT "
    ":most";

std::optional<core::Instant> moment_or_nothing(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return core::instant_from_text(text);
}

}  // namespace

struct WaitingLook::Prepared {
  Statement<In<std::string>, Out<std::string, long long, long long, std::string>> statement;
};

WaitingLook::WaitingLook(Database& database) : prepared_(new Prepared{{database, count_due}}) {}
WaitingLook::~WaitingLook() = default;

std::vector<Waiting> WaitingLook::at(core::Instant now) {
  std::vector<Waiting> all;
  for (const auto& [workspace, due, tried, since] : prepared_->statement.all(core::to_text(now)))
    all.push_back({workspace, due, tried, moment_or_nothing(since)});
  return all;
}

std::vector<Waiting> waiting(Database& database, core::Instant now) {
  return WaitingLook(database).at(now);
}

std::vector<Coming> coming(Database& database, int most) {
  Statement<In<int>, Out<std::string, std::string, std::string>> statement(database, next_jobs);
  std::vector<Coming> all;
  for (const auto& [due, kind, group] : statement.all(most))
    all.push_back({core::instant_from_text(due), kind, group});
  return all;
}

std::optional<core::Instant> late_since(Database& database, core::Instant now) {
  Statement<In<std::string>, Out<std::string>> statement(database, oldest_late);
  const auto row = statement.one(core::to_text(now));
  return row ? moment_or_nothing(std::get<0>(*row)) : std::nullopt;
}

}  // namespace storage
