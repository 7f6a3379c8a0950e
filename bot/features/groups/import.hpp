#pragma once
// Many people at once, from a list: looked at first, done only when somebody has said yes.

#include "bot/features/groups/events.hpp"
#include "bot/features/groups/feature.hpp"
#include "bot/features/groups/people_list.hpp"

namespace groups {

class Import {
 public:
  Import(GroupStore& store, const Choices& choices) : store_(store), choices_(choices) {}

  std::vector<features::CommandSpec> commands();
  std::vector<features::EventRow> events();

 private:
  core::Reply command(core::Context& context, const features::Who& who, const core::CommandLine&);
  core::Reply again(core::Context& context, const features::Who& who);
  core::Reply sent(core::Context& context, const features::Who& who, const features::Given& given);
  core::Reply apply(core::Context& context, const features::Who& who, const std::string& id);
  core::Reply leave(core::Context& context, const features::Who& who, const std::string& id);
  // The person's own draft that holds a list; nothing: it was done, or thrown away.
  std::optional<Draft> list_of(const features::Who& who, const std::string& id);

  GroupStore& store_;
  const Choices& choices_;
};

}  // namespace groups
