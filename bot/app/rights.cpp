#include "bot/app/rights.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <map>
#include <nlohmann/json.hpp>
#include <ostream>
#include <stdexcept>

#include "bot/app/chats.hpp"
#include "bot/app/control.hpp"
#include "bot/app/noted.hpp"
#include "bot/app/person_page.hpp"
#include "bot/app/places.hpp"
#include "bot/core/calendar.hpp"
#include "bot/core/days.hpp"
#include "bot/core/group_time.hpp"
#include "bot/runtime/json.hpp"
#include "bot/runtime/retention.hpp"
#include "storage/erasure.hpp"
#include "storage/outlook.hpp"
#include "storage/person_record.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

std::string known_database(const Config& config) {
  require_known_places(config);
  require_database(config);
  return database_of(config);
}

storage::Registered find_person(storage::Database& database, const std::string& wanted) {
  auto found = storage::people_called(database, core::id_from_name("person:" + wanted));
  if (found.empty()) found = storage::people_called(database, wanted);
  if (found.size() == 1) return found.front();
  if (found.empty()) throw std::runtime_error("nobody in the database is called \"" + wanted + "\"");
  std::string several;
  for (const storage::Registered& one : found)
    several += fmt::format("\n  {}  {}, {} in {}{}", one.id, one.name, one.account, one.workspace,
                           one.active ? "" : ", not in the configuration");
  throw std::runtime_error("several are called \"" + wanted + "\"; say which by the id:" + several);
}

Json not_here() {
  return {
      "Answers to anonymous polls and topic ideas. While they are open they are in the memory of the "
      "service, where nothing "
      "reads them by name; afterwards nothing tells whose they were.",
      "What the chat itself keeps.",
      "Copies (backup.directory) hold the same as this, as of their day.",
  };
}

// The day in whose night goes what is as old as `oldest`, "2026-11-25"; nights are days of `zone`.
std::string goes_on(core::Instant oldest, int months, const core::Zone& zone) {
  const core::Date from = core::date_of(zone.to_local(oldest));
  core::Date day = from + std::chrono::months{months};
  if (!day.ok()) day = core::Date{day.year() / day.month() / std::chrono::last};
  // Deleted is what closed before the beginning of that day, some months back.
  return core::date_text(core::day_after(day));
}

}  // namespace

void export_person(const Config& config, const std::string& wanted, core::Instant now, bool page,
                   std::ostream& out) {
  storage::Database database(known_database(config), storage::Database::Use::reader);
  const storage::Registered person = find_person(database, wanted);
  note_act_about(config, now, "person.exported", core::PersonId(person.id));
  Json all = storage::record_of(database, person);
  all["organisation"] = config.organisation.name;
  all["made"] = core::to_text(now);
  all["not_here"] = not_here();
  if (page) {
    out << person_page(all, now, core::Zone::named(config.organisation.zone));
    return;
  }
  out << all.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

namespace {

// What the operator calls what stands in a table.
std::string_view called(std::string_view table) {
  static const std::map<std::string_view, std::string_view> names{
      {"person", "the person"},
      {"member", "roles in groups"},
      {"named_answer", "answers to openly named polls"},
      {"matter_entry", "answers to matters"},
      {"matter", "matters"},
      {"calendar_feed", "the address of a calendar"},
      {"outbox", "messages"},
      {"job", "what was to happen"},
      {"audit_name", "the name in the audit log"},
      {"session", "topics of sessions"},
      {"idea", "ideas"},
      {"poll", "polls"},
      {"poll_question", "questions of polls"},
      {"result_text", "texts from polls"},
      {"sheet_text", "texts from sheets"},
      {"kept_matter", "what a group kept for itself"},
      {"minutes", "what a group showed its leaders"},
  };
  const auto found = names.find(table);
  return found == names.end() ? table : found->second;
}

void list(std::ostream& out, const Json& counted) {
  for (const auto& [column, count] : counted.items())
    fmt::print(out, "  {:>5}  {} ({})\n", count.get<long long>(),
               called(std::string_view(column).substr(0, column.find('.'))), column);
}

bool says_yes(std::istream& in, std::ostream& out) {
  out << "Erase this person? [yes/no] " << std::flush;
  std::string answer;
  std::getline(in, answer);
  return answer == "yes" || answer == "y" || answer == "ja" || answer == "j";
}

}  // namespace

int erase_person(const Config& config, const std::string& wanted, bool yes, std::istream& in,
                 std::ostream& out) {
  storage::Registered person;
  {
    storage::Database database(known_database(config), storage::Database::Use::reader);
    person = find_person(database, wanted);
    const Json record = storage::record_of(database, person);
    fmt::print(out, "{}, {} in {}. This goes for good:\n", person.name, person.account, person.workspace);
    for (const auto& [what, rows] : record.items())
      if (rows.is_array() && !rows.empty()) fmt::print(out, "  {:>5}  {}\n", rows.size(), what);
  }
  out << "name, account, language; the person's own page and calendar are dead; what the chats told us of "
         "the person\n"
         "This stays, and why:\n"
         "  answers to anonymous polls and ideas: nobody can tell which are whose, and they count\n"
         "  what groups and leaders wrote, without who wrote it; also where it says the name, because it is "
         "theirs\n"
         "  what the chats themselves keep, and what is posted there: it is not ours to delete\n"
         "  a mark that cannot be read, so that the configuration and older copies do not bring the person "
         "back\n"
         "Copies: what is in backup.directory is cleaned the next night; copies kept elsewhere are yours to "
         "see to.\n";
  if (!in_use(config.organisation.data))
    throw std::runtime_error(
        "the service does not run, and erasing is its work, so that the chats are seen to as well: start it "
        "first "
        "(systemctl start refleks). Nothing was changed");
  if (!yes && !says_yes(in, out)) {
    out << "nothing was changed\n";
    return 1;
  }
  Json request;
  request["do"] = "erase";
  request["id"] = person.id;
  request["name"] = person.name;
  request["workspace"] = person.workspace;
  request["account"] = person.account;
  const auto told = ask_service(config.organisation.data, request);
  if (!told)
    throw std::runtime_error(
        "the service runs and cannot be asked (control.sock): restart it, and try again. Nothing was "
        "changed");
  out << "gone:\n";
  list(out, told->at("gone"));
  if (!told->at("named").empty()) {
    out << "texts of others that still say the name:\n";
    list(out, told->at("named"));
  }
  if (person.active)
    fmt::print(out, "Take the person out of {} too; until then they are left out of it.\n", config.file);
  return 0;
}

void show_retention(const Config& config, core::Instant now, std::ostream& out) {
  storage::Database database(known_database(config), storage::Database::Use::reader);
  const core::Zone zone = core::Zone::named(config.organisation.zone);
  const core::Instant night = core::next_time(zone, runtime::nightly_at, now);
  const core::Date day = core::date_of(zone.to_local(night));
  const auto limit = [&](int months) { return core::midnight(zone, runtime::months_before(day, months)); };
  const auto line = [&](const char* what, const storage::Kept& kept, const std::string& oldest_goes,
                        const std::string& setting) {
    fmt::print(out, "{:<36} {:>8} {:>11}  {:<12} {}\n", what, kept.rows, kept.going, oldest_goes, setting);
  };
  using Count = storage::Kept(storage::Database&, core::Instant before);
  const auto by_months = [&](const char* what, Count count, int months, const char* key) {
    const storage::Kept kept = count(database, limit(months));
    line(what, kept, kept.oldest ? goes_on(*kept.oldest, months, zone) : "-",
         fmt::format("{} = {}", key, months));
  };
  const runtime::Retention& keep = config.retention;
  fmt::print(out, "What is older is deleted for good, next {} ({}).\n\n", core::to_text(night),
             config.organisation.zone);
  fmt::print(out, "{:<36} {:>8} {:>11}  {:<12} {}\n", "what", "there", "going then", "oldest goes",
             "setting");
  by_months("finished polls with their results", storage::polls_kept, keep.results_months, "results_months");
  const int topics = std::min(keep.ideas_months, keep.results_months);
  by_months("of them votes over topics", storage::topic_polls_kept, topics,
            topics == keep.ideas_months ? "ideas_months" : "results_months");
  by_months("texts from polls", storage::texts_kept, keep.texts_months, "texts_months");
  by_months("answered matters, notes, try-outs", storage::matters_kept, keep.results_months,
            "results_months");
  by_months("matters that wait for an answer", storage::open_matters_kept, keep.open_matters_months,
            "open_matters_months");
  by_months("sessions with topic, attendance", storage::sessions_kept, keep.sessions_months,
            "sessions_months");
  const storage::Kept left = storage::people_kept(database, night + std::chrono::hours{1});
  line("people who have left", left,
       left.oldest ? core::date_text(core::date_of(zone.to_local(*left.oldest))) : "-",
       fmt::format("people_months = {}", keep.people_months));
  line("ideas that were shown",
       storage::ideas_kept(database, runtime::month_of(runtime::months_before(day, keep.ideas_months))),
       "by month", fmt::format("ideas_months = {}", keep.ideas_months));
  const storage::Kept bodies = storage::bodies_kept(database, night - runtime::bodies_kept);
  line("words of messages sent", bodies,
       bodies.oldest ? core::to_text(*bodies.oldest + runtime::bodies_kept).substr(0, 10) : "-",
       fmt::format("{} days", runtime::bodies_kept.count()));
  fmt::print(out, "\nCopies are kept {} days, the newest seven always.\n", config.backup.keep_days);
  fmt::print(
      out,
      "Besides: letters on people's own pages 60 days, drafts of groups 30 days, hopes and fears 30 days "
      "after their period, delivery numbers two days.\nNot deleted by age: people who are there (refleks "
      "person erase), a group's contract, open polls, ideas that wait, the audit log.\n");
}

}  // namespace app
