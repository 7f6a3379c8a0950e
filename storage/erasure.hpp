#pragma once
// One person's traces out of the database, for the right to erasure. docs/privacy.md says what stays and why.
// Engine thread, in the caller's transaction.

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "bot/core/time.hpp"
#include "storage/person_record.hpp"

namespace storage {

struct Erased {
  std::vector<std::pair<std::string, long long>> gone;  // rows by "table.column"
  std::vector<std::pair<std::string, long long>>
      named;  // texts of others that still say the name, by "table.column"
};

// `nobody`: a new id, which takes the person's place where a row of others must keep one.
// `namesake`: somebody else is called the same, so that what messages say of that name stays.
Erased erase_person(Database& database, const Registered& person, const std::string& nobody,
                    bool namesake = false);

// `text` with every whole word or words equal to `name` taken out. JSON stays JSON.
std::string without_name(std::string text, const std::string& name);

// --- who was erased: hashes, so that nobody can be read from them, and somebody who stands in the
// configuration or in an older copy can be known again.

std::string mark_of_id(const std::string& person_id);
std::string mark_of_account(const std::string& workspace, const std::string& account);
void remember_erased(Database& database, const Registered& person, core::Instant now);

struct Mark {
  std::string mark;
  core::Instant at{};
  bool listed = true;  // still in the configuration, as far as is known
};
std::vector<Mark> erased_marks(Database& database);
void put_mark(Database& database, const Mark& mark);
// Those who were erased since out of the copy of a database at `path`, which nobody else has open. Whether it
// was since is told by the marks that the copy has itself, and by no clock: who came back before the copy was
// made stays in it. Who was in it; it is brought to this program's schema. Nobody: it is as it was.
std::vector<Registered> erase_in_copy(const std::string& path, const std::vector<Mark>& marks);
// Whoever has left the configuration and comes back to it comes as somebody new.
void set_unlisted(Database& database, const std::string& mark);

}  // namespace storage
