#pragma once
// People, groups and roles. The configuration is written here at start; commands in chat change it
// afterwards.

#include <optional>
#include <string>
#include <vector>

#include "bot/core/people.hpp"

namespace people {

class PeopleStore {
 public:
  virtual ~PeopleStore() = default;
  // All memberships, also those that are over or to come: Directory::at() tells which hold.
  virtual core::Directory load() = 0;
  // Makes the people and groups of the configuration so (ids are kept). Language or role that a command
  // changed later stands until the configuration's own value changes. People and groups that are gone from it
  // become inactive. Whether anything was written: not where all this stands already. `now`: what load()
  // gives, before anything else is written.
  virtual bool apply(const std::vector<core::Person>& people, const std::vector<core::Group>& groups,
                     const core::Directory& now) = 0;
  bool apply(const std::vector<core::Person>& people, const std::vector<core::Group>& groups) {
    return apply(people, groups, load());
  }
  virtual void set_language(const core::PersonId& person, core::Language language) = 0;
  // Gives their pages another number, so that every address of one that was handed out is worthless.
  virtual void renew_pages(const core::PersonId& person) = 0;
  // Adds the membership (since that day) or changes its role.
  virtual void set_role(const core::GroupId& group, const core::PersonId& person, core::Role role,
                        core::Date today) = 0;
  // Of a membership that is there: its first day (nothing: as it is) and its last (nothing: none).
  virtual void set_period(const core::GroupId& group, const core::PersonId& person,
                          std::optional<core::Date> since, std::optional<core::Date> ends) = 0;
  virtual void remove_member(const core::GroupId& group, const core::PersonId& person) = 0;
};

}  // namespace people
