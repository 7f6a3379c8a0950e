#pragma once
// What the configuration says of people and groups. It is written where it says something else than before,
// so that a start reads what is there and writes next to nothing.

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "bot/core/people.hpp"
#include "storage/group_rows.hpp"
#include "storage/statement.hpp"

namespace storage {

class ConfiguredPeople {
 public:
  // `groups` outlives this.
  ConfiguredPeople(Database& database, GroupRows& groups);

  // people::PeopleStore says what it does.
  bool apply(const std::vector<core::Person>& people, const std::vector<core::Group>& groups,
             const core::Directory& now);

 private:
  using Text = std::string;
  // Of whom the database knows by another id than the configuration: the one there.
  using Ids = std::unordered_map<core::PersonId, Text>;
  struct Membership {
    Text role, ends;     // that the configuration said
    bool named = false;  // and says now
  };
  using Memberships = std::map<Text, Membership>;         // by person
  using Members = std::unordered_map<Text, Memberships>;  // by group

  struct Compared;
  Compared compare(const std::vector<core::Person>& people, const core::Directory& now);
  Ids apply_people(const std::vector<core::Person>& people, const core::Directory& now);
  Members members_of(const core::Directory& now);
  void apply_groups(const std::vector<core::Group>& groups, const Ids& kept, Members members);
  void apply_members(const core::Group& group, const Ids& kept, Memberships was);

  GroupRows& groups_;
  bool changed_ = false;
  Statement<In<>, Out<Text, Text, Text, Text, Text, Text, int, Text, int, int>> people_apart_;
  Statement<In<Text>> rest_person_, unname_person_;
  Statement<In<Text, Text, Text, Text, Text, Text, int, Text>> put_person_;
  Statement<In<>> take_pages_, drop_pages_;
  Statement<In<Text, Text, Text>> lift_messages_, put_messages_;
  Statement<In<>, Out<Text, Text, Text, Text>> members_apart_;
  Statement<In<Text, Text, Text, Text, Text, Text, Text>> put_member_;
  Statement<In<Text, Text>> drop_member_;
  Statement<In<Text>> keep_members_, drop_removed_;
};

}  // namespace storage
