#pragma once
// The rows of groups, without their members: read, and written with what the configuration says of them.

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "bot/core/people.hpp"
#include "storage/database.hpp"

namespace storage {

class GroupRows {
  using Text = std::string;

 public:
  explicit GroupRows(Database& database);
  ~GroupRows();

  // The active ones, by key. What cannot be read of one keeps its default (readable.hpp).
  std::vector<core::Group> all();

  // The group as it is now, made in chat or changed there.
  void save(const core::Group& group, bool made_in_chat);
  // As the configuration says: each setting, but for those that were changed in chat since the configuration
  // said the same of them.
  void apply(const core::Group& said);
  // Names of the settings that stand as the configuration says: "name", "cadence" ...
  std::set<std::string> as_configured(const core::GroupId& id);
  // What tells whether apply() would change a group, of every row there is: by id.
  struct Standing {
    Text key;
    bool active = false, made_in_chat = false;
    Text configured, quiet, cadence, timeline, above;
  };
  std::map<Text, Standing> standing();
  // Nothing is left to apply. False also of one that cannot be read or was changed in chat.
  static bool stands(const Standing& row, const core::Group& said);
  // It is not active until it is applied again.
  void rest(const core::GroupId& id);
  // The group's row is no longer the configuration's; it was made in chat and stays.
  void let_go(const core::GroupId& id);
  // Made in chat, and over.
  void end(const core::GroupId& id);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace storage
