#include "storage/pause_rows.hpp"
#include "storage/stores.hpp"

namespace storage {
namespace {

constexpr auto upsert_pause =
    "INSERT INTO pause(kind, subject, person_id, team_id, starts, ends) "
    "VALUES(:kind, :subject, CASE :kind2 WHEN 'person' THEN :person END, CASE :kind3 WHEN 'group' THEN :team "
    "END, :starts, :ends) "
    "ON CONFLICT(kind, subject, starts) DO UPDATE SET ends = excluded.ends";
constexpr auto select_pauses_of =
    "SELECT starts, ends FROM pause WHERE kind = :kind AND subject = :subject ORDER BY starts";
constexpr auto delete_pause =
    "DELETE FROM pause WHERE kind = :kind AND subject = :subject AND starts = :starts";
constexpr auto select_days = "SELECT starts, ends FROM pause WHERE kind = 'day' ORDER BY starts";
constexpr auto delete_days = "DELETE FROM pause WHERE kind = 'day' AND starts > :now";
constexpr auto delete_ended_pauses = "DELETE FROM pause WHERE ends < :before";

std::string kind_text(pauses::Kind kind) {
  static constexpr const char* kinds[]{"person", "group", "all", "day"};
  return kinds[static_cast<std::size_t>(kind)];
}

class SqlPauseStore final : public pauses::PauseStore {
 public:
  explicit SqlPauseStore(Database& db) : db_(db) {}

  void put(pauses::Kind kind, const std::string& subject, const core::Closed& when) override {
    const std::string code = kind_text(kind);
    put_.run(code, subject, code, subject, code, subject, reading_text(when.from), reading_text(when.to));
  }
  std::vector<core::Closed> of(pauses::Kind kind, const std::string& subject) override {
    std::vector<core::Closed> found;
    for (const auto& [starts, ends] : of_.all(kind_text(kind), subject))
      found.push_back(closed_from(starts, ends, kind == pauses::Kind::day));
    return found;
  }
  void end(pauses::Kind kind, const std::string& subject, core::Local from) override {
    end_.run(kind_text(kind), subject, reading_text(from));
  }
  std::vector<core::Closed> days() override {
    std::vector<core::Closed> found;
    for (const auto& [starts, ends] : days_.all()) found.push_back(closed_from(starts, ends, true));
    return found;
  }
  void drop_days_after(core::Local now) override { drop_days_.run(reading_text(now)); }
  void forget(core::Local before) override { forget_.run(reading_text(before)); }

 private:
  using Text = std::string;
  Database& db_;
  Statement<In<Text, Text, Text, Text, Text, Text, Text, Text>> put_{db_, upsert_pause};
  Statement<In<Text, Text>, Out<Text, Text>> of_{db_, select_pauses_of};
  Statement<In<Text, Text, Text>> end_{db_, delete_pause};
  Statement<In<>, Out<Text, Text>> days_{db_, select_days};
  Statement<In<Text>> drop_days_{db_, delete_days}, forget_{db_, delete_ended_pauses};
};

}  // namespace

std::string reading_text(core::Local reading) {
  return core::to_text(core::Instant{reading.time_since_epoch()});
}

core::Closed closed_from(const std::string& starts, const std::string& ends, bool day) {
  return {core::Local{core::instant_from_text(starts).time_since_epoch()},
          core::Local{core::instant_from_text(ends).time_since_epoch()}, day};
}

std::unique_ptr<pauses::PauseStore> make_pause_store(Database& database) {
  return std::make_unique<SqlPauseStore>(database);
}

}  // namespace storage
