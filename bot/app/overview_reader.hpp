#pragma once
// Pages, pictures and files about groups, beside the engine: they only read, on a readers' connection, so
// that an answer never waits for a drawing.

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>
#include <string>

#include "bot/core/people.hpp"
#include "bot/core/time.hpp"
#include "bot/features/digests/overview.hpp"
#include "bot/runtime/adapter.hpp"

namespace app {

class OverviewReader final : public runtime::Inbox {
 public:
  struct Parts {
    boost::asio::any_io_executor executor, readers;
    std::string database;  // as storage::Database takes it
    std::string zone;
    std::function<std::shared_ptr<const core::Directory>()> people;  // any thread
    const core::Clock& clock;                                        // any thread
    // What programmes are called; any thread. None: sessions have no themes.
    std::function<std::shared_ptr<const digests::ProgrammeNames>()> programmes{};
  };
  // `readers` has one thread, and is joined before this goes.
  explicit OverviewReader(Parts parts);
  ~OverviewReader() override;
  OverviewReader(const OverviewReader&) = delete;
  OverviewReader& operator=(const OverviewReader&) = delete;

  // Takes core::events::overview and check_certificate alone; anything else, and what cannot be read just
  // now, is an empty reply; of a file that is being made already, how far it is, in words. The reply comes on
  // the executor. More than a few that wait are turned away.
  void accept(core::Event event, std::function<void(core::Reply)> reply) override;

 private:
  struct State;
  std::shared_ptr<State> state_;  // and of answers under way
};

}  // namespace app
