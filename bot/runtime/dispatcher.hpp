#pragma once
// Who gets what: events, jobs and facts to features, by name. Checks people, groups and roles in one place.
// Desk thread.

#include <vector>

#include "bot/features/feature.hpp"

namespace runtime {

class Dispatcher {
 public:
  // The features outlive the dispatcher. Throws std::logic_error when two claim the same verb or name.
  explicit Dispatcher(std::vector<features::Feature*> features);

  const std::vector<features::CommandSpec>& commands() const { return commands_; }

  // Whether the event must leave no trace: decided by its name alone.
  bool sealed(const core::Event& event) const;
  core::Reply handle_sealed(const core::SealedContext& context, const core::Event& event) const;

  core::Reply handle(core::Context& context, const core::Event& event) const;
  void due(core::Context& context, const core::Job& job) const;
  void on(core::Context& context, const core::Fact& fact) const;
  void start(core::Context& context) const;

 private:
  struct Route {
    features::Feature* feature;
    const features::CommandSpec* spec;
  };
  const Route* route_of(const core::CommandLine& line) const;
  features::Feature* feature_named(std::string_view name) const;
  core::Reply home(const core::SealedContext& context, const features::Who& who) const;
  core::Reply handle_guest(const core::SealedContext& context, const core::Event& event) const;
  core::Reply handle_command(core::Context& context, const core::Command& command) const;

  std::vector<features::Feature*> features_;
  std::vector<features::CommandSpec> commands_;
  std::vector<std::pair<std::string, Route>> verbs_;  // folded
};

// The group an event concerns: of the channel, else the one named by key or name among the words of `line`
// (which is taken out), else the person's only group.
const core::Group* group_of(const core::Directory& people, const core::Person& person,
                            const core::Origin& origin, core::CommandLine* line);

}  // namespace runtime
