#include "bot/app/rights.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>
#include <stdexcept>

#include "bot/app/chats.hpp"
#include "bot/app/places.hpp"
#include "bot/core/calendar.hpp"
#include "bot/runtime/json.hpp"
#include "bot/runtime/retention.hpp"
#include "storage/outlook.hpp"
#include "storage/person_record.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr int bodies_days = 30;

std::string known_database(const Config& config) {
  require_known_places(config);
  const fs::path path = database_in(config.organisation.data);
  if (!fs::exists(path)) throw std::runtime_error("there is no database at " + path.string());
  return path.string();
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

// Messages on the page of somebody without a chat account, with what later became of them.
Json letters_to(const Config& config, const storage::Registered& person) {
  Json all = Json::array();
  if (!config.chats || config.chats->pages != person.workspace) return all;
  std::ifstream file(config.organisation.data / "letters.jsonl");
  std::set<std::string> theirs;
  for (std::string line; std::getline(file, line);) {
    const Json letter = runtime::parse_json(line);
    if (!letter.is_object()) continue;
    const bool new_one = letter.value("user", "") == person.account;
    if (new_one) theirs.insert(letter.value("ref", ""));
    if (new_one || theirs.contains(letter.value("edit", ""))) all.push_back(letter);
  }
  return all;
}

Json not_here() {
  return {
      "Answers to anonymous polls and topic ideas. While they are open they are in the memory of the "
      "service, where nothing "
      "reads them by name; afterwards nothing tells whose they were.",
      "References that chats gave for a direct conversation: they lie with the keys of the chats in the data "
      "folder.",
      "What the chat itself keeps.",
      "Copies (backup.directory) hold the same as this, as of their day.",
  };
}

// The first night after which `kept_until` has passed; nights are days of `zone`.
std::string goes_on(core::Instant oldest, int months, const core::Zone& zone) {
  const core::Date from = core::date_of(zone.to_local(oldest));
  core::Date day = from + std::chrono::months{months};
  if (!day.ok()) day = core::Date{day.year() / day.month() / std::chrono::last};
  // Deleted is what closed before the beginning of that day, some months back.
  return core::to_text(std::chrono::sys_days{day} + std::chrono::days{1}).substr(0, 10);
}

}  // namespace

void export_person(const Config& config, const std::string& wanted, core::Instant now, std::ostream& out) {
  storage::Database database(known_database(config), storage::Database::Use::reader);
  const storage::Registered person = find_person(database, wanted);
  Json all = storage::record_of(database, person);
  all["organisation"] = config.organisation.name;
  all["made"] = core::to_text(now);
  all["letters"] = letters_to(config, person);
  all["not_here"] = not_here();
  out << all.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

void show_retention(const Config& config, core::Instant now, std::ostream& out) {
  storage::Database database(known_database(config), storage::Database::Use::reader);
  const core::Zone zone = core::Zone::named(config.organisation.zone);
  const core::Instant night = core::next_time(zone, std::chrono::hours{2} + std::chrono::minutes{30}, now);
  const core::Date day = core::date_of(zone.to_local(night));
  const auto limit = [&](int months) {
    return zone.to_utc(core::at(runtime::months_before(day, months), core::Minutes{0}));
  };
  const auto line = [&](const char* what, const storage::Kept& kept, const std::string& oldest_goes,
                        const std::string& setting) {
    fmt::print(out, "{:<36} {:>8} {:>11}  {:<12} {}\n", what, kept.rows, kept.going, oldest_goes, setting);
  };
  const auto by_months = [&](const char* what, const storage::Kept& kept, int months, const char* key) {
    line(what, kept, kept.oldest ? goes_on(*kept.oldest, months, zone) : "-",
         fmt::format("{} = {}", key, months));
  };
  const Config::Retention& keep = config.retention;
  fmt::print(out, "What is older is deleted for good, next {} ({}).\n\n", core::to_text(night),
             config.organisation.zone);
  fmt::print(out, "{:<36} {:>8} {:>11}  {:<12} {}\n", "what", "there", "going then", "oldest goes",
             "setting");
  by_months("finished polls with their results", storage::polls_kept(database, limit(keep.results_months)),
            keep.results_months, "results_months");
  const int topics = std::min(keep.ideas_months, keep.results_months);
  by_months("of them votes over topics", storage::topic_polls_kept(database, limit(topics)), topics,
            topics == keep.ideas_months ? "ideas_months" : "results_months");
  by_months("texts from polls", storage::texts_kept(database, limit(keep.texts_months)), keep.texts_months,
            "texts_months");
  by_months("matters that ended, or stayed", storage::matters_kept(database, limit(keep.results_months)),
            keep.results_months, "results_months");
  line("ideas that were shown",
       storage::ideas_kept(database, runtime::month_of(runtime::months_before(day, keep.ideas_months))),
       "by month", fmt::format("ideas_months = {}", keep.ideas_months));
  const storage::Kept bodies = storage::bodies_kept(database, night - std::chrono::days{bodies_days});
  line("words of messages sent", bodies,
       bodies.oldest ? core::to_text(*bodies.oldest + std::chrono::days{bodies_days}).substr(0, 10) : "-",
       fmt::format("{} days", bodies_days));
  fmt::print(out, "\nCopies are kept {} days, the newest seven always.\n", config.backup.keep_days);
  fmt::print(out,
             "Not deleted by age: people, roles, sessions with topic and attendance, matters that have "
             "not ended, open polls.\n");
}

}  // namespace app
