#include "storage/readable.hpp"
#include "storage/statement.hpp"
#include "storage/stores.hpp"
#include "storage/values.hpp"

namespace storage {
namespace {

constexpr auto select_shifts =
    "SELECT day, person_id FROM shift WHERE team_id = :team AND day >= :from ORDER BY day, person_id";
constexpr auto delete_shifts = "DELETE FROM shift WHERE team_id = :team AND day = :day";
constexpr auto insert_shift = "INSERT INTO shift(team_id, day, person_id) VALUES(:team, :day, :person)";
constexpr auto delete_old_shifts = "DELETE FROM shift WHERE day < :day";

class SqlShiftStore final : public shifts::ShiftStore {
 public:
  explicit SqlShiftStore(Database& db) : db_(db) {}

  std::map<core::Date, shifts::Roster> rosters(const core::GroupId& group, core::Date from) override {
    std::map<core::Date, shifts::Roster> days;
    for (const auto& [day, person] : all_.all(group.text, core::date_text(from)))
      if (const auto date =
              readable(db_, "shift " + group.text + " " + day, [&, &text = day] { return date_from(text); }))
        days[*date].insert(core::PersonId(person));
    return days;
  }
  void set(const core::GroupId& group, core::Date day, const shifts::Roster& people) override {
    clear_.run(group.text, core::date_text(day));
    for (const core::PersonId& person : people) put_.run(group.text, core::date_text(day), person.text);
  }
  void forget_before(core::Date day) override { forget_.run(core::date_text(day)); }

 private:
  using Text = std::string;
  Database& db_;
  Statement<In<Text, Text>, Out<Text, Text>> all_{db_, select_shifts};
  Statement<In<Text, Text>> clear_{db_, delete_shifts};
  Statement<In<Text, Text, Text>> put_{db_, insert_shift};
  Statement<In<Text>> forget_{db_, delete_old_shifts};
};

}  // namespace

std::unique_ptr<shifts::ShiftStore> make_shift_store(Database& database) {
  return std::make_unique<SqlShiftStore>(database);
}

}  // namespace storage
