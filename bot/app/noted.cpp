#include "bot/app/noted.hpp"

#include <nlohmann/json.hpp>

#include "bot/app/audit.hpp"
#include "bot/app/control.hpp"
#include "bot/app/places.hpp"
#include "storage/audit_store.hpp"

namespace app {
namespace {

// Empty: none.
std::string name_in_log(const Config& config, const core::PersonId& person) {
  try {
    storage::Database database(database_of(config), storage::Database::Use::reader);
    return storage::audit_name_of(database, person);
  } catch (const std::exception&) {  // what is wrong with it is told elsewhere
    return {};
  }
}

}  // namespace

void note_act_about(const Config& config, core::Instant now, const std::string& what,
                    const core::PersonId& person) {
  nlohmann::json request;
  request["do"] = "note";
  request["what"] = what;
  request["id"] = person.text;
  if (in_use(config.organisation.data) && ask_service(config.organisation.data, request)) return;
  note_act(config, now, what, name_in_log(config, person));
}

}  // namespace app
