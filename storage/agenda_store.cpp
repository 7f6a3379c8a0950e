#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "storage/memo.hpp"
#include "storage/readable.hpp"
#include "storage/statement.hpp"
#include "storage/stores.hpp"
#include "storage/values.hpp"
#include "storage/waiting_job.hpp"

namespace storage {
namespace {

constexpr auto upsert_job =
    "INSERT INTO job(job_key, kind, subject, due, inner_job) VALUES(:key, :kind, :subject, :due, :inner) "
    "ON CONFLICT(job_key) DO UPDATE SET kind = excluded.kind, subject = excluded.subject, due = "
    "excluded.due, "
    "inner_job = excluded.inner_job "
    // At a start most are as they were: nothing is written for those.
    "WHERE (job.kind, job.subject, job.due, job.inner_job) <> (excluded.kind, excluded.subject, "
    "excluded.due, excluded.inner_job)";
constexpr auto delete_one = "DELETE FROM job WHERE job_key = :key";
constexpr auto delete_due = "DELETE FROM job WHERE job_key = :key AND due <= :now";
constexpr auto delete_of = "DELETE FROM job WHERE subject = :subject";
constexpr auto select_due_jobs =
    "SELECT job_key, kind, subject, due, inner_job FROM job WHERE due <= :now ORDER BY due, job_key LIMIT "
    ":limit";
constexpr auto select_next_job =
    "SELECT job_key, due FROM job WHERE due NOT LIKE '" STORAGE_AWAY "%' ORDER BY due, job_key LIMIT :most";
constexpr auto select_seen =
    "SELECT job_key, due FROM job WHERE inner_job = 0 AND due NOT LIKE '" STORAGE_AWAY
    "%' ORDER BY due, job_key LIMIT :most";
constexpr auto select_any = "SELECT 1 FROM job WHERE job_key >= :from AND job_key < :until LIMIT 1";
constexpr auto select_of = "SELECT job_key, kind, subject, due, inner_job FROM job WHERE subject = :subject";
constexpr auto select_job = "SELECT job_key, kind, subject, due, inner_job FROM job WHERE job_key = :key";
constexpr auto update_away =
    "UPDATE job SET due = '" STORAGE_AWAY
    "' || due || ' ' || :team WHERE job_key = :key AND due NOT LIKE '" STORAGE_AWAY "%'";
constexpr auto select_away = "SELECT job_key, due FROM job WHERE due >= :from AND due < :until";
constexpr auto update_back = "UPDATE job SET due = :due WHERE job_key = :key";

constexpr auto update_forward =
    "UPDATE job SET due = :latest WHERE job_key >= :from AND job_key < :until AND due > :latest2 AND "
    "due LIKE '____-__-__T__:__:__Z'";

// Behind every time there is; what stood there is kept.
constexpr auto update_unreadable =
    "UPDATE job SET due = 'unreadable: ' || due WHERE job_key = :key AND due NOT LIKE 'unreadable: %'";

using Text = std::string;
using JobColumns = Out<Text, Text, Text, Text, int>;

struct AwayTime {
  Text due, group;
};
// Of a job that waits for its group; nothing: it waits for none.
std::optional<AwayTime> away_time(const Text& written) {
  const std::string_view word(away_mark);
  const auto blank = written.starts_with(word) ? written.find(' ', word.size()) : Text::npos;
  if (blank == Text::npos) return std::nullopt;
  return AwayTime{written.substr(word.size(), blank - word.size()), written.substr(blank + 1)};
}

core::Job job_from(const JobColumns& row) {
  const auto& [key, kind, subject, due, inner] = row;
  const auto waits = away_time(due);
  return {key, kind, subject, core::instant_from_text(waits ? waits->due : due), inner != 0};
}

class SqlAgendaStore final : public runtime::AgendaStore {
 public:
  explicit SqlAgendaStore(Database& db) : db_(db), jobs_(db.connection()) {}

  // What is arranged anew and is as it was comes many jobs of a subject in a row: after the first they are
  // read together.
  void put(const core::Job& job) override {
    end_hold(job.key);
    const JobColumns row{job.key, job.kind, job.subject, core::to_text(job.due), job.inner ? 1 : 0};
    if (!job.subject.empty() && job.subject == as_it_was_ && jobs_.keeps()) {
      const auto& rows = jobs_.get(job.subject, [&] { return of_.all(job.subject); });
      if (std::ranges::find(rows, row) != rows.end()) return;
    }
    const bool written = std::apply([&](const auto&... column) { return put_.run(column...); }, row) > 0;
    if (written) known_.reset();
    as_it_was_ = written ? Text() : job.subject;
  }
  void remove(const std::string& key) override {
    end_hold(key);
    known_.reset();
    remove_.run(key);
  }
  bool take(const std::string& key, core::Instant now) override {
    end_hold(key);
    known_.reset();
    return take_.run(key, core::to_text(now)) > 0;
  }
  void remove_of(const std::string& subject) override {
    known_.reset();
    remove_of_.run(subject);
  }

  std::vector<core::Job> due(core::Instant now, int limit) override {
    std::vector<core::Job> jobs;
    if (const auto next = ahead().due; !next || *next > now) return jobs;
    known_.reset();
    std::erase_if(held_, [&](const auto& one) { return one.second <= now; });
    for (const auto& row : due_.all(core::to_text(now), limit + static_cast<int>(held_.size()))) {
      if (held_.contains(std::get<0>(row))) continue;
      if (jobs.size() == static_cast<std::size_t>(limit)) break;
      auto job = read(row);
      if (job)
        jobs.push_back(std::move(*job));
      else
        unreadable_.run(std::get<0>(row));
    }
    return jobs;
  }

  std::optional<core::Instant> next_due() override { return ahead().due; }
  std::optional<core::Instant> next_seen() override { return ahead().seen; }

  std::optional<core::Job> find(const std::string& key) override {
    const auto row = find_.one(key);
    if (!row) return std::nullopt;
    return read(*row);
  }
  bool any(const std::string& beginning) override {
    return any_.one(beginning, prefix_end(beginning)).has_value();
  }
  void hold(const std::string& key, core::Instant until) override {
    known_.reset();
    held_[key] = until;
  }
  void let_go() override {
    known_.reset();
    held_.clear();
  }
  void bring_forward(const std::string& beginning, core::Instant latest) override {
    known_.reset();
    const Text text = core::to_text(latest);
    forward_.run(text, beginning, prefix_end(beginning), text);
  }
  void wait_for(const std::string& key, const core::GroupId& group) override {
    known_.reset();
    wait_.run(group.text, key);
  }
  void come_back(const std::function<bool(const core::GroupId&)>& is_there) override {
    for (const auto& [key, written] : away_.all(Text(away_mark), prefix_end(away_mark)))
      if (const auto waits = away_time(written); waits && is_there(core::GroupId(waits->group))) {
        known_.reset();
        back_.run(waits->due, key);
      }
  }

 private:
  struct Ahead {
    std::optional<core::Instant> due, seen;
  };
  // Asked after every turn, and read when a job has come or gone. Where others have taken a row away (an
  // erasure), the time is one too early, and the looking then finds that nothing is due.
  const Ahead& ahead() {
    const std::uint64_t undone = db_.connection().undone();
    if (std::exchange(undone_, undone) != undone) known_.reset();
    if (!known_) known_ = Ahead{first(next_), first(seen_)};
    return *known_;
  }

  std::optional<core::Job> read(const JobColumns& row) {
    return readable(db_, "job " + std::get<0>(row), [&] { return job_from(row); });
  }
  // Those that are held come first in the table, because their moment has passed, and later here.
  std::optional<core::Instant> first(Statement<In<int>, Out<Text, Text>>& statement) {
    for (;;) {
      std::optional<core::Instant> next;
      bool complete = true;
      for (const auto& [key, due] : statement.all(1 + static_cast<int>(held_.size()))) {
        if (due.starts_with("unreadable: ")) break;
        std::optional<core::Instant> at;
        const auto held = held_.find(key);
        if (held != held_.end())
          at = held->second;
        else
          at = readable(db_, "job " + key, [&text = due] { return core::instant_from_text(text); });
        complete = at.has_value();
        if (!complete) unreadable_.run(key);
        if (at) next = std::min(next.value_or(*at), *at);
        if (!complete || held == held_.end()) break;
      }
      if (complete) return next;
    }
  }
  void end_hold(const std::string& key) {
    if (!held_.empty() && held_.erase(key) > 0) known_.reset();
  }

  Database& db_;
  Statement<In<Text, Text, Text, Text, int>> put_{db_, upsert_job};
  Statement<In<Text>> remove_{db_, delete_one};
  Statement<In<Text, Text>> take_{db_, delete_due};
  Statement<In<Text>> remove_of_{db_, delete_of};
  Statement<In<Text, int>, JobColumns> due_{db_, select_due_jobs};
  Statement<In<int>, Out<Text, Text>> next_{db_, select_next_job};
  Statement<In<int>, Out<Text, Text>> seen_{db_, select_seen};
  Statement<In<Text>, JobColumns> find_{db_, select_job};
  Statement<In<Text, Text>, Out<int>> any_{db_, select_any};
  Statement<In<Text>, JobColumns> of_{db_, select_of};
  Statement<In<Text, Text, Text, Text>> forward_{db_, update_forward};
  Statement<In<Text, Text>> wait_{db_, update_away};
  Statement<In<Text, Text>, Out<Text, Text>> away_{db_, select_away};
  Statement<In<Text, Text>> back_{db_, update_back};
  Statement<In<Text>> unreadable_{db_, update_unreadable};
  Memo<Text, std::vector<JobColumns>> jobs_;
  Text as_it_was_;                      // the subject of the last that was put, where nothing was written
  std::map<Text, core::Instant> held_;  // key -> until when
  std::optional<Ahead> known_;
  std::uint64_t undone_ = 0;
};

}  // namespace

std::unique_ptr<runtime::AgendaStore> make_agenda_store(Database& database) {
  return std::make_unique<SqlAgendaStore>(database);
}

}  // namespace storage
