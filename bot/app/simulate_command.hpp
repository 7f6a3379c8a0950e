#pragma once
// `refleks simulate`, in an ordinary world, in one where everything goes wrong, or in one where nobody stays
// where they were.

#include <iosfwd>
#include <optional>

#include "bot/app/simulate.hpp"
#include "bot/app/simulate_changes.hpp"
#include "bot/app/simulate_faults.hpp"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace app {

class SimulateCommand {
 public:
  // Where what is given is put, so it must stay where it is until the program was parsed and this has run.
  explicit SimulateCommand(CLI::App& program);
  SimulateCommand(const SimulateCommand&) = delete;
  SimulateCommand& operator=(const SimulateCommand&) = delete;
  // The exit status; nothing: another command was given.
  std::optional<int> run(std::ostream& out) const;

 private:
  // Its own groups and days, unless others are given.
  template <class World>
  World as_given(World world) const;

  CLI::App& command_;
  SimulateOptions usual_;
  FaultOptions faults_;
  ChangesOptions changes_;
  CLI::Option *with_faults_ = nullptr, *with_changes_ = nullptr;
};

}  // namespace app
