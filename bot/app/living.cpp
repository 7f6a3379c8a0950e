#include "bot/app/living.hpp"

#include <algorithm>
#include <set>

#include "bot/app/places.hpp"
#include "storage/database.hpp"
#include "storage/stores.hpp"

namespace app {
namespace {

void add_kept(const Config& config, std::vector<core::Person>& people, std::vector<core::Group>& groups) {
  storage::Database database(database_of(config), storage::Database::Use::reader);
  const core::Directory kept = storage::open_stores(database).people->load();
  std::set<core::PersonId> wanted;
  for (const core::Group& group : kept.groups()) {
    for (const core::Member& member : group.members) wanted.insert(member.person);
    if (std::ranges::find(groups, group.key, &core::Group::key) == groups.end()) groups.push_back(group);
  }
  for (const core::Person& person : kept.people()) {
    const bool there = std::ranges::any_of(people, [&](const core::Person& one) {
      return one.id == person.id || (one.workspace == person.workspace && one.user == person.user);
    });
    if (!there && (person.coordinator || wanted.contains(person.id))) people.push_back(person);
  }
}

}  // namespace

std::shared_ptr<const core::Directory> living(const Config& config) {
  std::vector<core::Person> people = config.people;
  std::vector<core::Group> groups = config.groups;
  try {
    if (has_database(config)) add_kept(config, people, groups);
  } catch (const std::exception&) {  // what is wrong with it is told elsewhere
    people = config.people;
    groups = config.groups;
  }
  return std::make_shared<const core::Directory>(std::move(people), std::move(groups));
}

std::string as_said(const core::Group& group) {
  return group.name == group.key ? group.key : group.name + " (" + group.key + ")";
}

std::string as_said(const core::Directory& people, const core::Person& person) {
  const auto same = std::ranges::count(people.people(), person.name, &core::Person::name);
  return same > 1 ? person.name + " (" + person.user + ")" : person.name;
}

}  // namespace app
