#include "bot/app/gone_findings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bot/app/places.hpp"
#include "storage/gone_groups.hpp"

namespace app {
namespace {

std::string counted_as(int n, const char* one, const char* more) {
  return fmt::format("{} {}", n, n == 1 ? one : more);
}

std::string what_is_gone(const groups::Gone& group) {
  std::vector<std::string> all;
  if (group.polls > 0)
    all.push_back(counted_as(group.polls, "open or planned poll", "open or planned polls"));
  if (group.matters > 0)
    all.push_back(counted_as(group.matters, "matter without an answer", "matters without an answer"));
  if (group.sign_ups > 0)
    all.push_back(counted_as(group.sign_ups, "sign-up without an answer", "sign-ups without an answer"));
  if (group.next) {
    const auto local = core::Zone::named(group.zone).to_local(*group.next);
    all.push_back("the next session on " + core::date_text(core::date_of(local)));
  }
  return fmt::format("[groups.{}] ({}) is gone from the file with {}", group.key, group.name,
                     runtime::listed(all));
}

std::string what_to_do(const groups::Gone& group) {
  if (group.in_its_channel.empty()) return fmt::format("put [groups.{}] back if it is to go on", group.key);
  return fmt::format(
      "[groups.{}] has its channel now: if that is the same group, call it [groups.{}] as before and give it "
      "the new name by name = \"...\"",
      group.in_its_channel, group.key);
}

}  // namespace

GoneWatch::GoneWatch(storage::Database& database, core::Instant now) : database_(database) {
  for (const groups::Gone& group : storage::gone_groups(database, now)) before_.insert(group.id);
}

std::vector<std::string> GoneWatch::since(core::Instant now) const {
  std::vector<std::string> all;
  for (const groups::Gone& group : storage::gone_groups(database_, now))
    if (!before_.contains(group.id)) all.push_back(what_is_gone(group) + ": " + what_to_do(group));
  return all;
}

runtime::Findings examine_gone(const Config& config, core::Instant now) {
  runtime::Findings found;
  try {
    if (!has_database(config)) return found;
    storage::Database database(database_of(config), storage::Database::Use::reader);
    const auto in_file = [&](const std::string& key, bool) {
      return std::ranges::find(config.groups, key, &core::Group::key) == config.groups.end();
    };
    for (groups::Gone& group : storage::gone_groups(database, now, in_file)) {
      for (const core::Group& other : config.groups)
        if (other.workspace == group.workspace && !other.channel.empty() && other.channel == group.channel)
          group.in_its_channel = other.key;
      found.push_back(runtime::note(what_is_gone(group), "nothing is sent to it, and nobody can answer",
                                    what_to_do(group)));
    }
  } catch (const std::exception&) {  // what is wrong with the database is told elsewhere
  }
  return found;
}

}  // namespace app
