#pragma once
// The rows of groups, without their members: read, and written with what the configuration says of them.

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bot/core/people.hpp"
#include "storage/statement.hpp"

namespace storage {

// A set of people in a column: a list of ids in JSON. Throws std::exception for another text.
std::string people_as_text(const std::set<core::PersonId>& people);
std::set<core::PersonId> people_in(const std::string& text);

class GroupRows {
 public:
  explicit GroupRows(Database& database);

  // The active ones, by key. What cannot be read of one keeps its default (readable.hpp).
  std::vector<core::Group> all();
  std::optional<core::Group> find(const core::GroupId& id);

  // The group as it is now, made in chat or changed there.
  void save(const core::Group& group, bool made_in_chat);
  // As the configuration says: each setting, but for those that were changed in chat since the configuration
  // said the same of them.
  void apply(const core::Group& said);
  // Names of the settings that stand as the configuration says: "name", "cadence" ...
  std::set<std::string> as_configured(const core::GroupId& id);
  // Before the configuration's groups are applied: all others rest, but for those made in chat.
  void rest();
  // The group's row is no longer the configuration's; it was made in chat and stays.
  void let_go(const core::GroupId& id);
  // Those that were made in chat and that the configuration names.
  std::vector<core::GroupId> adopted();
  // Made in chat, and over.
  void end(const core::GroupId& id);

 private:
  using Text = std::string;
  using Row = Out<Text, Text, Text, Text, Text, Text, Text, Text, Text, Text, Text, int, Text, Text, int,
                  Text, Text, int, int, int>;
  // Of what cannot be read, `otherwise` says how it is.
  core::Group group_of(const Row& row, const core::Group& otherwise = {});
  void put(const core::Group& group, const Text& configured, bool made_in_chat);

  Statement<In<>, Row> all_;
  Statement<In<Text>, Row> find_;
  Statement<In<Text, Text, Text, Text, Text, Text, Text, Text, Text, Text, Text, int, Text, Text, int, Text,
               Text, int, int, int, int>>
      put_;
  Statement<In<>> rest_;
  Statement<In<Text>> let_go_, end_;
  Statement<In<>, Out<Text>> adopted_;
  Database& db_;
};

}  // namespace storage
