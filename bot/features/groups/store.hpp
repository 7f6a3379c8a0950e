#pragma once
// What is kept of groups that live in chat: the groups themselves, drafts of new ones, and what coordinators
// were told is missing. Implemented in storage/group_store.cpp; called inside the engine's transaction.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bot/core/people.hpp"

namespace groups {

// A group that is being set up: what was typed in each field, as it was typed.
struct Draft {
  std::string id;
  core::PersonId by;  // who began it
  std::map<std::string, std::string> words;
  std::string started;  // the id of the group that it became; empty: none yet
  bool operator==(const Draft&) const = default;
};

// Somebody who leads a group, or is new in it, and has not heard what that is.
struct Untold {
  core::GroupId group;
  core::PersonId person;
  bool operator==(const Untold&) const = default;
};

// What somebody was and is no more: facilitator or leader of a group, or a coordinator.
struct LostRole {
  core::GroupId group;  // empty: of all
  core::PersonId person;
  core::Role role;
  bool operator==(const LostRole&) const = default;
};

// Of the configuration once, and no more; something waits for it.
struct Gone {
  core::GroupId id;
  std::string key, name, zone, workspace, channel;
  int polls = 0, matters = 0;  // open or planned; without an answer
  std::optional<core::Instant> next{};
  std::string in_its_channel{};  // the key of the group that has its channel now; empty: none
  int sign_ups = 0;              // who was not told yet whether they have a place
};

struct LastDay {
  core::GroupId group;
  core::PersonId person;
  core::Date day;
};

class GroupStore {
 public:
  virtual ~GroupStore() = default;

  // Makes the group beside those of the configuration, which leaves it alone; its members are a founding
  // roster. `group` has an id and a key that no other group has.
  virtual void add(const core::Group& group) = 0;
  // Its settings as they are now; members are not looked at. A setting that the configuration gives too
  // stands until the configuration's own value changes.
  virtual void save(const core::Group& group) = 0;
  // One that was made in chat is over; it stays to be read.
  virtual void end(const core::GroupId& group) = 0;
  // Names of the settings that stand as the configuration says: "name", "cadence" ... None for a group made
  // in chat.
  virtual std::set<std::string> as_configured(const core::GroupId& group) = 0;
  // Somebody whom the configuration does not name; known again by the id of before.
  virtual void add_person(const core::Person& person) = 0;
  // Name, language and address of somebody who is there.
  virtual void save_person(const core::Person& person) = 0;
  // The id under which an account is or was known.
  virtual std::optional<core::PersonId> known(const std::string& workspace, const std::string& account) = 0;
  // Somebody with that account was erased; who has it now may have come back since.
  virtual bool was_erased(const std::string& workspace, const std::string& account) = 0;
  // As people::PeopleStore does.
  virtual void set_role(const core::GroupId& group, const core::PersonId& person, core::Role role,
                        core::Date today) = 0;
  virtual void set_period(const core::GroupId& group, const core::PersonId& person,
                          std::optional<core::Date> since, std::optional<core::Date> ends) = 0;
  virtual void remove_member(const core::GroupId& group, const core::PersonId& person) = 0;

  // Who came into the group by its channel, also those taken out since by a person: they stay out.
  virtual std::set<core::PersonId> of_channel(const core::GroupId& group) = 0;
  // Takes part from that day, unless they were taken out; who is a member already is one of the
  // channel besides.
  virtual void came_by_channel(const core::GroupId& group, const core::PersonId& person,
                               core::Date today) = 0;
  // A member, however they became one, is there, or is not; who is no member is left alone.
  virtual void set_seen_in_channel(const core::GroupId& group, const core::PersonId& person, bool there) = 0;
  // Is forgotten as one of the channel, and no member if they were one only by it.
  virtual void left_channel(const core::GroupId& group, const core::PersonId& person) = 0;
  // Of memberships that have one.
  virtual std::vector<LastDay> last_days() = 0;

  // The leaders of whom each group was told that they come to its sessions; groups without are left out.
  virtual std::map<core::GroupId, std::set<core::PersonId>> told_of_leaders() = 0;
  virtual std::set<core::PersonId> told_of_leaders(const core::GroupId& group) = 0;
  virtual void set_told_of_leaders(const core::GroupId& group, const std::set<core::PersonId>& leaders) = 0;

  // Facilitators and leaders who have not heard of it, by group, whoever made them so: the configuration, a
  // list, chat. Who loses the role and gets it again has not.
  virtual std::vector<Untold> roles_untold() = 0;
  // Participants whose first day was `since` or later, and who have not heard of it; not of a founding
  // roster.
  virtual std::vector<Untold> newcomers_untold(core::Date since) = 0;
  // They hear of the role that they have now; false: they had.
  virtual bool set_role_told(const core::GroupId& group, const core::PersonId& person) = 0;

  // Since it was asked last, by person, however it came; not of a group that has ended.
  virtual std::vector<LostRole> take_lost_roles() = 0;

  virtual std::vector<Gone> gone(core::Instant now) = 0;

  virtual void save_draft(const Draft& draft, core::Instant now) = 0;
  virtual std::optional<Draft> draft(const std::string& id) = 0;
  // The person's drafts that have become no group, the one that was changed last first.
  virtual std::vector<Draft> unfinished(const core::PersonId& by) = 0;
  virtual void drop_draft(const std::string& id) = 0;
  virtual void drop_drafts_before(core::Instant changed) = 0;

  // What coordinators were told each group lacks, and since which day ("2026-11-24").
  virtual std::map<core::GroupId, std::map<std::string, std::string>> faults() = 0;
  virtual void set_fault(const core::GroupId& group, const std::string& fault, const std::string& since) = 0;
  virtual void mended(const core::GroupId& group, const std::string& fault) = 0;
};

}  // namespace groups
