#pragma once
// What tests of storage share: directories that remove themselves, a database with a group and people in it,
// and the search for traces.

#include <gtest/gtest.h>
#include <sodium.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "storage/database.hpp"
#include "storage/stores.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/ready.hpp"
#include "tests/support/server.hpp"

namespace support {

// Whether any file under `directory` (or any file name) holds `marker`.
inline bool holds(const std::filesystem::path& directory, const std::string& marker) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory))
    if (entry.path().string().find(marker) != std::string::npos ||
        (entry.is_regular_file() && content_of(entry.path()).find(marker) != std::string::npos))
      return true;
  return false;
}

// Size, time of change and BLAKE2b hash of every file in a directory.
inline std::map<std::string, std::string> fingerprint(const std::filesystem::path& directory) {
  std::map<std::string, std::string> prints;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    const std::string content = content_of(entry.path());
    std::string hash(crypto_generichash_BYTES, '\0');
    crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(),
                       reinterpret_cast<const unsigned char*>(content.data()), content.size(), nullptr, 0);
    prints[entry.path().filename()] = hash + std::to_string(content.size()) + "/" +
                                      std::to_string(entry.last_write_time().time_since_epoch().count());
  }
  return prints;
}

inline core::Instant at(const char* text) {
  return core::instant_from_text(text);
}

inline core::Message message(const std::string& text) {
  core::Message message;
  message.blocks.emplace_back(core::Paragraph{{core::Span(text)}});
  return message;
}

inline core::Person person(const std::string& name) {
  core::Person person;
  person.id = core::PersonId("person-" + name);
  person.workspace = "sandbox";
  person.user = "U-" + name;
  person.name = name;
  return person;
}

inline core::Group group(const std::string& key, const std::vector<core::Person>& members) {
  core::Group group;
  group.id = core::GroupId("group-" + key);
  group.key = key;
  group.name = "Gruppe " + key;
  group.workspace = "sandbox";
  group.channel = "C-" + key;
  for (const auto& member : members)
    group.members.push_back({member.id, core::Role::participant, std::nullopt});
  return group;
}

// A poll of one choice and one text, open from noon to one on 24 November 2026.
inline core::Poll poll(const std::string& id, bool named = false) {
  core::Poll poll;
  poll.id = core::PollId(id);
  poll.group = core::GroupId("group-a");
  poll.named = named;
  poll.title = core::Localized("Tittel", "Tittel nn", "Title");
  poll.questions.push_back({core::Question::Kind::choice,
                            core::Localized("Hva nå?"),
                            {core::Localized("A"), core::Localized("B", "Bn", "Be")},
                            true});
  poll.questions.push_back({core::Question::Kind::text, core::Localized("Hvorfor?"), {}, false});
  poll.opens = at("2026-11-24T12:00:00Z");
  poll.closes = at("2026-11-24T13:00:00Z");
  return poll;
}

inline core::Ballot ballot(int pick, const std::string& text) {
  return {{{pick}, ""}, {{}, text}};
}

// A database on a file, in memory, and on a server where there is one: the contract of every store is run on
// all.
class OnDatabase : public ::testing::TestWithParam<const char*> {
 protected:
  const bool on_server = std::string(GetParam()) == "postgres";
  TempDirectory directory;
  const std::unique_ptr<ServerSchema> schema = on_server ? std::make_unique<ServerSchema>() : nullptr;
  const std::string path = on_server                           ? schema->place()
                           : std::string(GetParam()) == "file" ? (directory / "refleks.db").string()
                                                               : ":memory:";
  storage::Database database{on_server ? path : ready(path)};
};

// The same with group "a" (anne, bo, cato).
class Stored : public OnDatabase {
 protected:
  Stored() { stores.people->apply({anne, bo, cato}, {group("a", {anne, bo, cato})}); }

  const core::Person anne = person("anne"), bo = person("bo"), cato = person("cato");
  const core::GroupId group_a{"group-a"};
  storage::Stores stores = storage::open_stores(database);
};

// What a digest reads of one group, made at the end of its week.
inline digests::GroupWeek week_of(const storage::Stores& stores, const core::GroupId& group,
                                  core::Instant from, core::Instant to) {
  return std::move(stores.digests->weeks({&group, 1}, {from, to, from, to}).front());
}

}  // namespace support

#define ON_EVERY_DATABASE(Suite)                                                            \
  INSTANTIATE_TEST_SUITE_P(Databases, Suite, ::testing::ValuesIn(support::all_databases()), \
                           [](const auto& run) { return std::string(run.param); })
