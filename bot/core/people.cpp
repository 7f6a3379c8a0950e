#include "bot/core/people.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <regex>
#include <stdexcept>

#include "bot/core/command_line.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/sorting.hpp"
#include "bot/core/written_time.hpp"

namespace core {

std::optional<Role> role_from_text(std::string_view text) {
  const std::string word = folded(text);
  const auto any_of = [&](std::initializer_list<const char*> names) {
    return std::any_of(names.begin(), names.end(), [&](const char* name) { return word == name; });
  };
  if (any_of({"participant", "member", "deltaker", "deltager", "deltakar", "medlem", "ansatt", "tilsett"}))
    return Role::participant;
  if (any_of({"facilitator", "fasilitator", "gruppeleder", "gruppeleiar", "veileder", "rettleiar",
              "etikkveileder", "etikkrettleiar"}))
    return Role::facilitator;
  if (any_of({"leader", "leder", "leiar", "avdelingsleder", "avdelingsleiar", "enhetsleder", "einingsleiar",
              "virksomhetsleder", "verksemdsleiar"}))
    return Role::leader;
  if (any_of({"coordinator", "koordinator"})) return Role::coordinator;
  return std::nullopt;
}

Offset offset_from_text(std::string_view text) {
  // -7d 10:00 | -30m | -2h | +15m | end | end+1d 12:00 | end+30m | off
  static const std::regex form(
      R"(\s*(end)?\s*(?:([+-])?(\d{1,3})\s*(d|h|m))?(?:\s+(\d{1,2})[:.](\d{2}))?\s*)");
  constexpr std::size_t longest = 60;  // bytes: std::regex recurses once for each
  const std::string copy(text.substr(0, longest));
  Offset offset;
  if (copy == "off") {
    offset.off = true;
    return offset;
  }
  std::smatch m;
  if (copy.empty() || text.size() > longest || !std::regex_match(copy, m, form) ||
      (!m[1].matched && !m[3].matched && !m[5].matched))
    throw std::invalid_argument(
        "\"" + copy +
        "\" is no moment; write for example \"-7d 10:00\" (seven days before, at 10:00), "
        "\"-30m\", \"end\", \"end+1d 12:00\" or \"off\"");
  offset.from_end = m[1].matched;
  if (m[3].matched) {
    const int sign = m[2] == "-" ? -1 : 1;
    const int count = sign * std::stoi(m[3]);
    if (m[4] == "d")
      offset.days = count;
    else
      offset.minutes = Minutes{m[4] == "h" ? count * 60 : count};
  }
  if (m[5].matched) {
    const int hours = std::stoi(m[5]), minutes = std::stoi(m[6]);
    if (hours > 23 || minutes > 59) throw std::invalid_argument("\"" + copy + "\": no such time of day");
    if (offset.minutes.count() != 0)
      throw std::invalid_argument("\"" + copy +
                                  "\": a time of day goes with days, not with hours or minutes");
    offset.at = Minutes{hours * 60 + minutes};
  }
  return offset;
}

std::string to_text(const Offset& offset) {
  if (offset.off) return "off";
  std::string text = offset.from_end ? "end" : "";
  if (offset.days != 0 || (!offset.from_end && offset.minutes.count() == 0))
    text += fmt::format("{:+}d", offset.days);
  else if (offset.minutes.count() != 0)
    text += fmt::format("{:+}m", offset.minutes.count());
  if (offset.at) text += " " + time_text(*offset.at);
  return text;
}

const Member* Group::member(const PersonId& person) const {
  const auto found =
      std::find_if(members.begin(), members.end(), [&](const Member& m) { return m.person == person; });
  return found == members.end() ? nullptr : &*found;
}

bool takes_part(const Group& group, const Member& member) {
  return member.role != Role::leader || (group.leaders_take_part && !group.above.contains(member.person));
}

bool takes_part(const Group& group, const PersonId& person) {
  const Member* member = group.member(person);
  return member && takes_part(group, *member);
}

bool facilitates(const Group& group, const PersonId& person) {
  const Member* member = group.member(person);
  return member && member->role == Role::facilitator;
}

bool was_in(const Group& group, const PersonId& person, Instant then) {
  const Member* member = group.member(person);
  if (!member || member->role == Role::leader) return false;
  return !member->since || local_date(group, then) > *member->since;
}

struct Directory::Names {
  std::once_flag made;
  guarding::FullNames full;
};

Directory::Directory(std::vector<Person> people, std::vector<Group> groups, std::vector<Closed> closed)
    : people_(std::move(people)),
      groups_(std::move(groups)),
      closed_(std::move(closed)),
      names_(std::make_shared<Names>()) {
  by_id_.reserve(people_.size());
  by_user_.reserve(people_.size());
  for (std::size_t i = 0; i < people_.size(); ++i) {
    by_id_[people_[i].id] = i;
    by_user_[{people_[i].workspace, people_[i].user}] = i;
  }
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    group_by_id_[groups_[i].id] = i;
    by_channel_.try_emplace({groups_[i].workspace, groups_[i].channel}, i);
  }
  list_groups();
}

const guarding::FullNames& Directory::full_names() const {
  static const guarding::FullNames none;
  if (!names_) return none;
  std::call_once(names_->made, [&] {
    std::vector<std::string> all;
    for (const Person& person : people_) all.push_back(person.name);
    names_->full = guarding::FullNames(all);
  });
  return names_->full;
}

const Person* Directory::person(const PersonId& id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &people_[found->second];
}

const Person* Directory::person(const std::string& workspace, const std::string& user) const {
  const auto found = by_user_.find(Place::Name(workspace, user));
  return found == by_user_.end() ? nullptr : &people_[found->second];
}

const Group* Directory::group(const GroupId& id) const {
  const auto found = group_by_id_.find(id);
  return found == group_by_id_.end() ? nullptr : &groups_[found->second];
}

const Group* Directory::group_in_channel(const std::string& workspace, const std::string& channel) const {
  if (channel.empty()) return nullptr;
  const auto found = by_channel_.find(Place::Name(workspace, channel));
  return found == by_channel_.end() ? nullptr : &groups_[found->second];
}

const Group* Directory::group_by_key(const std::string& key) const {
  const auto found =
      std::find_if(groups_.begin(), groups_.end(), [&](const Group& g) { return g.key == key; });
  return found == groups_.end() ? nullptr : &*found;
}

std::vector<const Group*> Directory::groups_of(const PersonId& person) const {
  std::vector<const Group*> found;
  if (const auto at = groups_of_.find(person); at != groups_of_.end())
    for (std::size_t i : at->second) found.push_back(&groups_[i]);
  return found;
}

std::vector<const Person*> Directory::with_role(const Group& group, Role role) const {
  std::vector<const Person*> found;
  for (const Member& member : group.members)
    if (const Person* p = member.role == role ? person(member.person) : nullptr) found.push_back(p);
  std::stable_sort(found.begin(), found.end(),
                   [](const Person* a, const Person* b) { return name_before(a->name, b->name); });
  return found;
}

std::vector<const Person*> Directory::coordinators() const {
  std::vector<const Person*> found;
  for (const Person& p : people_)
    if (p.coordinator) found.push_back(&p);
  return found;
}

void Directory::list_groups() {
  groups_of_.clear();
  for (std::size_t i = 0; i < groups_.size(); ++i)
    for (const Member& member : groups_[i].members) groups_of_[member.person].push_back(i);
}

void Directory::wishes_go_to(const GroupId& group, PersonId person) {
  groups_.at(group_by_id_.at(group)).wishes_to = std::move(person);
}

Directory Directory::at(Instant now) && {
  for (Group& group : groups_) {
    const Date today = local_date(group, now);
    std::vector<Member> here;
    for (const Member& member : group.members) {
      if (member.ends && *member.ends < today) continue;
      const bool comes = member.since && *member.since > today && *member.since != unknown_day;
      (comes ? group.later : here).push_back(member);
    }
    group.members = std::move(here);
  }
  list_groups();
  return std::move(*this);
}

bool is_away(const Person& person, const Zone& zone, Instant now) {
  return closed_at(person.away, zone.to_local(now)) != nullptr;
}

bool is_off_roster(const Person& person, const Zone& zone, Instant now) {
  const Local reading = zone.to_local(now);
  return std::ranges::any_of(
      person.away, [&](const Closed& one) { return one.day && one.from <= reading && reading < one.to; });
}

Destination destination_of(const Person& person) {
  return {person.workspace, Destination::Kind::person, person.user};
}

bool may(const Person& person, const Group& group, Role needed) {
  const Member* member = group.member(person.id);
  switch (needed) {
    case Role::participant:
      return member || person.coordinator;
    case Role::facilitator:
      return (member && member->role == Role::facilitator) || person.coordinator;
    case Role::leader:
      return member && member->role == Role::leader;
    case Role::coordinator:
      return person.coordinator;
  }
  return false;
}

}  // namespace core
