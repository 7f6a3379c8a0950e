#include "bot/app/simulate_command.hpp"

#include <CLI/CLI.hpp>

#include "bot/core/log.hpp"

namespace app {

SimulateCommand::SimulateCommand(CLI::App& program)
    : command_(*program.add_subcommand("simulate", "play months of many groups in seconds")) {
  command_.add_option("--groups", usual_.groups, "how many groups; past 100 they are several organisations")
      ->capture_default_str()
      ->check(CLI::Range(1, 5000));
  command_.add_option("--days", usual_.days, "how many days")
      ->capture_default_str()
      ->check(CLI::Range(1, 4000));
  command_.add_option("--seed", usual_.seed, "of the made-up world")->capture_default_str();
  command_.add_option("--transcript", usual_.transcript, "write every message to this file");
  command_.add_option("--data", usual_.data, "keep the database in this folder");
  command_.add_option("--storage", usual_.storage, "keep it in this empty schema of PostgreSQL");
  with_faults_ =
      command_.add_option("--faults", faults_.seed, "let everything go wrong, in the world of this seed");
  command_.add_option("--worlds", faults_.runs, "with --faults: so many seeds, one after the other")
      ->needs(with_faults_);
  with_changes_ = command_.add_option(
      "--changes", changes_.seed, "let people come, leave, pause and swap shifts, in the world of this seed");
  command_
      .add_option("--ceiling", changes_.ceiling, "with --changes: messages nobody gets more of in a week")
      ->needs(with_changes_);
  command_.add_flag("--trace", faults_.trace, "with --faults: tell everything that happens")
      ->needs(with_faults_);
  command_.add_option("--without", faults_.without, "with --faults: leave out a kind of fault")
      ->needs(with_faults_)
      ->check(CLI::IsMember(fault_kinds()));
}

template <class World>
World SimulateCommand::as_given(World world) const {
  if (command_.count("--groups") > 0) world.groups = usual_.groups;
  if (command_.count("--days") > 0) world.days = usual_.days;
  return world;
}

std::optional<int> SimulateCommand::run(std::ostream& out) const {
  if (!command_.parsed()) return std::nullopt;
  if (with_faults_->count() == 0 && with_changes_->count() == 0) return simulate(usual_, out);
  core::set_up_log("off", "");
  if (with_faults_->count() > 0) return simulate_faults(as_given(faults_), out);
  return simulate_changes(as_given(changes_), out);
}

}  // namespace app
