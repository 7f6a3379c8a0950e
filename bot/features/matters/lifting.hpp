#pragma once
// What a group writes down after a session: what it lifts to its leaders, and what stays in it.

#include "bot/features/matters/keeper.hpp"

namespace matters {

class Lifting {
 public:
  Lifting(Keeper& keeper, KeptStore& kept) : keeper_(keeper), kept_(kept) {}

  std::vector<features::CommandSpec> commands();
  std::vector<features::EventRow> events();

 private:
  core::Reply open_lift(core::Context& context, const features::Here& who, const core::CommandLine& line);
  core::Reply press_lift(core::Context& context, const features::Here& who, const core::GroupId& group);
  core::Reply press_keep(core::Context& context, const features::Here& who, const core::GroupId& group);
  core::Reply lift(core::Context& context, const features::Here& who, const core::GroupId& group,
                   const features::Given& given);
  core::Reply keep(core::Context& context, const features::Here& who, const core::GroupId& group,
                   const features::Given& given);
  // Matters of the group that have not ended and may be about the same.
  std::vector<Matter> alike(const core::Group& group, const core::FormValues& filled);
  core::Reply join(core::Context& context, const features::Here& who, Matter matter,
                   const features::Given& given);
  core::Reply lift_new(core::Context& context, const features::Here& who, const features::Given& given);
  struct Taken {
    Matter matter;
  };
  friend const core::GroupId& group_of(const Taken& taken) { return taken.matter.group; }
  std::optional<Taken> taken(const core::MatterId& id);
  std::optional<core::Reply> too_late(core::Context& context, const features::Here& who, const Taken& taken);
  core::Reply ask_withdraw(core::Context& context, const features::Here& who, const Taken& taken);
  core::Reply withdraw(core::Context& context, const features::Here& who, const Taken& taken);
  core::Reply leave(core::Context& context, const features::Here& who, const Taken& taken);
  core::Reply lifted(core::Context& context, const features::Here& who, const Whole& whole) const;

  Keeper& keeper_;
  KeptStore& kept_;
};

}  // namespace matters
