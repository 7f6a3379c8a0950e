#pragma once
// Who was erased does not come back by a file that still names them: the configuration, or a copy from
// before.

#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "bot/app/config.hpp"
#include "bot/features/people/store.hpp"
#include "bot/runtime/adapter.hpp"
#include "storage/database.hpp"
#include "storage/erasure.hpp"

namespace app {

class Bot;

// Takes out of `config` those who were erased, with a warning for the operator to each; whoever has left the
// configuration since may come back to it as somebody new. In a transaction.
void leave_out_erased(storage::Database& database, Config& config);

// Of the people of a workspace, by their accounts there. Nobody who is there now. Empty: nobody was ever
// erased.
std::function<bool(const std::string& user)> who_is_erased(storage::Database& database,
                                                           const std::string& workspace,
                                                           people::PeopleStore& people);

// Takes them out of a copy that was extracted to `folder`. False: nobody was in it.
bool forget_in_folder(const Config& config, const std::filesystem::path& folder,
                      const std::vector<storage::Mark>& marks, core::Instant made);

// What adapters keep of somebody who was erased, and what they told others of them. Killed before it is done,
// the second does it at the next start, before the engine has a thread: for all who were erased and have not
// come back. I/O thread.
using Adapters = std::map<std::string, runtime::Adapter*>;  // by workspace
void forget_in_chats(const Adapters& adapters, const core::Person& person);
void forget_in_chats(const Adapters& adapters, Bot& bot);

}  // namespace app
