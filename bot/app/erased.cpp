#include "bot/app/erased.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "adapters/web/mailbox.hpp"
#include "bot/app/chats.hpp"
#include "bot/app/places.hpp"
#include "bot/core/log.hpp"
#include "storage/copies.hpp"

namespace app {

void leave_out_erased(storage::Database& database, Config& config) {
  for (const storage::Mark& mark : storage::erased_marks(database)) {
    if (!mark.listed) continue;
    const auto named =
        std::find_if(config.people.begin(), config.people.end(), [&](const core::Person& person) {
          return storage::mark_of_id(person.id.text) == mark.mark ||
                 storage::mark_of_account(person.workspace, person.user) == mark.mark;
        });
    const bool out_already = named == config.people.end();
    if (out_already) {
      const bool other = std::any_of(config.erased.begin(), config.erased.end(),
                                     [&](const std::string& left_out) { return left_out == mark.mark; });
      if (!other) storage::set_unlisted(database, mark.mark);
      continue;
    }
    core::log(core::Level::warning, "somebody who was erased is still in the configuration, and is left out",
              config.file);
    for (const std::string& own :
         {storage::mark_of_id(named->id.text), storage::mark_of_account(named->workspace, named->user)})
      config.erased.push_back(own);
    for (core::Group& group : config.groups) {
      std::erase_if(group.members, [&](const core::Member& member) { return member.person == named->id; });
      group.above.erase(named->id);
    }
    for (Config::Roster& roster : config.rosters) roster.people.erase(named->id);
    config.people.erase(named);
  }
}

bool forget_in_folder(const Config& config, const std::filesystem::path& folder,
                      const std::vector<storage::Mark>& marks) {
  const auto gone = storage::erase_in_copy(database_in(folder).string(), marks);
  if (gone.empty()) return false;
  const auto of = [&gone](const std::string& workspace) {
    runtime::Gone these;
    these.who = [&gone, workspace](const std::string& user) {
      return std::any_of(gone.begin(), gone.end(), [&](const storage::Registered& person) {
        return (person.workspace == workspace && person.account == user) || person.id == user;
      });
    };
    these.without = [&gone](std::string text) {
      for (const storage::Registered& person : gone)
        text = storage::without_name(std::move(text), storage::words_in_body(person.name));
      return text;
    };
    return these;
  };
  if (!config.chats) return true;
  web::forget_letters(folder, of(config.chats->pages.value_or("pages")));
  for (const auto& platform : config.chats->platforms) platform->forget(folder, of);
  return true;
}

namespace {

void forget_in(runtime::Adapter& adapter, const runtime::Gone& gone) {
  try {
    adapter.forget(gone);
  } catch (const std::exception& error) {
    core::log(core::Level::error, "something of a person who was erased is left; the next start tries again",
              error.what());
  }
}

}  // namespace

void forget_in_chats(const Adapters& adapters, const core::Person& person) {
  const std::string name = storage::words_in_body(person.name);
  for (const auto& [workspace, adapter] : adapters) {
    // By mail a person goes by the id.
    const std::string user = workspace == person.workspace ? person.user : std::string(), id = person.id.text;
    forget_in(*adapter, {[user, id](const std::string& other) {
                           return !other.empty() && (other == user || other == id);
                         },
                         [name](std::string text) { return storage::without_name(std::move(text), name); }});
  }
}

}  // namespace app
