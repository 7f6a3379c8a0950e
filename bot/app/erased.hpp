#pragma once
// Who was erased does not come back by a file that still names them: the configuration, or a copy from
// before.

#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "bot/app/config.hpp"
#include "bot/runtime/adapter.hpp"
#include "storage/database.hpp"
#include "storage/erasure.hpp"

namespace app {

// Takes out of `config` those who were erased, with a warning for the operator to each; whoever has left the
// configuration since may come back to it as somebody new. In a transaction.
void leave_out_erased(storage::Database& database, Config& config);

// Takes them out of a copy that was extracted to `folder`. False: nobody was in it.
bool forget_in_folder(const Config& config, const std::filesystem::path& folder,
                      const std::vector<storage::Mark>& marks);

// What adapters remember of somebody who was erased, and what they told others of them; the database has let
// go of it already. I/O thread.
using Adapters = std::map<std::string, runtime::Adapter*>;  // by workspace
void forget_in_chats(const Adapters& adapters, const core::Person& person);

}  // namespace app
