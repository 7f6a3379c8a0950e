#include "bot/features/certificates/store.hpp"

#include <algorithm>
#include <sstream>

#include "storage/statement.hpp"
#include "storage/stores.hpp"

namespace storage {
namespace {

constexpr auto certificate_runs =
    "SELECT number, programme, plans FROM run WHERE team_id = :team ORDER BY number DESC";
constexpr auto certificate_meetings =
    "SELECT s.run, s.starts, s.ends, CASE WHEN r.session_id IS NULL THEN 0 ELSE 1 END, "
    "CASE WHEN c.person_id IS NULL THEN 0 ELSE 1 END FROM session s "
    "LEFT JOIN attendance_register r ON r.session_id = s.session_id "
    "LEFT JOIN came c ON c.session_id = s.session_id AND c.person_id = :person "
    "WHERE s.team_id = :team AND s.state <> 'cancelled' AND s.starts <= :now ORDER BY s.starts, s.session_id";
constexpr auto certificate_code =
    "SELECT code FROM certificate WHERE person_id = :person AND team_id = :team AND run = :run";
constexpr auto insert_certificate =
    "INSERT INTO certificate(code, team_id, run, person_id, issued) VALUES(:code, :team, :run, :person, :at)";
constexpr auto certificate_issued = "SELECT count(*) FROM certificate WHERE code = :code";

class SqlCertificateStore final : public certificates::CertificateStore {
 public:
  explicit SqlCertificateStore(Database& db) : db_(db) {}

  std::vector<certificates::Period> periods(const core::GroupId& group, const core::PersonId& person,
                                            core::Instant now) override {
    std::vector<certificates::Period> all;
    for (const auto& [number, programme, plans] : runs_.all(group.text)) {
      certificates::Period period{number, programme, {}, {}};
      std::istringstream words(plans);
      for (int plan = 0; words >> plan;) period.plans.push_back(plan);
      all.push_back(std::move(period));
    }
    for (const auto& [run, starts, ends, ticked, came] :
         meetings_.all(person.text, group.text, core::to_text(now)))
      if (const auto period = std::ranges::find(all, run, &certificates::Period::run); period != all.end())
        period->meetings.push_back(
            {core::instant_from_text(starts), core::instant_from_text(ends), ticked != 0, came != 0});
    return all;
  }
  std::optional<std::string> code(const core::GroupId& group, int run,
                                  const core::PersonId& person) override {
    const auto row = code_.one(person.text, group.text, run);
    return row ? std::optional(std::get<0>(*row)) : std::nullopt;
  }
  void issue(const std::string& code, const core::GroupId& group, int run, const core::PersonId& person,
             core::Instant at) override {
    issue_.run(code, group.text, run, person.text, core::to_text(at));
  }
  bool is_issued(const std::string& code) override {
    const auto row = issued_.one(code);
    return row && std::get<0>(*row) > 0;
  }

 private:
  using Text = std::string;
  Database& db_;
  Statement<In<Text>, Out<int, Text, Text>> runs_{db_, certificate_runs};
  Statement<In<Text, Text, Text>, Out<int, Text, Text, int, int>> meetings_{db_, certificate_meetings};
  Statement<In<Text, Text, int>, Out<Text>> code_{db_, certificate_code};
  Statement<In<Text, Text, int, Text, Text>> issue_{db_, insert_certificate};
  Statement<In<Text>, Out<int>> issued_{db_, certificate_issued};
};

}  // namespace

std::unique_ptr<certificates::CertificateStore> make_certificate_store(Database& database) {
  return std::make_unique<SqlCertificateStore>(database);
}

}  // namespace storage
