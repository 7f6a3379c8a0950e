#pragma once
// The whole bot without sockets and threads: database, ballot boxes, features, dispatcher, engine. The daemon
// moves it; simulate, preview and the tests call its engine directly.

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bot/app/config.hpp"
#include "bot/app/measured.hpp"
#include "bot/app/parcel.hpp"
#include "bot/core/platforms.hpp"
#include "bot/core/random.hpp"
#include "bot/features/digests/weeks.hpp"
#include "bot/features/groups/people_list.hpp"
#include "bot/features/rights/store.hpp"
#include "bot/features/shifts/feature.hpp"
#include "bot/runtime/engine.hpp"
#include "bot/runtime/store.hpp"

namespace storage {
class CallWatch;
}

namespace app {

class GuardedClock;

// What the running service gives its bot; whoever rehearses or does one thing gives none of it.
struct Serving {
  // The bot's clock, where that is the machine's: it is told what the database has seen, and watched, and
  // what can be read beside the start is.
  GuardedClock* clock = nullptr;
  // Called after 03:30 local each night on the engine's thread: time for a copy. May be empty.
  std::function<void(core::Date)> night{};
  Measures measures{};
};

class Bot {
 public:
  // Opens (or makes) the database at `database` (":memory:" for one that dies with the object) and writes the
  // people and groups of the configuration to it. `clock` and `random` outlive the bot. Throws
  // storage::Error, std::runtime_error.
  Bot(const Config& config, const core::Clock& clock, core::Random& random, const std::string& database,
      const core::Platforms& platforms = {}, const Serving& serving = {});
  ~Bot();
  Bot(const Bot&) = delete;
  Bot& operator=(const Bot&) = delete;

  // For who serves (storage::Database says what it is). Before the engine starts.
  void checkpoint_beside();
  // Whether the database was looked through to its end for damage as it was opened.
  bool looked_through() const;
  // For who throws the database away with the bot: what was deleted is neither cut off the log nor swept out
  // of the file, and nobody looks for damage.
  void spare_disk();

  runtime::Engine& engine();
  // Takes somebody out of everything (bot/features/rights), also one who has left the configuration.
  // `refused`: why not, a key of the texts. In an errand of the engine.
  struct Erased {
    std::string_view refused;
    rights::Erasure erasure;
  };
  Erased erase(core::Context& context, const core::Person& person);
  // Makes every address of the person's own pages worthless. In an errand of the engine.
  void renew_pages(core::Context& context, const core::PersonId& person);
  // What a list of people asks for (groups::import_people), in English; done with `apply`. In an errand of
  // the engine.
  groups::PeopleList import_people(core::Context& context, std::string_view text, bool apply);
  // The same for who is at work in a group, all on `day` where one is given (shifts::take_list).
  shifts::RosterList take_roster(core::Context& context, std::string_view text, const core::Group& group,
                                 std::optional<core::Date> day, bool apply);
  // Puts people, groups, quiet hours and programmes of another configuration into effect (reload.hpp).
  // `detail`: for the audit log. In an errand of the engine. Says which groups it takes out while something
  // waits for them (GoneWatch).
  std::vector<std::string> reconfigure(core::Context& context, Config fresh, const std::string& detail);
  // What digests::post_made and all_posted do. In errands of the engine.
  void post_digests(core::Context& context, std::vector<digests::Made> made);
  void all_digests_posted(core::Context& context);
  // The open boxes go to the other machine; where that has them (nothing was refused) this bot answers nobody
  // any more. In an errand of the engine.
  HandedOver hand_over(const Giver& give);
  // What adapters keep. Before the engine has a thread, and in its errands.
  runtime::NotebookStore& notebook();
  const runtime::Dispatcher& dispatcher() const;
  // Why anonymous polls cannot be held here; empty = they can.
  std::string box_refusal() const;
  // A server is asked under this watch from now on (storage::Connection), and every second
  // (Engine::heartbeat).
  void keep_watch(storage::CallWatch& watch);
  // The random id of the database (storage::installation_of).
  const std::string& installation() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace app
